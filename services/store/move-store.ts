import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { HistoryEntry, Move } from '../moves/move.ts';
import type { PlannedReminder } from '../reminders/reminder.ts';
import type { JobRequest } from './job-data.ts';
import type { JobSender } from './jobs.ts';
import type { MessageWriter, OutgoingMessage } from './message.ts';
import { columnsOf, historyRow, toEntry, toMove } from './move-rows.ts';
import { beyond, type Page, type PageRequest, pageOf } from './page.ts';
import { reconcileReminders } from './reconcile-reminders.ts';
import type { Schema } from './schema.ts';
import { folded, likeLiteral } from './search-text.ts';

/** What is written in the same transaction as a change of a move. */
export interface MoveEffects {
  /** The complete plan of reminders. */
  readonly reminders: readonly PlannedReminder[];
  /** Keys of earlier plans that still hold and stay as they are. Left out: all that were sent or snoozed. */
  readonly keep?: readonly string[];
  /** What those that have come due would say today: it is drawn anew where it stands. */
  readonly told?: readonly PlannedReminder[];
  readonly jobs: readonly JobRequest[];
  /** What is said about it without being asked. */
  readonly messages?: readonly OutgoingMessage[];
  /** When to look at Partner Center next (ISO instant); null: not at all; left out: as it was. */
  readonly watch?: string | null;
}

/** A customer somebody had to do with. */
export interface RecentCustomer {
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  /** Had a reseller relationship when the move was looked at last. */
  readonly isCustomer: boolean;
}

export interface MoveStoreDeps {
  readonly db: Kysely<Schema>;
  readonly jobs: JobSender;
  readonly messages: MessageWriter;
}

/** The moves and their history. Every change is one transaction with all that follows from it. */
export class MoveStore {
  readonly #db: Kysely<Schema>;
  readonly #jobs: JobSender;
  readonly #messages: MessageWriter;

  constructor(deps: MoveStoreDeps) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
    this.#messages = deps.messages;
  }

  /** The move of that id; null when there is none. */
  async load(id: string): Promise<Move | null> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toMove(row);
  }

  /** These moves, in any order; those that do not exist are left out. */
  async loadMany(ids: readonly string[]): Promise<readonly Move[]> {
    if (ids.length === 0) return [];
    const rows = await this.#rows()
      .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
      .execute();
    return rows.map(toMove);
  }

  /** The open move of a customer: there is one at most. */
  async openMoveOf(tenantId: string): Promise<Move | null> {
    const row = await this.#rows().where('tenant_id', '=', tenantId).where('state', '=', 'open').executeTakeFirst();
    return row === undefined ? null : toMove(row);
  }

  /** Moves in one state, the one changed last first. */
  async list(request: PageRequest & { readonly state: 'open' | 'closed' }): Promise<Page<Move>> {
    const rows = await this.#rows()
      .where('state', '=', request.state)
      .where(beyond(request.after))
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      .limit(request.limit + 1)
      .execute();
    return pageOf(rows, request.limit, toMove);
  }

  /**
   * Moves whose customer name or domain holds every word of the text, whatever its case and accents. Open ones first, then
   * those whose whole name or domain it is, those that begin with the text, and the ones changed last.
   */
  async search(
    text: string,
    options: { readonly limit?: number; readonly state?: 'open' | 'closed' } = {},
  ): Promise<readonly Move[]> {
    const wanted = folded(text);
    if (wanted === '') return [];
    let query = this.#rows().where(holding(wanted));
    const { state } = options;
    if (state !== undefined) query = query.where('state', '=', state);
    const rows = await query
      .orderBy(sql`state = 'open'`, 'desc')
      .orderBy(sql`search_text = ${`${wanted} `} || lower(domain) or lower(domain) = ${wanted}`, 'desc')
      .orderBy(sql`search_text like ${`${likeLiteral(wanted)}%`}`, 'desc')
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .limit(options.limit ?? 20)
      .execute();
    return rows.map(toMove);
  }

  /** How many moves in one state `search` would find if it had no limit. */
  async countFound(text: string, state: 'open' | 'closed'): Promise<number> {
    const wanted = folded(text);
    if (wanted === '') return 0;
    const found = await this.#db
      .selectFrom('move')
      .select(sql<number>`count(*)::integer`.as('count'))
      .where(holding(wanted))
      .where('state', '=', state)
      .executeTakeFirstOrThrow();
    return found.count;
  }

  /**
   * Records a new move with its first line of history.
   *
   * @returns `exists` when an open move for the customer is there already; nothing is written then
   */
  async create(move: Move, history: HistoryEntry, effects: MoveEffects): Promise<'created' | 'exists'> {
    return this.#db.transaction().execute(async (trx) => {
      const created = await trx
        .insertInto('move')
        .values({ id: move.id, opened_at: move.openedAt, ...columnsOf(move, history.at) })
        .onConflict((conflict) => conflict.column('tenant_id').where(sql<boolean>`state = 'open'`).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (created === undefined) return 'exists';
      await this.#follow(trx, move, history, effects);
      return 'created';
    });
  }

  /**
   * Records a changed move. `move.version` is `expectedVersion + 1`.
   *
   * @returns `conflict` when the stored version is another one (or the move is gone); nothing is written then
   */
  async save(
    move: Move,
    expectedVersion: number,
    history: HistoryEntry,
    effects: MoveEffects,
  ): Promise<'saved' | 'conflict'> {
    return this.#db.transaction().execute(async (trx) => {
      const saved = await trx
        .updateTable('move')
        .set(columnsOf(move, history.at))
        .where('id', '=', move.id)
        .where('version', '=', expectedVersion)
        .returning('id')
        .executeTakeFirst();
      if (saved === undefined) return 'conflict';
      await this.#follow(trx, move, history, effects);
      return 'saved';
    });
  }

  /** When to look at Partner Center next for a move that did not change (ISO instant); null: no more. */
  async watch(moveId: string, nextCheckAt: string | null): Promise<void> {
    await setWatch(this.#db, moveId, nextCheckAt);
  }

  /**
   * Makes the reminders of a move that did not change follow another plan: the team times them differently now.
   *
   * @returns false when the move has changed since: its own change brought the new plan
   */
  async replan(
    move: Move,
    effects: Pick<MoveEffects, 'reminders' | 'keep' | 'told'>,
    now: Temporal.Instant,
  ): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const present = await trx
        .selectFrom('move')
        .select('id')
        .where('id', '=', move.id)
        .where('version', '=', move.version)
        // Lines of the journal and of the history may still be written: who writes them may hold reminders that are waited for here.
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (present === undefined) return false;
      await this.#plan(trx, move.id, effects, now);
      return true;
    });
  }

  /** Open moves, the one that nobody has touched for longest first. */
  async untouched(whose: { readonly conversationId: string | null }, limit: number): Promise<readonly Move[]> {
    let query = this.#rows().where('state', '=', 'open');
    if (whose.conversationId !== null) query = query.where('conversation_id', '=', whose.conversationId);
    return (await query.orderBy('updated_at').orderBy('id').limit(limit).execute()).map(toMove);
  }

  /**
   * Customers of a person: those with an open move in a conversation of theirs, then those of the moves they changed last; the latest
   * first, each once.
   */
  async recentCustomers(personId: string, conversationId: string, limit: number): Promise<readonly RecentCustomer[]> {
    const { rows } = await sql<RecentCustomer>`
      with lately as (
        select move_id, max(at) as at from (
          select move_id, at from move_history where by_id = ${personId} order by at desc limit 300
        ) as changes group by move_id
      ), theirs as (
        (select id, 0 as rank, updated_at as at from move
          where state = 'open' and conversation_id = ${conversationId} order by updated_at desc limit ${limit})
        union all
        (select move_id, 1, at from lately order by at desc limit ${limit})
      ), customers as (
        select distinct on (move.tenant_id) move.tenant_id, move.customer_name, move.domain, rank, at,
          coalesce(move.doc -> 'facts' -> 'relationship' ->> 'status' = 'reseller', false) as is_customer
        from theirs join move on move.id = theirs.id
        order by move.tenant_id, rank, at desc
      )
      select tenant_id as "tenantId", customer_name as "name", domain, is_customer as "isCustomer"
      from customers order by rank, at desc, tenant_id limit ${limit}`.execute(this.#db);
    return rows;
  }

  /** Open moves in the order of their ids, after one of them; null: from the first. */
  async openAfter(id: string | null, limit: number): Promise<readonly Move[]> {
    let query = this.#rows().where('state', '=', 'open');
    if (id !== null) query = query.where('id', '>', id);
    return (await query.orderBy('id').limit(limit).execute()).map(toMove);
  }

  /** The history of a move, oldest first. */
  async history(moveId: string): Promise<readonly HistoryEntry[]> {
    const rows = await this.#db
      .selectFrom('move_history')
      .selectAll()
      .where('move_id', '=', moveId)
      .orderBy('version')
      .execute();
    return rows.map(toEntry);
  }

  /** The latest line of a move's history; null when there is no such move. */
  async lastChange(moveId: string): Promise<HistoryEntry | null> {
    const row = await this.#db
      .selectFrom('move_history')
      .selectAll()
      .where('move_id', '=', moveId)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : toEntry(row);
  }

  async #plan(
    trx: Transaction<Schema>,
    moveId: string,
    { reminders, keep, told }: Pick<MoveEffects, 'reminders' | 'keep' | 'told'>,
    now: Temporal.Instant,
  ): Promise<void> {
    await reconcileReminders(trx, this.#messages, {
      moveId,
      plan: reminders,
      keep: keep ?? null,
      ...(told !== undefined && { told }),
      now,
    });
  }

  #rows() {
    return this.#db.selectFrom('move').selectAll();
  }

  async #follow(trx: Transaction<Schema>, move: Move, history: HistoryEntry, effects: MoveEffects): Promise<void> {
    await trx.insertInto('move_history').values(historyRow(history)).execute();
    await this.#plan(trx, move.id, effects, Temporal.Instant.from(history.at));
    if (effects.watch !== undefined) await setWatch(trx, move.id, effects.watch);
    if (effects.messages !== undefined) await this.#messages.put(trx, effects.messages);
    for (const job of effects.jobs) await this.#jobs.send(job.name, job.data, { ...job.options, db: trx });
  }
}

/** Rows that hold every word of a folded text. */
function holding(wanted: string): RawBuilder<boolean> {
  const words = [...new Set(wanted.split(' '))].map((word) => sql`search_text like ${`%${likeLiteral(word)}%`}`);
  return sql<boolean>`${sql.join(words, sql` and `)}`;
}

async function setWatch(db: Kysely<Schema>, moveId: string, nextCheckAt: string | null): Promise<void> {
  if (nextCheckAt === null) {
    await db.deleteFrom('watch').where('move_id', '=', moveId).execute();
    return;
  }
  await db
    .insertInto('watch')
    .values({ move_id: moveId, next_check_at: nextCheckAt, attempts: 0 })
    .onConflict((conflict) => conflict.column('move_id').doUpdateSet({ next_check_at: nextCheckAt, attempts: 0 }))
    .execute();
}
