import assert from 'node:assert/strict';
import { Figures } from '../../services/store/figures.ts';
import { onBothBackends } from './backends.ts';
import { ana, aReminder, ben, instant } from './builders.ts';
import { chatOf, claim, claimAll, DUE, find, keysOf, planned, replanned, sendAll } from './reminding.ts';

const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const LAST = aReminder({ stage: -1 });
const GRACE = aReminder({ anchor: 'original-grace', stage: 7, deadline: '2027-05-09' });
const OTHER = aReminder({ subscriptionId: null });

onBothBackends('reminder store', (store) => {
  const acting = (now = DUE) => ({ by: ben, now, pressed: null });
  const open = async (today: string, moveId?: string) =>
    keysOf(await store().reminders.openNow({ today, limit: 10, ...(moveId !== undefined && { moveId }) }));
  const sentOn = async (day: string) => {
    const now = instant(`${day}T08:00:00Z`);
    await claimAll(store(), now);
    await sendAll(store(), now);
  };

  it('when a reminder is planned, then it is found with its plan, and nothing has become of it', async () => {
    const move = await planned(store(), [FIRST, GRACE]);
    assert.deepEqual(await find(store(), move, FIRST), {
      ...FIRST,
      moveId: move.id,
      state: 'planned',
      nextOn: '2027-03-10',
      sentAt: null,
      acted: null,
      before: null,
      assignee: null,
      followed: false,
      failure: null,
    });
    assert.equal(await store().reminders.find(move.id, 'no-such-key'), null);
    assert.equal(await store().reminders.find('no-such-move', FIRST.key), null);
  });

  it('when several are asked for, then those that exist are given, the earliest first', async () => {
    const move = await planned(store(), [SECOND, FIRST, LAST]);
    const refs = [LAST.key, FIRST.key, 'no-such-key'].map((key) => ({ moveId: move.id, key }));
    assert.deepEqual(keysOf(await store().reminders.findAll(refs)), [FIRST.key, LAST.key]);
    assert.deepEqual(await store().reminders.findAll([]), []);
  });

  it('when the thread of a reminder is asked for, then it has the stages of its subscription only, with what follows its end', async () => {
    const move = await planned(store(), [LAST, FIRST, SECOND, GRACE, OTHER, aReminder({ subscriptionId: 'sub-2' })]);
    await planned(store(), [FIRST]);
    const threadOf = async (reminder: typeof FIRST) =>
      keysOf(await store().reminders.thread(await find(store(), move, reminder)));
    assert.deepEqual(await threadOf(SECOND), [FIRST.key, SECOND.key, LAST.key, GRACE.key]);
    assert.deepEqual(await threadOf(OTHER), [OTHER.key]);
  });

  it('when the reminders of a move are asked for, then all of its own are given, whatever became of them', async () => {
    const move = await planned(store(), [SECOND, FIRST]);
    await planned(store(), [LAST]);
    await replanned(store(), move, [SECOND, GRACE]);
    const all = await store().reminders.ofMove(move.id);
    assert.deepEqual(
      all.map(({ key, state }) => [key, state]),
      [
        [FIRST.key, 'cancelled'],
        [SECOND.key, 'planned'],
        [GRACE.key, 'planned'],
      ],
    );
  });

  it('when it is asked what comes next, then what is planned or put off is given, the earliest first', async () => {
    const move = await planned(store(), [FIRST, SECOND, LAST]);
    const other = await planned(store(), [GRACE]);
    await sentOn('2027-03-10');
    await store().reminderActs.act(
      { moveId: move.id, key: FIRST.key },
      { kind: 'snoozed', until: '2027-03-29' },
      acting(),
    );
    const next = await store().reminders.upcoming({ limit: 10 });
    assert.deepEqual(
      next.map(({ key, nextOn }) => `${nextOn} ${key}`),
      [FIRST, SECOND]
        .map(({ key }) => `2027-03-29 ${key}`)
        .concat([`2027-04-08 ${LAST.key}`, `2027-04-16 ${GRACE.key}`])
        .sort(),
    );
    assert.deepEqual(keysOf(await store().reminders.upcoming({ moveId: other.id, limit: 10 })), [GRACE.key]);
    assert.equal((await store().reminders.upcoming({ limit: 1 })).length, 1);
    const next2 = await new Figures({ db: store().database.db }).nextDueOf([move.id, other.id, 'no-such-move']);
    assert.deepEqual(
      next2,
      new Map([
        [move.id, '2027-03-29'],
        [other.id, '2027-04-16'],
      ]),
    );
  });

  describe('what waits for somebody', () => {
    it('when a reminder was sent, then it does, through the last day of its deadline', async () => {
      const move = await planned(store(), [FIRST]);
      await planned(store(), [aReminder({ deadline: null })]);
      assert.deepEqual(await open('2027-03-10'), []);
      await claim(store(), DUE);
      assert.deepEqual(await open('2027-03-10', move.id), [FIRST.key], 'on its way');
      await sendAll(store(), DUE);
      assert.deepEqual(await open('2027-04-09', move.id), [FIRST.key]);
      assert.deepEqual(await open('2027-04-10', move.id), []);
      assert.deepEqual(await open('2027-04-10'), [FIRST.key], 'the one without a deadline');
      assert.deepEqual(await open('2027-03-10', 'no-such-move'), []);
    });

    it('when a later stage was sent, then that one does, and the earlier one is followed', async () => {
      const move = await planned(store(), [FIRST, SECOND, OTHER]);
      await sentOn('2027-03-10');
      assert.deepEqual([...(await open('2027-03-26'))].sort(), [OTHER.key, FIRST.key].sort());
      assert.equal((await find(store(), move, FIRST)).followed, false);
      await sentOn('2027-03-26');
      assert.deepEqual([...(await open('2027-03-26'))].sort(), [OTHER.key, SECOND.key].sort());
      const followed = [FIRST, SECOND, OTHER].map(async (reminder) => (await find(store(), move, reminder)).followed);
      assert.deepEqual(await Promise.all(followed), [true, false, false]);
    });

    it('when a later stage was done, then the earlier one does not', async () => {
      const move = await planned(store(), [FIRST, SECOND]);
      await sentOn('2027-03-10');
      await sentOn('2027-03-26');
      await store().reminderActs.act({ moveId: move.id, key: SECOND.key }, { kind: 'done' }, acting());
      assert.deepEqual(await open('2027-03-26'), []);
    });

    it('when a date has moved to an earlier day, then what was done for the later one hides nothing', async () => {
      const [before, later] = [-30, -14].map((stage) => aReminder({ stage, endsOn: '2027-05-01' }));
      assert.ok(before && later);
      const move = await planned(store(), [before, later]);
      await store().reminderActs.act({ moveId: move.id, key: before.key }, { kind: 'done' }, acting());
      await replanned(store(), move, [SECOND], [SECOND.key]);
      await sentOn('2027-03-26');
      assert.deepEqual(await open('2027-03-26'), [SECOND.key]);
    });

    it('when a date has moved, then what was sent for the former one does not', async () => {
      const move = await planned(store(), [FIRST]);
      await sentOn('2027-03-10');
      await replanned(store(), move, [aReminder({ endsOn: '2027-05-01' })], []);
      assert.deepEqual(await open('2027-03-10'), []);
    });
  });

  it('when somebody is on a thread, then every stage of it says so, and no other one', async () => {
    await chatOf(store(), ana);
    const move = await planned(store(), [FIRST, SECOND, OTHER, GRACE]);
    await store().reminderActs.act({ moveId: move.id, key: FIRST.key }, { kind: 'assigned', to: ana }, acting());
    const all = await store().reminders.ofMove(move.id);
    assert.deepEqual(keysOf(all.filter(({ assignee }) => assignee?.id === ana.id)), [FIRST.key, SECOND.key, GRACE.key]);
  });
});
