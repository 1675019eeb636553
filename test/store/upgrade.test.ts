import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { AlertStore } from '../../services/store/alert-store.ts';
import { migrate } from '../../services/store/migrations.ts';
import { MoveStore } from '../../services/store/move-store.ts';
import { Outbox } from '../../services/store/outbox.ts';
import { ReminderStore } from '../../services/store/reminder-store.ts';
import type { Schema } from '../../services/store/schema.ts';
import { refusing } from './backends.ts';
import { aMove, instant } from './builders.ts';
import { freshDatabase } from './postgres.ts';
import { claim, DUE } from './reminding.ts';

const BEFORE = '0005-real-services';
const MOVE = aMove();

/** A reminder as the version before kept it. */
interface Old {
  readonly key: string;
  readonly state: string;
  readonly stage: number;
  readonly dueAt?: string;
  readonly sentAt?: string;
  readonly deadline?: string | null;
}

const OLD: readonly Old[] = [
  { key: 'planned', state: 'planned', stage: -30 },
  { key: 'on the day', state: 'planned', stage: 0 },
  { key: 'after', state: 'planned', stage: 1 },
  { key: 'tried in vain', state: 'planned', stage: -30, dueAt: '2027-03-12T12:00:00Z' },
  { key: 'put off', state: 'snoozed', stage: -30, dueAt: '2027-03-15T08:00:00Z' },
  { key: 'put off late in the day', state: 'snoozed', stage: 7, dueAt: '2027-03-15T23:59:59Z' },
  { key: 'put off past its deadline', state: 'snoozed', stage: -30, dueAt: '2027-05-15T08:00:00Z' },
  { key: 'on its way', state: 'sending', stage: -30 },
  { key: 'sent', state: 'sent', stage: -30, sentAt: '2027-03-10T08:00:01Z' },
  { key: 'done', state: 'done', stage: -30, sentAt: '2027-03-10T08:00:01Z' },
  { key: 'cancelled', state: 'cancelled', stage: -30 },
  { key: 'missed', state: 'missed', stage: -30, deadline: '2027-03-01' },
];

/** An empty database, and how to be rid of it. */
interface Empty {
  readonly db: Kysely<Schema>;
  readonly drop: () => Promise<void>;
}

const DATE = pg.types.builtins.DATE;

async function anEmptyOne(kind: 'embedded' | 'postgres'): Promise<Empty> {
  if (kind === 'embedded') {
    const pglite = await PGlite.create({ parsers: { [DATE]: (text: string) => text } });
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    return { db, drop: () => db.destroy() };
  }
  const { url, drop } = await freshDatabase();
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === DATE ? (text: string) => text : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
  const pool = new pg.Pool({ connectionString: url, types: { getTypeParser } });
  // The database is dropped while the last connections close.
  pool.on('error', () => {});
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    drop: async () => {
      await db.destroy();
      await drop();
    },
  };
}

for (const kind of ['embedded', 'postgres'] as const) {
  describe(`a database of the version before (${kind})`, function () {
    this.timeout(60_000);
    let database: Empty;
    const reminders = () =>
      new ReminderStore({ db: database.db, messages: new Outbox({ db: database.db, clock: null }) });

    before(async () => {
      database = await anEmptyOne(kind);
      const { db } = database;
      await migrate(db, BEFORE);
      await writeOld(db);
      await migrate(db);
    });
    after(() => database.drop());

    it('when it is opened, then its move is there', async () => {
      const { db } = database;
      const messages = new Outbox({ db, clock: null });
      assert.deepEqual(await new MoveStore({ db, jobs: refusing, messages }).load(MOVE.id), MOVE);
    });

    it('when it is opened, then each reminder is there, comes when it would have come, and what was on its way comes anew', async () => {
      const all = await reminders().ofMove(MOVE.id);
      assert.deepEqual(Object.fromEntries(all.map(({ key, state, nextOn }) => [key, `${state} ${nextOn}`])), {
        planned: 'planned 2027-03-10',
        'on the day': 'planned 2027-03-10',
        after: 'planned 2027-03-10',
        'tried in vain': 'planned 2027-03-10',
        'put off': 'snoozed 2027-03-15',
        'put off late in the day': 'snoozed 2027-03-15',
        'put off past its deadline': 'snoozed 2027-04-09',
        'on its way': 'planned 2027-03-10',
        sent: 'sent 2027-03-10',
        done: 'done 2027-03-10',
        cancelled: 'cancelled 2027-03-10',
        missed: 'missed 2027-03-01',
      });
    });

    it('when it is opened, then what was said of a reminder and who acted on it is kept', async () => {
      const done = await reminders().find(MOVE.id, 'done');
      assert.deepEqual(done, {
        moveId: MOVE.id,
        key: 'done',
        anchor: 'original-end',
        stage: -30,
        subscriptionId: null,
        dueOn: '2027-03-10',
        deadline: '2027-04-09',
        code: 'original-end',
        params: { seats: 25 },
        state: 'done',
        nextOn: '2027-03-10',
        sentAt: '2027-03-10T08:00:01.000Z',
        acted: { by: { id: 'ben', name: 'Ben' }, at: '2027-03-10T09:00:00.000Z' },
        before: null,
        assignee: null,
        followed: false,
        failure: null,
      });
      assert.equal((await reminders().find(MOVE.id, 'tried in vain'))?.failure, 'delivery.given-up');
    });

    it('when it is opened, then what counts towards its anchor is early, unless somebody put it off', async () => {
      const { rows } = await sql<{ key: string }>`select key from reminder where early`.execute(database.db);
      const early = OLD.filter(({ stage, state }) => stage <= 0 && state !== 'snoozed').map(({ key }) => key);
      assert.deepEqual(rows.map(({ key }) => key).sort(), early.sort());
    });

    it('when it is opened, then an alarm that stands still stands', async () => {
      const alerts = new AlertStore({ db: database.db, messages: new Outbox({ db: database.db, clock: null }) });
      const raisedAt = instant('2027-03-01T09:00:00Z');
      assert.deepEqual(await alerts.standing(), [{ key: 'sign-in-ends', code: 'sign-in-ends', params: {}, raisedAt }]);
    });

    it('when it is opened, then what is due is taken, and what was put off is not', async () => {
      const due = OLD.filter(({ state }) => state === 'planned' || state === 'sending');
      assert.equal(await claim({ reminders: reminders() }, DUE), due.length);
    });

    it('when it is opened once more, then nothing is left to do', async () => {
      await migrate(database.db);
      assert.equal((await reminders().ofMove(MOVE.id)).length, OLD.length);
    });
  });
}

async function writeOld(db: Kysely<Schema>): Promise<void> {
  const { customer, openedBy, facts } = MOVE;
  const doc = JSON.stringify({ language: customer.language, openedBy, facts });
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    values (${MOVE.id}, 1, ${customer.tenantId}, ${customer.name}, ${customer.domain}, 'contoso', 'open', ${doc}::jsonb,
      ${MOVE.conversationId}, ${MOVE.openedAt}::timestamptz, now())`.execute(db);
  await sql`insert into alert (key, raised_at) values ('sign-in-ends', '2027-03-01T09:00:00Z')`.execute(db);
  for (const { key, state, stage, dueAt, sentAt = null, deadline = '2027-04-09' } of OLD) {
    const acted = state === 'done' || state === 'snoozed';
    const activity = sentAt === null ? null : JSON.stringify({ conversationId: 'c', activityId: 'a' });
    await sql`
      insert into reminder (move_id, key, anchor, stage, due_on, planned_at, due_at, deadline, code, params, state, sent_at,
        sent_activity, acted_at, acted_by_id, acted_by_name, failure, failures, taken_at)
      values (${MOVE.id}, ${key}, 'original-end', ${stage}, '2027-03-10', now(), ${dueAt ?? '2027-03-10T08:00:00Z'}::timestamptz,
        ${deadline}::date, 'original-end', '{"seats": 25}', ${state}, ${sentAt}::timestamptz, ${activity}::jsonb,
        ${acted ? '2027-03-10T09:00:00Z' : null}::timestamptz, ${acted ? 'ben' : null}, ${acted ? 'Ben' : null},
        ${key === 'tried in vain' ? 'delivery.given-up' : null}, 0, ${state === 'sending' ? sql`now()` : null})`.execute(
      db,
    );
  }
}
