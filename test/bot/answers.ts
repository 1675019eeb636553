import type { Chat } from './chat.ts';

/** The same answer for every original of the newest move, as inputs `<field>_<original id>`. */
export async function answers(chat: Chat, fields: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const originals = await originalsOf(chat);
  return Object.fromEntries(
    originals.flatMap((o) => Object.entries(fields).map(([field, value]) => [`${field}_${o.id}`, value])),
  );
}

/** The first proposal and the same seats for every original. */
export async function targets(chat: Chat): Promise<Record<string, string>> {
  const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
  const state = await chat.house.services.moves.state(items[0]?.id ?? '');
  return Object.fromEntries(
    (state?.assessment.originals ?? []).flatMap(({ original, proposals }) => [
      [`target_${original.id}`, proposals[0]?.skuId ?? ''],
      [`seats_${original.id}`, String(original.seats)],
    ]),
  );
}

/** The named offer for every original that it is proposed for. */
export async function targetsNamed(chat: Chat, name: string): Promise<Record<string, string>> {
  const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
  const state = await chat.house.services.moves.state(items[0]?.id ?? '');
  return Object.fromEntries(
    (state?.assessment.originals ?? []).flatMap(({ original, proposals }) => {
      const offer = proposals.find((p) => p.name === name);
      return offer === undefined ? [] : [[`target_${original.id}`, offer.skuId]];
    }),
  );
}

export async function originalsOf(chat: Chat) {
  const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
  return items[0]?.facts.originals ?? [];
}
