import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { firstOfEach, MOST_COUNTED, type SubjectAhead } from '../../services/store/reminders-ahead.ts';
import { onBothBackends } from './backends.ts';
import { fill } from './backlog.ts';
import { aReminder, ben, instant } from './builders.ts';
import { claim, claimAll, DUE, planned, sendAll } from './reminding.ts';

const STAGES = [-30, -14, -7, -1].map((stage) => aReminder({ stage }));
const GRACE = aReminder({ anchor: 'original-grace', stage: 7, deadline: '2027-05-09' });
const OTHER = aReminder({ subscriptionId: 'sub-2', endsOn: '2027-04-05' });
const INVITATION = aReminder({ subscriptionId: null, anchor: 'invitation-sent', stage: 3, endsOn: '2027-03-20' });

onBothBackends('what is spoken of next', (store) => {
  const ahead = (options: { readonly moveId?: string; readonly limit?: number } = {}) =>
    store().reminders.ahead({ limit: 10, ...options });
  const told = ({ next, later }: SubjectAhead) => [next.nextOn, ...later.map(({ nextOn }) => nextOn)].join(' ');

  it('when a subscription has many stages, then it is one subject with the days that follow, through its end', async () => {
    await planned(store(), [...STAGES, GRACE]);
    const { subjects, total } = await ahead();
    assert.deepEqual(subjects.map(told), ['2027-03-10 2027-03-26 2027-04-02 2027-04-08 2027-04-16']);
    assert.equal(total, 1);
    assert.deepEqual(subjects[0]?.later.at(-1), {
      nextOn: '2027-04-16',
      stage: 7,
      state: 'planned',
      deadline: '2027-05-09',
    });
  });

  it('when a move has several subjects, then each stands once, the earliest first, and another move is another subject', async () => {
    const move = await planned(store(), [...STAGES, OTHER, INVITATION]);
    await planned(store(), [GRACE]);
    const { subjects, total } = await ahead();
    assert.deepEqual(
      subjects.map(({ next }) => next.key),
      [OTHER.key, STAGES[0]?.key, INVITATION.key, GRACE.key],
    );
    assert.equal(total, 4);
    const own = await ahead({ moveId: move.id });
    assert.deepEqual([own.subjects.length, own.total], [3, 3]);
    assert.deepEqual(await ahead({ moveId: 'no-such-move' }), { subjects: [], total: 0 });
  });

  it('when a stage was told, done or put off, then the next one is what comes, and what was put off comes on its day', async () => {
    const move = await planned(store(), [...STAGES, OTHER]);
    await claimAll(store(), DUE);
    await sendAll(store(), DUE);
    assert.deepEqual((await ahead()).subjects.map(told), ['2027-03-26 2027-04-02 2027-04-08']);
    const acting = { by: ben, now: DUE, pressed: null };
    await store().reminderActs.act({ moveId: move.id, key: OTHER.key }, { kind: 'done' }, acting);
    const [first] = STAGES;
    assert.ok(first);
    const until = '2027-03-28';
    await store().reminderActs.act({ moveId: move.id, key: first.key }, { kind: 'snoozed', until }, acting);
    const [subject, ...others] = (await ahead()).subjects;
    assert.ok(subject);
    assert.deepEqual(others, []);
    assert.equal(told(subject), '2027-03-28 2027-03-28 2027-04-02 2027-04-08');
    assert.equal(subject.next.state, 'snoozed');
  });

  it('when there are more than are asked for, then so many are given and all are counted', async () => {
    for (let i = 0; i < 3; i++) await planned(store(), [...STAGES, INVITATION]);
    const { subjects, total } = await ahead({ limit: 2 });
    assert.deepEqual([subjects.length, total], [2, 6]);
  });

  it('when very many are planned, then only those that are counted are read, in the order of their days', async () => {
    await fill(store().database.db, 40_000);
    const { db } = store().database;
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${firstOfEach({ limit: 12 })}`.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(plan, /reminder_waiting/);
    assert.doesNotMatch(plan, /Seq Scan on (reminder|move|assignment)/);
    const { subjects, total } = await ahead({ limit: 12 });
    assert.deepEqual([subjects.length, total], [12, MOST_COUNTED + 1]);
    assert.ok(subjects.every(({ next, later }) => next.nextOn === '2027-01-04' && later.length === 9));
    const { moveId } = subjects[0]?.next ?? { moveId: '' };
    const { rows: ofOne } = await sql<{ 'QUERY PLAN': string }>`explain ${firstOfEach({ moveId, limit: 12 })}`.execute(
      db,
    );
    assert.doesNotMatch(ofOne.map((row) => row['QUERY PLAN']).join('\n'), /Seq Scan on reminder|reminder_waiting/);
  });

  it('when very many fall on one day, then no part of the answer reads more of them than are counted', async () => {
    const { db } = store().database;
    await fill(db, 20_000);
    await sql`update reminder set next_on = '2027-01-04', thread = key`.execute(db);
    await sql`vacuum analyze reminder`.execute(db);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain (analyze, timing off) ${firstOfEach({ limit: 12 })}`.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const read = [...plan.matchAll(/actual rows=([\d.]+)/gu)].map(([, count]) => Number(count));
    assert.ok(read.length > 0 && Math.max(...read) <= MOST_COUNTED + 1, plan);
    await sql`update reminder set state = 'sent', sent_at = now()`.execute(db);
    assert.equal(await store().reminders.countOpen({ today: '2027-01-05' }), MOST_COUNTED + 1);
    const open = await store().reminders.openNow({ today: '2027-01-05', limit: 12 });
    assert.equal(open.length, 12);
  });

  it('when more wait for somebody than are shown, then they are counted as they would be given', async () => {
    await planned(store(), [...STAGES, OTHER]);
    const move = await planned(store(), [OTHER]);
    const today = '2027-03-10';
    assert.equal(await store().reminders.countOpen({ today }), 0);
    await claim(store(), instant('2027-03-10T08:00:00Z'));
    const open = await store().reminders.openNow({ today, limit: 10 });
    assert.equal(open.length, 3);
    assert.equal(await store().reminders.countOpen({ today }), 3);
    assert.equal(await store().reminders.countOpen({ today, moveId: move.id }), 1);
    assert.equal(await store().reminders.countOpen({ today: '2027-04-06' }), 1);
  });
});
