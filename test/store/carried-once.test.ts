import assert from 'node:assert/strict';
import type { Store } from '../../services/store/store.ts';
import { onBothBackends } from './backends.ts';
import { ana, aReminder, ben, instant } from './builders.ts';
import { claim, DUE, find, nextMessage, planned, recordSent, sendAll, statesOf, written } from './reminding.ts';

const FIRST = aReminder();
const CHANNEL = '19:channel';
const NEXT_DAY = instant('2027-03-11T08:00:00Z');

onBothBackends('a reminder whose message Teams does not take', (store) => {
  /** Takes the next message and gives it back for another try. */
  const tried = async (again = true) => {
    const message = await nextMessage(store());
    assert.ok(message, 'nothing waits');
    if (again) await retried(store(), message);
    return message;
  };
  const lines = async () =>
    (await written(store(), 'reminders')).map(({ to, lines }) => `${to}: ${lines.map(({ key }) => key)}`);
  const snoozed = async (moveId: string, until = '2027-03-11') =>
    store().reminderActs.act(
      { moveId, key: FIRST.key },
      { kind: 'snoozed', until },
      { by: ben, now: DUE, pressed: null },
    );

  it('when it was put off and comes again, then the message that still waits tells it, and no second one', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await tried();
    await snoozed(move.id);
    assert.equal(await claim(store(), NEXT_DAY), 1);
    assert.deepEqual(await lines(), [`conversation-ana: ${FIRST.key}`]);
    assert.equal((await sendAll(store(), NEXT_DAY)).length, 1);
    assert.deepEqual(await statesOf(store(), move, [FIRST]), ['sent']);
  });

  it('when it comes again too late, then the message that still waits tells it as missed', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await tried();
    await snoozed(move.id);
    await claim(store(), instant('2027-06-01T08:00:00Z'));
    const [message] = await written(store(), 'reminders');
    assert.deepEqual(
      message?.lines.map(({ missed }) => missed),
      [true],
    );
  });

  it('when another one is due as well, then only that one is in a message of its own', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await tried();
    await snoozed(move.id);
    const other = await planned(store(), [FIRST]);
    await claim(store(), NEXT_DAY);
    const all = await written(store(), 'reminders');
    assert.deepEqual(
      all.map(({ lines }) => lines.map(({ moveId }) => moveId)),
      [[move.id], [other.id]],
    );
  });

  it('when it comes again for another place too, then that place has a message of its own', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await tried();
    await snoozed(move.id);
    await claim(store(), NEXT_DAY, { channel: CHANNEL });
    assert.deepEqual(await lines(), [`conversation-ana: ${FIRST.key}`, `${CHANNEL}: ${FIRST.key}`]);
  });

  it('when it comes again while a try is on its way and that try fails, then whichever arrives first tells it', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    const onItsWay = await tried(false);
    await snoozed(move.id);
    await claim(store(), NEXT_DAY);
    await retried(store(), onItsWay);
    const next = await nextMessage(store());
    assert.ok(next);
    await recordSent(store(), next, NEXT_DAY);
    const left = (await written(store(), 'reminders')).filter(({ state }) => state === 'waiting');
    assert.deepEqual(
      left.map(({ lines }) => lines),
      [[]],
    );
    assert.equal((await find(store(), move)).state, 'sent');
  });

  it('when it is told in one place, then it still waits for the other', async () => {
    await planned(store(), [FIRST], { openedBy: ana });
    await claim(store(), DUE, { channel: CHANNEL });
    const first = await nextMessage(store());
    assert.ok(first);
    await recordSent(store(), first, DUE);
    const [left] = (await written(store(), 'reminders')).filter(({ state }) => state === 'waiting');
    assert.equal(left?.lines.length, 1);
  });
});

async function retried({ outbox }: Store, message: Parameters<Store['outbox']['retryLater']>[0]): Promise<void> {
  assert.ok(await outbox.retryLater(message, { inMs: 0, failure: 'delivery.busy', pauseConversation: false }));
}
