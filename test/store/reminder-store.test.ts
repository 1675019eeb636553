import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Move } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { takeDue } from '../../services/store/due-reminders.ts';
import { ReminderDelivery } from '../../services/store/job-data.ts';
import { MoveStore } from '../../services/store/move-store.ts';
import { ReminderStore } from '../../services/store/reminder-store.ts';
import type { Store } from '../../services/store/store.ts';
import { onBothBackends, refusing, waitingJobs } from './backends.ts';
import { aMove, ana, anEntry, aReminder, ben, changed, effects, instant } from './builders.ts';

const DUE = instant('2027-03-10T08:00:00Z');
const activity = { conversationId: 'conversation-ana', activityId: 'activity-1' };

onBothBackends('reminder store', (store) => {
  const reminders = () => store().reminders;

  async function planned(plan: readonly PlannedReminder[], overrides: Partial<Move> = {}): Promise<Move> {
    const move = aMove(overrides);
    await store().moves.create(move, anEntry(move), effects({ reminders: plan }));
    return move;
  }

  async function replanned(move: Move, plan: readonly PlannedReminder[], keep?: readonly string[]): Promise<Move> {
    const next = changed(move, {});
    const saved = await store().moves.save(next, move.version, anEntry(next), {
      reminders: plan,
      jobs: [],
      ...(keep && { keep }),
    });
    assert.equal(saved, 'saved');
    return next;
  }

  const deliveries = async () => (await waitingJobs(store().database)).map((job) => ReminderDelivery.parse(job.data));
  const stateOf = async (move: Move, { key } = aReminder()) => (await reminders().find(move.id, key))?.state;

  it('when a reminder is planned, then it is found as planned and due at 08:00 UTC of its day', async () => {
    const plan = aReminder();
    const move = await planned([plan]);
    assert.deepEqual(await reminders().find(move.id, plan.key), {
      ...plan,
      moveId: move.id,
      state: 'planned',
      dueAt: '2027-03-10T08:00:00.000Z',
      snoozedUntil: null,
      sentAt: null,
      sentActivity: null,
      acted: null,
      failure: null,
    });
    assert.equal(await reminders().find(move.id, 'no-such-key'), null);
    assert.deepEqual(await reminders().findAll([]), []);
  });

  it('when the team has another hour and time zone, then reminders are due at it', async () => {
    const { db } = store().database;
    const moves = new MoveStore({ db, jobs: store().jobs, dueAt: (day) => instant(`${day}T09:30:00-05:00`) });
    const move = aMove();
    await moves.create(move, anEntry(move), effects({ reminders: [aReminder()] }));
    assert.equal((await reminders().find(move.id, aReminder().key))?.dueAt, '2027-03-10T14:30:00.000Z');
  });

  it('when it is not due yet, then nothing is taken; at the very instant it is', async () => {
    const move = await planned([aReminder()]);
    assert.equal(await reminders().claimDue(DUE.subtract({ milliseconds: 1 }), 10), 0);
    assert.deepEqual(await waitingJobs(store().database), []);
    assert.equal(await reminders().claimDue(DUE, 10), 1);
    assert.equal(await stateOf(move), 'sending');
    assert.deepEqual(await deliveries(), [
      {
        kind: 'reminders',
        conversationId: 'conversation-ana',
        copy: false,
        reminders: [{ moveId: move.id, key: aReminder().key }],
        missed: [],
      },
    ]);
    assert.equal(await reminders().claimDue(DUE, 10), 0, 'taken once');
  });

  it('when several piled up, then each conversation gets one digest of all of them, however small the limit', async () => {
    const stages = [aReminder({ stage: -30 }), aReminder({ stage: -14, dueOn: '2027-03-26' })];
    const ours = [await planned(stages), await planned(stages)];
    const theirs = await planned(stages, { conversationId: 'conversation-ben' });
    const later = instant('2027-03-27T00:00:00Z');
    let taken = 0;
    for (let got = 1; got > 0; taken += got) got = await reminders().claimDue(later, 1);
    assert.equal(taken, 6);
    const jobs = await deliveries();
    assert.equal(jobs.length, 2);
    const of = (id: string) =>
      jobs
        .find((job) => job.conversationId === id)
        ?.reminders.map((r) => r.moveId)
        .sort();
    assert.deepEqual(of('conversation-ana'), [...ours, ...ours].map((m) => m.id).sort());
    assert.deepEqual(of('conversation-ben'), [theirs.id, theirs.id]);
  });

  it('when a channel gets a copy, then it gets one digest of all others beside those of the conversations', async () => {
    await planned([aReminder()]);
    await planned([aReminder()], { conversationId: 'conversation-ben' });
    await planned([aReminder()], { conversationId: 'channel' });
    await reminders().claimDue(DUE, 10, 'channel');
    const sizes = (await deliveries()).map((job) => [job.conversationId, job.copy, job.reminders.length].join(' '));
    assert.deepEqual(sizes.sort(), [
      'channel false 1',
      'channel true 2',
      'conversation-ana false 1',
      'conversation-ben false 1',
    ]);
  });

  it('when the deadline has passed, then it is missed, and the digest names it as such, also alone', async () => {
    const late = aReminder({ key: 'late', deadline: '2027-03-11' });
    const alone = await planned([late], { conversationId: 'conversation-ben' });
    const move = await planned([late, aReminder({ key: 'endless', deadline: null })]);
    assert.equal(await reminders().claimDue(instant('2027-03-12T00:00:00Z'), 10), 3);
    assert.equal(await stateOf(alone, late), 'missed');
    assert.equal(await stateOf(move, late), 'missed');
    const jobs = [...(await deliveries())].sort((a, b) => a.conversationId.localeCompare(b.conversationId));
    assert.deepEqual(
      jobs.map((job) => [job.conversationId, job.reminders, job.missed]),
      [
        ['conversation-ana', [{ moveId: move.id, key: 'endless' }], [{ moveId: move.id, key: 'late' }]],
        ['conversation-ben', [], [{ moveId: alone.id, key: 'late' }]],
      ],
    );
    assert.equal(await reminders().claimDue(instant('2027-03-13T00:00:00Z'), 10), 0, 'once');
  });

  it('when it is the last day of the deadline, then it is still sent', async () => {
    const move = await planned([aReminder({ deadline: '2027-03-12' })]);
    await reminders().claimDue(instant('2027-03-12T23:59:59Z'), 10);
    assert.equal(await stateOf(move), 'sending');
  });

  it('when the delivery job cannot be written, then the reminders stay due', async () => {
    const move = await planned([aReminder()]);
    const failing = new ReminderStore({
      db: store().database.db,
      jobs: refusing,
    });
    await assert.rejects(failing.claimDue(DUE, 10), { code: 'test.refused' });
    assert.equal(await stateOf(move), 'planned');
  });

  it('when it was sent, then the message is known and it waits for somebody', async () => {
    const move = await planned([aReminder()]);
    const ref = { moveId: move.id, key: aReminder().key };
    await reminders().claimDue(DUE, 10);
    await reminders().markSent([ref], activity, DUE.add({ seconds: 3 }));
    const sent = await reminders().find(move.id, ref.key);
    assert.equal(sent?.state, 'sent');
    assert.equal(sent?.sentAt, '2027-03-10T08:00:03.000Z');
    assert.deepEqual(sent?.sentActivity, activity);
    const open = await reminders().openNow({ today: '2027-03-10', limit: 5 });
    assert.deepEqual(
      open.map((r) => r.key),
      [ref.key],
    );
    assert.deepEqual(await reminders().openNow({ today: '2027-04-10', limit: 5 }), [], 'its deadline has passed');
    assert.deepEqual(await reminders().openNow({ today: '2027-03-10', moveId: 'another', limit: 5 }), []);
    assert.deepEqual(await reminders().upcoming({ limit: 5 }), []);
  });

  it('when a later stage was sent, then the earlier one waits for nobody any more', async () => {
    const [first, second] = [aReminder(), aReminder({ stage: -14, dueOn: '2027-03-26' })];
    const other = aReminder({ subscriptionId: null });
    await planned([first, second, other]);
    await reminders().claimDue(DUE, 10);
    const open = async () => (await reminders().openNow({ today: '2027-03-26', limit: 5 })).map((r) => r.key).sort();
    assert.deepEqual(await open(), [first.key, other.key].sort());
    await reminders().claimDue(instant('2027-03-26T08:00:00Z'), 10);
    assert.deepEqual(await open(), [second.key, other.key].sort());
  });

  it('when somebody has done it, then it says who and when, also to the next one who presses', async () => {
    const move = await planned([aReminder()]);
    const { key } = aReminder();
    await reminders().claimDue(DUE, 10);
    const done = await reminders().done(move.id, key, ana, DUE);
    assert.deepEqual([done?.state, done?.acted], ['done', { by: ana, at: '2027-03-10T08:00:00.000Z' }]);
    const again = await reminders().done(move.id, key, ben, DUE.add({ hours: 1 }));
    assert.deepEqual(again, done);
    assert.deepEqual(await reminders().snooze(move.id, key, DUE.add({ hours: 24 }), ben, DUE), done);
    assert.equal(await reminders().done(move.id, 'no-such-key', ana, DUE), null);
  });

  it('when it was done while it was on its way, then sending does not open it again', async () => {
    const move = await planned([aReminder()]);
    const ref = { moveId: move.id, key: aReminder().key };
    await reminders().claimDue(DUE, 10);
    await reminders().done(move.id, ref.key, ana, DUE);
    await reminders().markSent([ref], activity, DUE);
    assert.equal(await stateOf(move), 'done');
    assert.equal((await reminders().undo(move.id, ref.key))?.state, 'sent');
  });

  it('when it is put off, then it is due again at that instant and not before', async () => {
    const move = await planned([aReminder()]);
    const { key } = aReminder();
    await reminders().claimDue(DUE, 10);
    await reminders().markSent([{ moveId: move.id, key }], activity, DUE);
    const until = DUE.add({ hours: 72 });
    const snoozed = await reminders().snooze(move.id, key, until, ben, DUE);
    assert.deepEqual(
      [snoozed?.state, snoozed?.snoozedUntil, snoozed?.acted?.by],
      ['snoozed', '2027-03-13T08:00:00.000Z', ben],
    );
    assert.deepEqual(
      (await reminders().upcoming({ moveId: move.id, limit: 5 })).map((r) => r.key),
      [key],
    );
    assert.deepEqual(await store().figures.nextDueOf([move.id, 'none']), new Map([[move.id, '2027-03-13']]));
    assert.equal(await reminders().claimDue(until.subtract({ milliseconds: 1 }), 10), 0);
    assert.equal(await reminders().claimDue(until, 10), 1);
    assert.equal(await stateOf(move), 'sending');
  });

  it('when done or a snooze is taken back, then it is as it was before', async () => {
    const move = await planned([aReminder()]);
    const { key } = aReminder();
    const before = await reminders().find(move.id, key);
    await reminders().snooze(move.id, key, DUE.add({ hours: 72 }), ben, DUE);
    assert.deepEqual(await reminders().undo(move.id, key), before);
    await reminders().done(move.id, key, ben, DUE);
    assert.deepEqual(await reminders().undo(move.id, key), before);
    assert.deepEqual(await reminders().undo(move.id, key), before, 'nothing left to take back');
    await reminders().claimDue(DUE, 10);
    await reminders().markSent([{ moveId: move.id, key }], activity, DUE);
    await reminders().done(move.id, key, ben, DUE);
    assert.equal((await reminders().undo(move.id, key))?.state, 'sent');
    assert.equal(await reminders().undo(move.id, 'no-such-key'), null);
  });

  it('when delivery was given up, then it is due again after a pause that grows, and says why until it is sent', async () => {
    const move = await planned([aReminder()]);
    const ref = { moveId: move.id, key: aReminder().key };
    let now = DUE;
    for (const hours of [1, 2, 4, 8, 16, 24, 24]) {
      assert.equal(await reminders().claimDue(now, 10), 1);
      await reminders().release([ref], 'delivery.given-up', now);
      const released = await reminders().find(move.id, ref.key);
      assert.deepEqual([released?.state, released?.failure], ['planned', 'delivery.given-up']);
      now = now.add({ hours });
      assert.equal(await reminders().claimDue(now.subtract({ seconds: 1 }), 10), 0, `not before ${hours} hours`);
    }
    await reminders().claimDue(now, 10);
    await reminders().markSent([ref], activity, now);
    await reminders().release([ref], 'delivery.given-up', now);
    const sent = await reminders().find(move.id, ref.key);
    assert.deepEqual([sent?.state, sent?.failure], ['sent', null]);
  });

  it('when delivery is given up again and again, then it ends: at the deadline, or without one after two weeks', async () => {
    const endless = await planned([aReminder({ deadline: null })]);
    const limited = await planned([aReminder({ deadline: '2027-03-12' })]);
    const refs = [endless, limited].map((move) => ({ moveId: move.id, key: aReminder().key }));
    let [hours, tries] = [0, 0];
    for (; hours < 24 * 60; hours++) {
      const now = DUE.add({ hours });
      tries += await reminders().claimDue(now, 10);
      await reminders().release(refs, 'delivery.given-up', now);
      const states = [await stateOf(endless), await stateOf(limited)];
      if (now.toString() > '2027-03-14') assert.equal(states[1], 'missed');
      if (states[0] === 'missed') break;
    }
    assert.ok(hours > 24 * 10 && hours < 24 * 20, `${hours} hours`);
    assert.ok(tries < 30, `${tries} tries`);
  });

  it('when a delivery is tried again, then the channel gets no second copy', async () => {
    const move = await planned([aReminder()]);
    await reminders().claimDue(DUE, 10, 'channel');
    await reminders().release([{ moveId: move.id, key: aReminder().key }], 'delivery.given-up', DUE);
    await reminders().claimDue(DUE.add({ hours: 1 }), 10, 'channel');
    const copies = (await deliveries()).filter((job) => job.copy);
    assert.equal(copies.length, 1);
  });

  it('when the job of a delivery vanished, then after an hour it is due again', async () => {
    const move = await planned([aReminder()]);
    const { db } = store().database;
    await reminders().claimDue(DUE, 10);
    await sql`delete from pgboss.job`.execute(db);
    await sql`update reminder set taken_at = taken_at - interval '59 minutes'`.execute(db);
    assert.equal(await reminders().releaseLost(), 0);
    assert.equal(await stateOf(move), 'sending');
    await sql`update reminder set taken_at = taken_at - interval '1 minute'`.execute(db);
    assert.equal(await reminders().releaseLost(), 1);
    assert.equal(await stateOf(move), 'planned');
    assert.equal(await reminders().claimDue(DUE, 10), 1);
    assert.equal(await reminders().releaseLost(), 0, 'it has just been taken');
  });

  it('when it was sent, then it is never taken for lost', async () => {
    const move = await planned([aReminder()]);
    await reminders().claimDue(DUE, 10);
    await reminders().markSent([{ moveId: move.id, key: aReminder().key }], activity, DUE);
    await sql`update reminder set taken_at = taken_at - interval '2 hours'`.execute(store().database.db);
    assert.equal(await reminders().releaseLost(), 0);
  });

  it('when no further try can deliver it, then it is missed and says why', async () => {
    const move = await planned([aReminder()]);
    const ref = { moveId: move.id, key: aReminder().key };
    await reminders().claimDue(DUE, 10);
    await reminders().giveUp([ref], 'delivery.conversation-gone');
    const missed = await reminders().find(move.id, ref.key);
    assert.deepEqual([missed?.state, missed?.failure], ['missed', 'delivery.conversation-gone']);
    assert.equal(await reminders().claimDue(DUE.add({ hours: 24 }), 10), 0);
  });

  describe('when the plan of a move changes', () => {
    const moved = aReminder({ key: 'sub-1:original-end:2027-05-01:-30', dueOn: '2027-04-01' });

    it('then what is no longer planned is cancelled and what is new is planned', async () => {
      const move = await planned([aReminder()]);
      await replanned(move, [moved]);
      assert.equal(await stateOf(move), 'cancelled');
      assert.equal(await stateOf(move, moved), 'planned');
      assert.equal(await reminders().claimDue(DUE, 10), 0);
    });

    it('then what stays planned is told in the new words', async () => {
      const move = await planned([aReminder()]);
      await replanned(move, [aReminder({ params: { seats: 40 }, deadline: '2027-04-01', code: 'other-words' })]);
      const told = await reminders().find(move.id, aReminder().key);
      assert.deepEqual([told?.params, told?.deadline, told?.code], [{ seats: 40 }, '2027-04-01', 'other-words']);
    });

    it('then a reminder that was done stays done, planned or not', async () => {
      const move = await planned([aReminder()]);
      await reminders().done(move.id, aReminder().key, ana, DUE);
      const next = await replanned(move, [aReminder()], []);
      assert.equal(await stateOf(move), 'done');
      await replanned(next, [], []);
      assert.equal(await stateOf(move), 'done');
    });

    it('then one that is on its way is cancelled, and sending does not bring it back', async () => {
      const move = await planned([aReminder()]);
      await reminders().claimDue(DUE, 10);
      await replanned(move, [moved]);
      await reminders().markSent([{ moveId: move.id, key: aReminder().key }], activity, DUE);
      assert.equal(await stateOf(move), 'cancelled');
      assert.equal((await reminders().done(move.id, aReminder().key, ana, DUE))?.state, 'cancelled');
    });

    it('then a stage that came due while nothing ran is kept and still sent', async () => {
      const move = await planned([aReminder()]);
      await replanned(move, [], [aReminder().key]);
      assert.equal(await stateOf(move), 'planned');
      assert.equal(await reminders().claimDue(DUE.add({ hours: 48 }), 10), 1);
    });

    it('then a snooze holds while its date does and ends when the date moves', async () => {
      const move = await planned([aReminder()]);
      await reminders().snooze(move.id, aReminder().key, DUE.add({ hours: 72 }), ana, DUE);
      const next = await replanned(move, [], [aReminder().key]);
      assert.equal(await stateOf(move), 'snoozed');
      await replanned(next, [moved], [moved.key]);
      assert.equal(await stateOf(move), 'cancelled');
    });

    it('then what was sent about a date that moved no longer waits for anybody', async () => {
      const move = await planned([aReminder()]);
      await reminders().claimDue(DUE, 10);
      await reminders().markSent([{ moveId: move.id, key: aReminder().key }], activity, DUE);
      const next = await replanned(move, [moved], [aReminder().key, moved.key]);
      assert.equal(await stateOf(move), 'sent');
      await replanned(next, [moved], [moved.key]);
      assert.equal(await stateOf(move), 'cancelled');
    });

    it('then without word of what to keep, what was sent or snoozed is left alone', async () => {
      const snoozed = aReminder({ key: 'snoozed', dueOn: '2027-03-20' });
      const move = await planned([aReminder(), snoozed]);
      await reminders().claimDue(DUE, 10);
      await reminders().markSent([{ moveId: move.id, key: aReminder().key }], activity, DUE);
      await reminders().snooze(move.id, 'snoozed', DUE.add({ hours: 1 }), ana, DUE);
      await replanned(move, []);
      assert.deepEqual([await stateOf(move), await stateOf(move, snoozed)], ['sent', 'snoozed']);
    });

    it('then a date that moves there and back brings the reminder back once', async () => {
      const move = await planned([aReminder()]);
      const there = await replanned(move, [moved], []);
      const back = await replanned(there, [aReminder()], []);
      assert.deepEqual([await stateOf(move), await stateOf(move, moved)], ['planned', 'cancelled']);
      await reminders().claimDue(DUE, 10);
      await reminders().markSent([{ moveId: move.id, key: aReminder().key }], activity, DUE);
      const again = await replanned(back, [moved], []);
      await replanned(again, [aReminder()], []);
      assert.equal(await stateOf(move), 'sent', 'it had been sent already');
    });

    it('then the reminders of other moves stay as they are', async () => {
      const other = await planned([aReminder()]);
      const move = await planned([aReminder()]);
      await replanned(move, [], []);
      assert.equal(await stateOf(other), 'planned');
    });
  });

  it('when very many are planned and few are due, then only the due ones are read', async () => {
    await fill(store(), 40_000);
    const { db } = store().database;
    const now = '2027-01-01T00:05:00Z';
    const waiting = sql`select * from reminder where state in ('planned', 'snoozed') order by due_at, move_id, key limit 12`;
    for (const query of [takeDue(instant(now), 500), waiting]) {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      assert.match(plan, /reminder_waiting/);
      assert.doesNotMatch(plan, /Seq Scan on (reminder|move)/);
    }
    assert.equal(await reminders().claimDue(instant(now), 500), 5);
  });
});

async function fill(store: Store, count: number): Promise<void> {
  const { db } = store.database;
  await sql`
    insert into move (id, version, tenant_id, customer_name, domain, search_text, state, doc, conversation_id, opened_at, updated_at)
    select 'move-' || n, 1, 'tenant-' || n, 'c', 'd', 'c d', 'open', '{}', 'conversation-' || n % 500, now(), now()
    from generate_series(1, ${sql.lit(count / 10)}) as n`.execute(db);
  await sql`
    insert into reminder (move_id, key, anchor, stage, due_on, planned_at, due_at, deadline, code, params)
    select 'move-' || (1 + n % ${sql.lit(count / 10)}), 'key-' || n, 'original-end', -30, '2027-01-01', at, at, '2028-01-01', 'c', '{}'
    from (select n, '2027-01-01T00:00:00Z'::timestamptz + n * interval '1 minute' as at
      from generate_series(1, ${sql.lit(count)}) as n) as rows`.execute(db);
  await sql`analyze move`.execute(db);
  await sql`analyze reminder`.execute(db);
}
