import assert from 'node:assert/strict';
import type { Move } from '../../services/moves/move.ts';
import { type Act, ReminderActs } from '../../services/store/reminder-acts.ts';
import { onBothBackends, refusingMessages } from './backends.ts';
import { ana, aReminder, ben } from './builders.ts';
import { claimAll, DUE, find, planned, sendAll, statesOf, told, written } from './reminding.ts';

const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const OTHER = aReminder({ subscriptionId: 'sub-2' });
const DONE: Act = { kind: 'done' };
const TAKEN: Act = { kind: 'assigned', to: ben };

onBothBackends('what people do about several reminders at once', (store) => {
  const acting = (by = ben) => ({ by, now: DUE, pressed: null });
  const refs = (...of: readonly [Move, { readonly key: string }][]) =>
    of.map(([move, { key }]) => ({ moveId: move.id, key }));
  const outcomes = async (...given: Parameters<ReminderActs['actOnAll']>) =>
    (await store().reminderActs.actOnAll(...given)).map(({ outcome }) => outcome);

  it('when they are done, then all are, with their later stages, and each card is drawn anew once', async () => {
    const [one, two] = [await planned(store(), [FIRST, SECOND, OTHER]), await planned(store(), [FIRST])];
    await claimAll(store(), DUE);
    await sendAll(store(), DUE);
    assert.deepEqual(await outcomes(refs([one, FIRST], [one, OTHER], [two, FIRST]), DONE, acting()), [
      'acted',
      'acted',
      'acted',
    ]);
    assert.deepEqual(await statesOf(store(), one, [FIRST, SECOND, OTHER]), ['done', 'done', 'done']);
    assert.deepEqual(await statesOf(store(), two, [FIRST]), ['done']);
    assert.deepEqual((await find(store(), two, FIRST)).acted?.by, ben);
    assert.equal((await written(store(), 'redraw')).length, 1, 'they stand in one message');
  });

  it('when somebody was first, then theirs stays theirs and the others are done', async () => {
    const move = await planned(store(), [FIRST, OTHER]);
    await store().reminderActs.act({ moveId: move.id, key: FIRST.key }, DONE, acting(ana));
    const came = await store().reminderActs.actOnAll(refs([move, FIRST], [move, OTHER]), DONE, acting());
    assert.deepEqual(
      came.map(({ reminder, outcome }) => [outcome, reminder.acted?.by.name]),
      [
        ['settled', ana.name],
        ['acted', undefined],
      ],
    );
    assert.deepEqual((await find(store(), move, FIRST)).acted?.by, ana);
  });

  it('when a later stage was sent, then the earlier one is left to it', async () => {
    const move = await planned(store(), [FIRST, SECOND]);
    for (const now of [DUE, DUE.add({ hours: 16 * 24 })]) {
      await claimAll(store(), now);
      await sendAll(store(), now);
    }
    assert.deepEqual(await outcomes(refs([move, FIRST], [move, SECOND]), TAKEN, acting()), ['settled', 'acted']);
  });

  it('when it is pressed twice, then it happens once', async () => {
    const move = await planned(store(), [FIRST, OTHER]);
    const both = refs([move, FIRST], [move, OTHER]);
    assert.deepEqual(await outcomes(both, TAKEN, acting()), ['acted', 'acted']);
    const before = await told(store(), move);
    assert.deepEqual(await outcomes(both, TAKEN, acting()), ['same', 'same']);
    assert.deepEqual(await told(store(), move), before);
    assert.deepEqual((await find(store(), move, OTHER)).assignee, ben);
    await outcomes(both, DONE, acting());
    assert.deepEqual(await outcomes(both, DONE, acting(ana)), ['settled', 'settled']);
    assert.deepEqual((await find(store(), move, FIRST)).acted?.by, ben);
  });

  it('when two press at once, then each reminder is done by one of them', async () => {
    const [one, two] = [await planned(store(), [FIRST, OTHER]), await planned(store(), [FIRST])];
    const [left, right] = [
      refs([one, FIRST], [one, OTHER], [two, FIRST]),
      refs([two, FIRST], [one, OTHER], [one, FIRST]),
    ];
    const came = await Promise.all([outcomes(left, DONE, acting()), outcomes(right, DONE, acting(ana))]);
    assert.deepEqual(came.flat().toSorted(), [...Array(3).fill('acted'), ...Array(3).fill('settled')]);
  });

  it('when one does not exist, then it is left out; when what follows cannot be written, then nothing happens to any', async () => {
    const move = await planned(store(), [FIRST, OTHER]);
    await claimAll(store(), DUE);
    await sendAll(store(), DUE);
    const all = refs([move, FIRST], [move, { key: 'no-such-key' }], [move, OTHER]);
    const failing = new ReminderActs({ db: store().database.db, messages: refusingMessages });
    await assert.rejects(failing.actOnAll(all, DONE, acting()), { code: 'test.refused' });
    assert.deepEqual(await statesOf(store(), move, [FIRST, OTHER]), ['sent', 'sent']);
    assert.deepEqual(await outcomes(all, DONE, acting()), ['acted', 'acted']);
    assert.deepEqual(await outcomes([], DONE, acting()), []);
  });
});
