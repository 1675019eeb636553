import type { Services } from '../services/services.ts';
import type { ClaimedMessage } from '../services/store/claimed-message.ts';
import type { OtherPlace } from '../services/store/deliveries.ts';
import type { MessageLine, OutgoingMessage } from '../services/store/message.ts';
import type { Place } from '../services/store/place-store.ts';

type Needed = Pick<Services, 'places' | 'conversations' | 'moveStore' | 'log'>;

/**
 * Where a message goes whose conversation takes nothing any more; empty: nowhere. No place is tried twice.
 *
 * | message | first | then | then |
 * | --- | --- | --- | --- |
 * | reminders, news | who opened the move, in 1:1: each person theirs | the team's channel | the operators' chat |
 * | weekly digest | the operators' chat | | |
 * | alarm | the chat of who chose the operators' place, which it then is | | |
 * | channel-lost, redraw | | | |
 */
export async function otherPlaces(services: Needed, message: ClaimedMessage): Promise<readonly OtherPlace[]> {
  const tried = new Set([...message.tried, message.conversationId]);
  switch (message.kind) {
    case 'reminders':
    case 'news':
      return forPeople(services, message, tried);
    case 'weekly':
      return asOne(await operatorsChat(services), message, tried);
    case 'alert':
      return asOne(await operatorsNextChat(services, message.conversationId), message, tried);
    case 'channel-lost':
    case 'redraw':
      return [];
  }
}

/**
 * What else follows from a conversation that takes nothing any more: the bot forgets it; a channel that was the place for the team's
 * reminders is no longer, and who chose it is told, once.
 */
export async function conversationLost(services: Needed, lost: string): Promise<void> {
  const { places, conversations, log } = services;
  const place = await places.remindersChannel();
  if (place?.conversationId === lost) {
    const chat = await conversations.ofUser(place.setBy.id);
    const told = chat === null ? [] : [channelLost(chat.id, place)];
    if ((await places.dropRemindersChannel(lost, told)) !== null)
      log.warn(
        { conversationId: lost, place: place.name },
        "The team's channel for reminders cannot be reached any more",
      );
  }
  await conversations.remove(lost);
}

function channelLost(conversationId: string, { name }: Place): OutgoingMessage {
  return { kind: 'channel-lost', conversationId, data: { place: name } };
}

/** Each line goes to the first place that was not tried: what one person gets is one message. */
async function forPeople(
  services: Needed,
  message: ClaimedMessage,
  tried: ReadonlySet<string>,
): Promise<readonly OtherPlace[]> {
  const { lines, data } = message;
  const moveIds = lines.length > 0 ? lines.map(({ moveId }) => moveId) : moveNamedIn(data);
  const [openers, channel, operators] = await Promise.all([
    openersChats(services, moveIds),
    services.places.remindersChannel(),
    operatorsChat(services),
  ]);
  const placeOf = (moveId: string): string | undefined =>
    [openers.get(moveId), channel?.conversationId, operators ?? undefined].find(
      (place) => place !== undefined && !tried.has(place),
    );
  if (lines.length === 0) return asOne(placeOf(moveIds[0] ?? '') ?? null, message, tried);
  const taken = new Map<string, MessageLine[]>();
  for (const line of lines) {
    const place = placeOf(line.moveId);
    // A line that nobody can take stays with the operators, and with it the reason.
    if (place === undefined) continue;
    taken.set(place, [...(taken.get(place) ?? []), line]);
  }
  return [...taken].map(([conversationId, theirs]) => ({ conversationId, lines: theirs }));
}

function asOne(place: string | null, { lines }: ClaimedMessage, tried: ReadonlySet<string>): readonly OtherPlace[] {
  return place === null || tried.has(place) ? [] : [{ conversationId: place, lines }];
}

/** The 1:1 chats of who opened these moves, by move. */
async function openersChats(
  { moveStore, conversations }: Needed,
  moveIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const moves = await moveStore.loadMany([...new Set(moveIds)]);
  const people = [...new Set(moves.map(({ openedBy }) => openedBy.id))];
  const chats = new Map<string, string>();
  for (const id of people) {
    const chat = await conversations.ofUser(id);
    if (chat !== null) chats.set(id, chat.id);
  }
  return new Map(
    moves.flatMap(({ id, openedBy }) => {
      const chat = chats.get(openedBy.id);
      return chat === undefined ? [] : [[id, chat]];
    }),
  );
}

async function operatorsChat({ places }: Needed): Promise<string | null> {
  return (await places.operatorsChat())?.conversationId ?? null;
}

/** Alarms must not go nowhere because a channel was deleted. */
async function operatorsNextChat({ places, conversations, log }: Needed, lost: string): Promise<string | null> {
  const place = await places.operatorsChat();
  if (place === null || place.conversationId !== lost) return place?.conversationId ?? null;
  log.warn({ conversationId: lost }, "The operators' chat cannot be reached any more");
  const chat = await conversations.ofUser(place.setBy.id);
  if (chat === null || chat.id === lost) return null;
  await places.moveOperatorsChat(lost, { conversationId: chat.id, name: '' });
  return chat.id;
}

function moveNamedIn(data: unknown): readonly string[] {
  const named = typeof data === 'object' && data !== null && 'moveId' in data ? data.moveId : null;
  return typeof named === 'string' ? [named] : [];
}
