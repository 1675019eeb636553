import assert from 'node:assert/strict';
import { onBothBackends } from './backends.ts';
import { ana, aReminder, ben, instant } from './builders.ts';
import { chatOf, claim, DUE, digests, nextMessage, planned, recordSent, TEAM } from './reminding.ts';

const FIRST = aReminder();
const OTHER = aReminder({ subscriptionId: 'sub-2' });
const CHAT = 'conversation-ana';
const CHANNEL = '19:channel';
const IN_CHANNEL = { settings: { ...TEAM, places: 'channel' }, channel: CHANNEL } as const;

onBothBackends('reminders that are sent elsewhere', (store) => {
  const taken = async () => {
    const message = await nextMessage(store());
    assert.ok(message, 'nothing waits');
    return message;
  };
  const rerouted = async (to: string, now = DUE) => {
    const message = await taken();
    const places = [{ conversationId: to, lines: message.lines }];
    await store().deliveries.rerouted(message, places, 'delivery.conversation-gone', now);
  };

  it('when who opened the move has it already, then whom it was given to in vain does not bring it again', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await recordSent(store(), await taken(), DUE);
    await chatOf(store(), ben);
    const ref = { moveId: move.id, key: FIRST.key };
    const acting = { by: ana, now: DUE.add({ seconds: 5 }), pressed: null };
    await store().reminderActs.act(ref, { kind: 'assigned', to: ben }, acting);
    await rerouted(CHAT);
    assert.deepEqual(await digests(store()), {});
  });

  it('when it was put off since it was told, then it is told again', async () => {
    const move = await planned(store(), [FIRST]);
    await claim(store(), DUE);
    await recordSent(store(), await taken(), DUE);
    const ref = { moveId: move.id, key: FIRST.key };
    const acting = { by: ana, now: DUE, pressed: null };
    await store().reminderActs.act(ref, { kind: 'snoozed', until: '2027-03-12' }, acting);
    await store().reminderActs.act(ref, { kind: 'assigned', to: ben }, { ...acting, now: DUE.add({ seconds: 5 }) });
    const later = instant('2027-03-12T08:00:00Z');
    await claim(store(), later, IN_CHANNEL);
    await rerouted(CHAT, later);
    assert.deepEqual(await digests(store()), { [CHAT]: [FIRST.key] });
  });

  it('when a message was sent there without it, then it is told there', async () => {
    const move = await planned(store(), [FIRST, OTHER]);
    await claim(store(), DUE);
    const ref = { moveId: move.id, key: FIRST.key };
    await store().reminderActs.act(ref, { kind: 'done' }, { by: ana, now: DUE, pressed: null });
    const said = { activityId: 'activity', told: [{ moveId: move.id, key: OTHER.key }] };
    await store().deliveries.sent(await taken(), said, DUE);
    await store().reminderActs.undo(ref, { by: ana, now: DUE.add({ seconds: 5 }), pressed: null });
    await store().reminders.releaseLost();
    await claim(store(), DUE, IN_CHANNEL);
    await rerouted(CHAT);
    assert.deepEqual(await digests(store()), { [CHAT]: [FIRST.key] });
  });
});
