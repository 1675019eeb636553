import { type Kysely, sql, type Transaction } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { ClaimedMessage } from './claimed-message.ts';
import { jsonb } from './json.ts';
import type { MessageLine } from './message.ts';
import type { Outbox } from './outbox.ts';
import type { ReminderRef } from './reminder-rows.ts';
import type { ReminderStore } from './reminder-store.ts';
import type { Schema } from './schema.ts';

/** A place that takes over what another one refused, and which of its reminders. */
export interface OtherPlace {
  readonly conversationId: string;
  readonly lines: readonly MessageLine[];
}

/** What becomes of a message of the outbox and of the reminders it carries, in one transaction each. Each may be called twice. */
export class Deliveries {
  readonly #db: Kysely<Schema>;
  readonly #outbox: Outbox;
  readonly #reminders: ReminderStore;

  constructor(deps: { db: Kysely<Schema>; outbox: Outbox; reminders: ReminderStore }) {
    this.#db = deps.db;
    this.#outbox = deps.outbox;
    this.#reminders = deps.reminders;
  }

  /** Teams took it. `told`: the reminders it spoke of. `now`: the product's clock. */
  async sent(
    message: ClaimedMessage,
    said: { readonly activityId: string | null; readonly told: readonly ReminderRef[] },
    now: Temporal.Instant,
  ): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (await this.#outbox.sent(message, { activityId: said.activityId, at: now }, trx))
        await this.#reminders.told(trx, said.told, message, now);
    });
  }

  /**
   * Its conversation refused it for good: it is sent elsewhere. Reminders of several people go to each of them on their own.
   *
   * @param places at least one
   */
  async rerouted(
    message: ClaimedMessage,
    places: readonly OtherPlace[],
    reason: string,
    now: Temporal.Instant,
  ): Promise<void> {
    if (places.length === 0) return this.dead(message, reason, now);
    const refused = { code: reason, place: message.conversationId, rerouted: true };
    const left = message.kind === 'reminders' ? linesLeft(message, places) : [];
    await this.#db.transaction().execute(async (trx) => {
      const others = message.kind === 'reminders' ? await notThereYet(trx, message, places) : places;
      const [only, ...more] = others;
      // A message that goes on as it is remembers where it was.
      const isWhole = only !== undefined && more.length === 0 && only.lines.length === message.lines.length;
      if (isWhole) {
        if (await this.#outbox.reroute(message, only.conversationId, reason, trx))
          await this.#reminders.refused(trx, message.lines, refused, now);
        return;
      }
      const isOurs =
        left.length > 0 ? await this.#outbox.dead(message, reason, trx) : await this.#outbox.drop(message, true, trx);
      if (!isOurs) return;
      const taken = message.lines.filter((line) => !left.includes(line));
      await this.#reminders.refused(trx, taken, refused, now);
      await this.#outbox.put(
        trx,
        others.map(({ conversationId, lines }) => ({ kind: 'reminders', conversationId, data: {}, lines })),
      );
      // What nobody can take stays with the operators, and only that.
      await this.#reminders.refused(trx, left, { ...refused, rerouted: false }, now);
      if (left.length > 0) await removeLines(trx, message.id, taken);
    });
  }

  /** Nothing is left to try: it is kept for the operators. */
  async dead(message: ClaimedMessage, reason: string, now: Temporal.Instant): Promise<void> {
    const refused = { code: reason, place: message.conversationId, rerouted: false };
    await this.#db.transaction().execute(async (trx) => {
      if (await this.#outbox.dead(message, reason, trx))
        await this.#reminders.refused(trx, message.lines, refused, now);
    });
  }
}

/**
 * The places with the lines that no other message tells there or has told: by the journal, for a message may have been sent without some
 * of its lines. What was put off since it was told has to be told again.
 */
async function notThereYet(
  trx: Transaction<Schema>,
  { id, lines }: ClaimedMessage,
  places: readonly OtherPlace[],
): Promise<readonly OtherPlace[]> {
  const { rows } = await sql<ReminderRef & { place: string }>`
    with wanted as (
      select "moveId" as move_id, key from jsonb_to_recordset(${jsonb(lines)}::jsonb) as wanted ("moveId" text, key text)
    )
    select line.move_id as "moveId", line.key, message.conversation_id as place
    from wanted join message_line as line using (move_id, key) join message on message.id = line.message_id
    where message.id <> ${id} and message.state in ('waiting', 'sending')
    union
    select told.move_id, told.key, told.detail ->> 'place'
    from wanted join reminder_event as told using (move_id, key)
    where told.kind = 'sent' and not exists (
      select from reminder_event as later
      where later.move_id = told.move_id and later.key = told.key and later.kind = 'snoozed' and later.id > told.id)`.execute(
    trx,
  );
  const there = new Set(rows.map(({ place, moveId, key }) => `${place} ${moveId} ${key}`));
  return places.flatMap(({ conversationId, lines: theirs }) => {
    const left = theirs.filter(({ moveId, key }) => !there.has(`${conversationId} ${moveId} ${key}`));
    return left.length === 0 ? [] : [{ conversationId, lines: left }];
  });
}

/** The lines that none of these places takes. */
function linesLeft({ lines }: ClaimedMessage, places: readonly OtherPlace[]): readonly MessageLine[] {
  const taken = new Set(places.flatMap((place) => place.lines.map(nameOf)));
  return lines.filter((line) => !taken.has(nameOf(line)));
}

const nameOf = ({ moveId, key }: ReminderRef): string => `${moveId} ${key}`;

async function removeLines(trx: Transaction<Schema>, messageId: string, lines: readonly ReminderRef[]): Promise<void> {
  await sql`
    delete from message_line where message_id = ${messageId} and (move_id, key) in (
      select "moveId", "key" from jsonb_to_recordset(${jsonb(lines)}::jsonb) as taken ("moveId" text, "key" text))`.execute(
    trx,
  );
}
