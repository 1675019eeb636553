import assert from 'node:assert/strict';
import { stillToTell } from '../../services/reminders/still-to-tell.ts';
import { journal } from '../../services/store/reminder-journal.ts';
import type { Store } from '../../services/store/store.ts';
import { onBothBackends } from './backends.ts';
import { aReminder, instant } from './builders.ts';
import { claim, DUE, nextMessage, planned, recordSent, stateOf } from './reminding.ts';

const LAST_DAY = aReminder({ stage: 0, endsOn: '2027-03-10' });
const NEXT_DAY = instant('2027-03-11T00:00:00Z');

onBothBackends('a reminder on its way when its deadline passes', (store) => {
  it('when Teams takes its message only then, then it is told as missed, once', async () => {
    const move = await planned(store(), [LAST_DAY]);
    await claim(store(), DUE);
    assert.equal(await claim(store(), NEXT_DAY.subtract({ seconds: 1 })), 0);
    assert.equal(await stateOf(store(), move, LAST_DAY), 'sending');
    assert.equal(await claim(store(), NEXT_DAY), 0);
    assert.equal(await stateOf(store(), move, LAST_DAY), 'missed');
    await claim(store(), NEXT_DAY.add({ minutes: 1 }));
    const kinds = (await journal(store().database.db, { moveId: move.id, limit: 10 })).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['missed']);
    assert.deepEqual(await toldOf(store()), [{ moveId: move.id, key: LAST_DAY.key, missed: true }]);
  });

  it('when one place has it in time and the other does not, then it is not missed', async () => {
    const move = await planned(store(), [LAST_DAY]);
    await claim(store(), DUE, { channel: '19:channel' });
    const first = await nextMessage(store());
    assert.ok(first);
    await recordSent(store(), first, DUE);
    await claim(store(), NEXT_DAY);
    assert.equal(await stateOf(store(), move, LAST_DAY), 'sent');
    assert.deepEqual(await toldOf(store()), [{ moveId: move.id, key: LAST_DAY.key, missed: false }]);
  });
});

/** What the next message says. */
async function toldOf(store: Store) {
  const message = await nextMessage(store);
  assert.ok(message, 'nothing waits');
  const told = stillToTell(message.lines, await store.reminders.findAll(message.lines));
  return told.map(({ moveId, key, state }) => ({ moveId, key, missed: state === 'missed' }));
}
