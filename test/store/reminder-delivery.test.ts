import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { journal } from '../../services/store/reminder-journal.ts';
import { onBothBackends } from './backends.ts';
import { aReminder, ben, instant } from './builders.ts';
import {
  claim,
  claimAll,
  DUE,
  digests,
  find,
  nextMessage,
  planned,
  recordDead,
  recordSent,
  replanned,
  sendAll,
  stateOf,
  told,
  written,
} from './reminding.ts';

const CHANNEL = '19:channel';
const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const LATER = instant('2027-03-26T08:00:00Z');

onBothBackends('delivery of reminders', (store) => {
  const taken = async () => {
    const message = await nextMessage(store());
    assert.ok(message, 'nothing waits');
    return message;
  };
  const redrawn = async () => (await written(store(), 'redraw')).map(({ redraws }) => redraws).sort();

  describe('when a message carried them', () => {
    it('then they are sent, and the journal says by which message and where', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      const sent = await recordSent(store(), await taken(), DUE.add({ seconds: 3 }));
      const reminder = await find(store(), move);
      assert.deepEqual([reminder.state, reminder.sentAt], ['sent', '2027-03-10T08:00:03.000Z']);
      assert.deepEqual(await journal(store().database.db, { moveId: move.id, limit: 10 }), [
        {
          moveId: move.id,
          key: FIRST.key,
          at: DUE.add({ seconds: 3 }),
          kind: 'sent',
          by: { id: 'system', name: 'CSP Move Assistant' },
          detail: { message: sent.id, place: 'conversation-ana' },
        },
      ]);
    });

    it('then one that was done meanwhile stays done', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      const message = await taken();
      const ref = { moveId: move.id, key: FIRST.key };
      await store().reminderActs.act(ref, { kind: 'done' }, { by: ben, now: DUE, pressed: null });
      await recordSent(store(), message, DUE.add({ seconds: 1 }));
      assert.deepEqual([await stateOf(store(), move)], ['done']);
    });

    it('then one that is no longer planned stays cancelled', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      const message = await taken();
      await replanned(store(), move, [SECOND], []);
      await recordSent(store(), message, DUE);
      assert.equal(await stateOf(store(), move), 'cancelled');
    });

    it('then the card of the stage before is drawn anew in each conversation, the last one there only', async () => {
      await planned(store(), [FIRST, SECOND, aReminder({ stage: -7 })]);
      await claim(store(), DUE, { channel: CHANNEL });
      const first = await sendAll(store(), DUE);
      assert.deepEqual(await redrawn(), [], 'there is none before the first');
      await claim(store(), LATER, { channel: CHANNEL });
      const second = (await sendAll(store(), LATER)).filter(({ kind }) => kind === 'reminders');
      assert.deepEqual(await redrawn(), first.map(({ id }) => id).sort());
      await sql`delete from message where kind = 'redraw'`.execute(store().database.db);
      const last = instant('2027-04-02T08:00:00Z');
      await claim(store(), last, { channel: CHANNEL });
      await sendAll(store(), last);
      assert.deepEqual(await redrawn(), second.map(({ id }) => id).sort());
      assert.equal(first.length + second.length, 4);
    });

    it('then cards of another subscription, another anchor and another move stay as they are', async () => {
      await planned(store(), [aReminder({ subscriptionId: 'sub-2' })], { conversationId: 'a' });
      await planned(store(), [aReminder({ anchor: 'gdap-expiry' })], { conversationId: 'b' });
      await planned(store(), [aReminder({ subscriptionId: null })], { conversationId: 'c' });
      await claim(store(), DUE);
      assert.equal((await sendAll(store(), DUE)).length, 3);
      await planned(store(), [SECOND]);
      await claim(store(), LATER);
      await sendAll(store(), LATER);
      assert.deepEqual(await redrawn(), []);
    });

    it('then nothing is written for a message without reminders', async () => {
      await store()
        .database.db.transaction()
        .execute(async (trx) => {
          await store().reminders.told(trx, [], { id: 'm', conversationId: 'c' }, DUE);
          await store().reminders.refused(trx, [], { code: 'c', place: 'p', rerouted: false }, DUE);
        });
      assert.deepEqual(await told(store()), []);
    });
  });

  describe('when a place refused them', () => {
    it('then they are missed where there is no other one, say why, and are taken no more', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      await recordDead(store(), await taken(), 'delivery.bot-removed', DUE);
      const reminder = await find(store(), move);
      assert.deepEqual([reminder.state, reminder.failure, reminder.sentAt], ['missed', 'delivery.bot-removed', null]);
      const [line] = await journal(store().database.db, { limit: 10 });
      assert.deepEqual(
        [line?.kind, line?.detail],
        ['failed', { reason: 'delivery.bot-removed', place: 'conversation-ana' }],
      );
      assert.equal(await claim(store(), LATER), 0);
    });

    it('then they are still on their way where another one is tried, and forget it when they arrive', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      const message = await taken();
      await store()
        .database.db.transaction()
        .execute(async (trx) => {
          await store().outbox.reroute(message, 'chat-of-ben', 'delivery.bot-removed', trx);
          const reason = { code: 'delivery.bot-removed', place: message.conversationId, rerouted: true };
          await store().reminders.refused(trx, message.lines, reason, DUE);
        });
      const refused = await find(store(), move);
      assert.deepEqual([refused.state, refused.failure], ['sending', 'delivery.bot-removed']);
      await sendAll(store(), DUE);
      const sent = await find(store(), move);
      assert.deepEqual([sent.state, sent.failure], ['sent', null]);
      assert.deepEqual(await told(store(), move), [
        `rerouted ${FIRST.key} by CSP Move Assistant`,
        `sent ${FIRST.key} by CSP Move Assistant`,
      ]);
    });

    for (const refusedFirst of [true, false]) {
      it(`then they are sent all the same when another place took them ${refusedFirst ? 'later' : 'before'}`, async () => {
        const move = await planned(store(), [FIRST]);
        await claim(store(), DUE, { channel: CHANNEL });
        const [one, two] = [await taken(), await taken()];
        if (refusedFirst) await recordDead(store(), one, 'delivery.bot-removed', DUE);
        await recordSent(store(), two, DUE);
        if (!refusedFirst) await recordDead(store(), one, 'delivery.bot-removed', DUE);
        assert.equal(await stateOf(store(), move), 'sent');
      });
    }

    it('then they are sent after all when an operator has it tried again', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      await recordDead(store(), await taken(), 'delivery.bot-removed', DUE);
      assert.equal(await store().outbox.retryAllDead(), 1);
      await sendAll(store(), DUE);
      assert.equal(await stateOf(store(), move), 'sent');
    });

    it('then what was missed by its deadline stays missed, wherever it is told', async () => {
      const late = aReminder({ deadline: '2027-03-11' });
      const move = await planned(store(), [late]);
      const now = instant('2027-03-12T08:00:00Z');
      await claim(store(), now, { channel: CHANNEL });
      await recordDead(store(), await taken(), 'delivery.bot-removed', now);
      await sendAll(store(), now);
      assert.equal(await stateOf(store(), move), 'missed');
    });
  });

  describe('when reminders are on their way in no message', () => {
    it('then they are due again: the message is gone', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      assert.equal(await store().reminders.releaseLost(), 0, 'it waits');
      const message = await taken();
      assert.equal(await store().reminders.releaseLost(), 0, 'it is being sent');
      await store().outbox.drop(message, false);
      assert.equal(await store().reminders.releaseLost(), 1);
      assert.equal(await stateOf(store(), move), 'planned');
      assert.equal(await claim(store(), DUE), 1);
      assert.deepEqual(await digests(store()), { 'conversation-ana': [FIRST.key] });
    });

    it('then they are due again: the message was sent without them', async () => {
      const [kept, left] = [aReminder({ key: 'kept' }), aReminder({ key: 'left', subscriptionId: 'sub-2' })];
      const move = await planned(store(), [kept, left]);
      await claim(store(), DUE);
      const message = await taken();
      const lines = message.lines.filter(({ key }) => key === 'kept');
      await recordSent(store(), { ...message, lines }, DUE);
      assert.equal(await store().reminders.releaseLost(), 1);
      assert.deepEqual([await stateOf(store(), move, kept), await stateOf(store(), move, left)], ['sent', 'planned']);
    });

    it('then those that another message carries, and those that were sent, are left alone', async () => {
      await planned(store(), [FIRST, SECOND]);
      await claim(store(), DUE);
      await sendAll(store(), DUE);
      await claimAll(store(), LATER, { channel: CHANNEL });
      await recordDead(store(), await taken(), 'delivery.bot-removed', LATER);
      assert.equal(await store().reminders.releaseLost(), 0);
    });
  });

  it('when the journal is longer than what is asked for, then the newest lines are given, oldest first', async () => {
    const move = await planned(store(), [FIRST, SECOND]);
    for (const now of [DUE, LATER]) {
      await claim(store(), now);
      await sendAll(store(), now);
    }
    const lines = await journal(store().database.db, { limit: 1 });
    assert.deepEqual(
      lines.map(({ key }) => key),
      [SECOND.key],
    );
    assert.equal((await told(store(), move)).length, 2);
    assert.deepEqual(await journal(store().database.db, { moveId: 'no-such-move', limit: 1 }), []);
  });
});
