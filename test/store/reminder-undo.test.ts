import assert from 'node:assert/strict';
import { type Act, mayUndo } from '../../services/store/reminder-acts.ts';
import { onBothBackends } from './backends.ts';
import { ana, aReminder, ben, instant } from './builders.ts';
import {
  chatOf,
  claim,
  claimAll,
  DUE,
  find,
  nextMessage,
  planned,
  recordSent,
  replanned,
  sendAll,
  stateOf,
  statesOf,
  told,
} from './reminding.ts';

const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const AFTER = aReminder({ stage: 1, code: 'ended', deadline: '2027-05-09' });
const DONE: Act = { kind: 'done' };
const SNOOZED: Act = { kind: 'snoozed', until: '2027-03-29' };
const ASSIGNED: Act = { kind: 'assigned', to: ana };

onBothBackends('taking back', (store) => {
  const acting = (overrides = {}) => ({ by: ben, now: DUE, pressed: null, ...overrides });
  const act = (move: { id: string }, what: Act, { key } = FIRST, overrides = {}) =>
    store().reminderActs.act({ moveId: move.id, key }, what, acting(overrides));
  const undo = (move: { id: string }, { key } = FIRST, overrides = {}) =>
    store().reminderActs.undo({ moveId: move.id, key }, acting(overrides));

  for (const what of [DONE, SNOOZED, ASSIGNED]) {
    it(`when what was ${what.kind} is taken back, then it and all stages are as they were, and only once`, async () => {
      const move = await planned(store(), [FIRST, SECOND, AFTER]);
      const before = await store().reminders.ofMove(move.id);
      await act(move, what);
      const taken = await undo(move, FIRST, { now: DUE.add({ seconds: 60 }) });
      assert.equal(taken?.undone, true);
      assert.deepEqual(
        taken.reminder,
        before.find(({ key }) => key === FIRST.key),
      );
      assert.deepEqual(await store().reminders.ofMove(move.id), before);
      assert.equal((await undo(move))?.undone, false);
      const lines = (await told(store(), move)).filter((line) => line.startsWith('undone'));
      assert.equal(lines.length, { done: 2, snoozed: 2, assigned: 1 }[what.kind]);
      assert.equal(await claim(store(), DUE), 1, 'due as before');
    });

    it(`when more than a minute has passed, then what was ${what.kind} stays`, async () => {
      const move = await planned(store(), [FIRST]);
      const reminder = await act(move, what);
      const late = await undo(move, FIRST, { now: DUE.add({ seconds: 60, milliseconds: 1 }) });
      assert.deepEqual(late, { undone: false, reminder });
      const early = await undo(move, FIRST, { now: DUE.subtract({ seconds: 6 }) });
      assert.equal(early?.undone, false, 'the clock was set back');
    });
  }

  it('when nothing was done, then there is nothing to take back', async () => {
    const move = await planned(store(), [FIRST]);
    assert.deepEqual(await undo(move), { undone: false, reminder: await find(store(), move) });
    assert.equal(mayUndo({ before: null, acted: null }, DUE), false);
  });

  it('when it was sent before, then it waits for somebody again', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await sendAll(store(), DUE);
    await act(move, DONE);
    await undo(move);
    assert.equal(await stateOf(store(), move), 'sent');
  });

  it('when it arrived in the meantime, then it is not sent again', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await act(move, DONE);
    await sendAll(store(), DUE.add({ seconds: 1 }));
    await undo(move, FIRST, { now: DUE.add({ seconds: 2 }) });
    await store().reminders.releaseLost();
    assert.equal(await claim(store(), DUE.add({ minutes: 1 })), 0);
    assert.equal(await stateOf(store(), move), 'sent');
  });

  it('when its message is still on its way, then it is sent once', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    const message = await nextMessage(store());
    assert.ok(message);
    await act(move, DONE);
    await undo(move);
    await store().reminders.releaseLost();
    assert.equal(await claim(store(), DUE.add({ minutes: 1 })), 0);
    await recordSent(store(), message, DUE.add({ minutes: 1 }));
    assert.equal(await stateOf(store(), move), 'sent');
  });

  it('when its message was sent without it, then it is due again', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await act(move, DONE);
    const message = await nextMessage(store());
    assert.ok(message);
    await store().outbox.drop(message, false);
    await undo(move);
    await store().reminders.releaseLost();
    assert.equal(await claim(store(), DUE.add({ minutes: 1 })), 1);
  });

  it('when a stage was put off before the act, then it is put off again, to a working day after', async () => {
    const move = await planned(store(), [FIRST]);
    await act(move, { kind: 'snoozed', until: '2027-03-13' });
    await act(move, DONE, FIRST, { now: DUE.add({ seconds: 5 }) });
    const taken = await undo(move, FIRST, { now: DUE.add({ seconds: 6 }) });
    assert.deepEqual([taken?.reminder.state, taken?.reminder.nextOn], ['snoozed', '2027-03-13']);
    assert.equal(await claim(store(), instant('2027-03-12T08:00:00Z')), 0, 'the Friday before');
    assert.equal(await claim(store(), instant('2027-03-15T08:00:00Z')), 1, 'the Monday after');
  });

  it('when another one was on it before, then they are on it again', async () => {
    const move = await planned(store(), [FIRST]);
    await act(move, { kind: 'assigned', to: ben });
    await act(move, ASSIGNED);
    assert.deepEqual((await undo(move))?.reminder.assignee, ben);
  });

  it('when two are put on it at once, then taking back gives it to the first of them', async () => {
    const move = await planned(store(), [FIRST]);
    await chatOf(store(), ana);
    await Promise.all([ana, ben].map((to) => act(move, { kind: 'assigned', to })));
    const { assignee } = await find(store(), move);
    const taken = await undo(move);
    assert.deepEqual(taken?.reminder.assignee, assignee?.id === ana.id ? ben : ana);
  });

  it('when another stage was given to somebody since, then that stays', async () => {
    const move = await planned(store(), [FIRST, SECOND]);
    await act(move, ASSIGNED);
    await act(move, { kind: 'assigned', to: ben }, SECOND, { now: DUE.add({ seconds: 1 }) });
    assert.equal((await undo(move, FIRST, { now: DUE.add({ seconds: 2 }) }))?.undone, false);
    assert.deepEqual((await find(store(), move)).assignee, ben);
  });

  it('when a later stage was acted on by itself since, then that stays', async () => {
    const move = await planned(store(), [FIRST, SECOND]);
    await act(move, SNOOZED);
    await act(move, DONE, SECOND, { now: DUE.add({ seconds: 1 }), by: ana });
    await undo(move, FIRST, { now: DUE.add({ seconds: 2 }) });
    assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND]), ['planned', 'done']);
  });

  it('when one person does two things in the same moment, then one of them is taken back', async () => {
    const other = aReminder({ subscriptionId: 'sub-2' });
    const move = await planned(store(), [FIRST, other]);
    await act(move, DONE);
    await act(move, DONE, other);
    await undo(move);
    assert.deepEqual(await statesOf(store(), move, [FIRST, other]), ['planned', 'done']);
  });

  it('when a stage is planned between the act and taking it back, then it comes as planned after all', async () => {
    const move = await planned(store(), [FIRST]);
    await act(move, DONE);
    await replanned(store(), move, [FIRST, SECOND]);
    assert.equal(await stateOf(store(), move, SECOND), 'done');
    await undo(move);
    assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND]), ['planned', 'planned']);
    assert.equal(await claimAll(store(), instant('2027-03-26T08:00:00Z')), 2);
  });

  it('when it has come again or was cancelled in the meantime, then it cannot be taken back', async () => {
    const taken = await planned(store(), [FIRST]);
    await act(taken, { kind: 'snoozed', until: '2027-03-10' });
    await claim(store(), DUE);
    const cancelled = await planned(store(), [FIRST]);
    await act(cancelled, SNOOZED);
    await replanned(store(), cancelled, [], []);
    for (const [move, state] of [
      [taken, 'sending'],
      [cancelled, 'cancelled'],
    ] as const) {
      const answer = await undo(move);
      assert.deepEqual([answer?.undone, answer?.reminder.state], [false, state]);
    }
  });

  it('when the deadline has moved closer since, then it comes on it at the latest', async () => {
    const move = await planned(store(), [FIRST]);
    await act(move, { kind: 'snoozed', until: '2027-03-29' });
    await act(move, { kind: 'snoozed', until: '2027-03-30' });
    await replanned(store(), move, [aReminder({ deadline: '2027-03-20' })]);
    assert.deepEqual((await undo(move))?.reminder.nextOn, '2027-03-20');
  });
});
