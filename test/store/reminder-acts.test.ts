import assert from 'node:assert/strict';
import { type Act, ReminderActs } from '../../services/store/reminder-acts.ts';
import { journal } from '../../services/store/reminder-journal.ts';
import { onBothBackends, refusingMessages } from './backends.ts';
import { ana, aReminder, ben, instant } from './builders.ts';
import {
  chatOf,
  claim,
  claimAll,
  DUE,
  digests,
  find,
  keysOf,
  planned,
  replanned,
  sendAll,
  stateOf,
  statesOf,
  told,
  written,
} from './reminding.ts';

const CHANNEL = '19:channel';
const FIRST = aReminder();
const SECOND = aReminder({ stage: -14 });
const LAST = aReminder({ stage: -1 });
const AFTER = aReminder({ stage: 1, code: 'ended', deadline: '2027-05-09' });
const ALL = [FIRST, SECOND, LAST, AFTER];
const DONE: Act = { kind: 'done' };
const until = (day: string): Act => ({ kind: 'snoozed', until: day });
const to = (person: typeof ana): Act => ({ kind: 'assigned', to: person });

onBothBackends('what people do about reminders', (store) => {
  const acting = (overrides = {}) => ({ by: ben, now: DUE, pressed: null, ...overrides });
  const act = (move: { id: string }, what: Act, { key } = FIRST, overrides = {}) =>
    store().reminderActs.act({ moveId: move.id, key }, what, acting(overrides));
  const redrawn = async () => (await written(store(), 'redraw')).map(({ redraws }) => redraws).sort();
  const daysOf = async (move: { id: string }) =>
    (await store().reminders.ofMove(move.id)).map(({ key, nextOn }) => `${nextOn} ${key}`);

  describe('when it is done', () => {
    it('then so are the later stages that ask for the same, and what asks for something else comes as planned', async () => {
      const others = [aReminder({ subscriptionId: 'sub-2' }), aReminder({ anchor: 'gdap-expiry' })];
      const move = await planned(store(), [...ALL, ...others]);
      const reminder = await act(move, DONE);
      assert.deepEqual([reminder?.state, reminder?.acted], ['done', { by: ben, at: '2027-03-10T08:00:00.000Z' }]);
      assert.deepEqual(await statesOf(store(), move, ALL), ['done', 'done', 'done', 'planned']);
      assert.deepEqual(await statesOf(store(), move, others), ['planned', 'planned']);
      assert.deepEqual((await find(store(), move, LAST)).acted?.by, ben);
    });

    it('then stages before it and those counted from another date stay as they are', async () => {
      const moved = aReminder({ endsOn: '2027-05-01', stage: -1 });
      const move = await planned(store(), [FIRST, SECOND, LAST, moved]);
      await act(move, DONE, SECOND);
      assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND, LAST, moved]), [
        'planned',
        'done',
        'done',
        'planned',
      ]);
    });

    it('then it is taken no more, and the journal says so once for each of them', async () => {
      const move = await planned(store(), [FIRST, SECOND]);
      await act(move, DONE);
      assert.equal(await claimAll(store(), instant('2027-03-26T08:00:00Z')), 0);
      assert.deepEqual([...(await told(store(), move))].sort(), [
        `done ${SECOND.key} by Ben Okafor`,
        `done ${FIRST.key} by Ben Okafor`,
      ]);
    });
  });

  describe('when it is put off', () => {
    it('then it comes again on that day, with the stages due before it; the others come as planned', async () => {
      const move = await planned(store(), ALL);
      await claim(store(), DUE);
      await sendAll(store(), DUE);
      const reminder = await act(move, until('2027-03-29'));
      assert.deepEqual([reminder?.state, reminder?.nextOn], ['snoozed', '2027-03-29']);
      assert.deepEqual(await statesOf(store(), move, ALL), ['snoozed', 'snoozed', 'planned', 'planned']);
      assert.equal(await claim(store(), instant('2027-03-26T08:00:00Z')), 0);
      assert.equal(await claim(store(), instant('2027-03-29T08:00:00Z')), 2);
      assert.deepEqual(await digests(store()), { 'conversation-ana': [SECOND.key, FIRST.key] });
    });

    it('then it comes on its deadline at the latest', async () => {
      const move = await planned(store(), [
        FIRST,
        LAST,
        aReminder({ key: 'endless', deadline: null, subscriptionId: 's' }),
      ]);
      await act(move, until('2027-12-31'));
      await act(move, until('2027-12-31'), aReminder({ key: 'endless' }));
      assert.deepEqual(await daysOf(move), [`2027-04-09 ${LAST.key}`, `2027-04-09 ${FIRST.key}`, '2027-12-31 endless']);
    });

    it('then it comes on a working day after it, although its stage counts towards the anchor', async () => {
      const move = await planned(store(), [FIRST]);
      await act(move, until('2027-03-13'));
      assert.equal(await claim(store(), instant('2027-03-12T08:00:00Z')), 0, 'the Friday before');
      assert.equal(await claim(store(), instant('2027-03-15T08:00:00Z')), 1, 'the Monday after');
    });

    it('then it can be put off once more, and the journal has both days', async () => {
      const move = await planned(store(), [FIRST]);
      await act(move, until('2027-03-15'));
      await act(move, until('2027-03-17'));
      assert.equal((await find(store(), move)).nextOn, '2027-03-17');
      assert.deepEqual(
        (await journal(store().database.db, { limit: 9 })).map(({ kind, detail }) => [kind, detail]),
        [
          ['snoozed', { until: '2027-03-15' }],
          ['snoozed', { until: '2027-03-17' }],
        ],
      );
    });
  });

  describe('when somebody is put on it', () => {
    it('then they are on all its stages, it comes as planned, and they are told in their chat', async () => {
      const chat = await chatOf(store(), ana);
      const move = await planned(store(), ALL, { conversationId: 'chat-of-ben' });
      const reminder = await act(move, to(ana));
      assert.deepEqual([reminder?.state, reminder?.assignee], ['planned', ana]);
      for (const stage of ALL) assert.deepEqual((await find(store(), move, stage)).assignee, ana);
      assert.deepEqual(await digests(store()), { [chat]: [FIRST.key] });
      assert.deepEqual(await told(store(), move), [`assigned ${FIRST.key} by Ben Okafor`]);
    });

    it('then nobody is told who takes it on, whose chat it is, or who has no chat', async () => {
      const move = await planned(store(), [FIRST]);
      await act(move, to(ana));
      const chat = await chatOf(store(), ana);
      await act(move, to(ana), FIRST, { by: ana });
      await act(move, to(ana), FIRST, { pressed: { conversationId: chat, activityId: 'a' } });
      assert.deepEqual(await digests(store()), {});
    });

    it('then what they are told before its day comes on its day all the same', async () => {
      await chatOf(store(), ana);
      const move = await planned(store(), [FIRST, SECOND], { conversationId: 'chat-of-ben' });
      await act(move, to(ana), SECOND);
      await sendAll(store(), DUE);
      assert.deepEqual(await statesOf(store(), move, [FIRST, SECOND]), ['planned', 'planned']);
      assert.equal((await find(store(), move)).followed, false);
      const without = await replanned(store(), move, [FIRST], []);
      await replanned(store(), without, [FIRST, SECOND], []);
      assert.equal(await claimAll(store(), instant('2027-03-26T08:00:00Z')), 2);
    });

    it('then the card that told them before its day is drawn anew when it is no longer planned', async () => {
      await chatOf(store(), ana);
      const move = await planned(store(), [FIRST]);
      await act(move, to(ana));
      const [message] = await sendAll(store(), DUE);
      await replanned(store(), move, [], []);
      assert.deepEqual(await redrawn(), [message?.id]);
    });

    it('then the next one takes their place', async () => {
      const move = await planned(store(), [FIRST, SECOND]);
      await act(move, to(ana));
      await act(move, to(ben), SECOND);
      assert.deepEqual((await find(store(), move)).assignee, ben);
    });

    it('then what is done already stays as it is, and nobody is put on it', async () => {
      const move = await planned(store(), [FIRST, AFTER]);
      await act(move, DONE);
      const reminder = await act(move, to(ana), FIRST, { by: ana });
      assert.deepEqual([reminder?.state, reminder?.assignee, reminder?.acted?.by], ['done', null, ben]);
      assert.equal((await find(store(), move, AFTER)).assignee, null);
    });
  });

  describe('when cards in Teams show it', () => {
    for (const what of [DONE, until('2027-03-29'), to(ana)]) {
      it(`then all are drawn anew when it is ${what.kind}, but the one that was pressed`, async () => {
        const move = await planned(store(), [FIRST]);
        await planned(store(), [FIRST], { conversationId: 'another' });
        await claim(store(), DUE, { channel: CHANNEL });
        const sent = await sendAll(store(), DUE);
        const [inChannel, inChat] = [CHANNEL, 'conversation-ana'].map((id) =>
          sent.find((m) => m.conversationId === id),
        );
        assert.ok(inChannel && inChat);
        const pressed = { conversationId: CHANNEL, activityId: inChannel.activityId };
        await act(move, what, FIRST, { pressed });
        assert.deepEqual(await redrawn(), [inChat.id]);
        await store().reminderActs.undo({ moveId: move.id, key: FIRST.key }, acting());
        assert.deepEqual(await redrawn(), [inChannel.id, inChat.id].sort());
      });
    }

    it('then the cards of the stages that follow its state are drawn anew too', async () => {
      const move = await planned(store(), [FIRST, SECOND]);
      await claim(store(), DUE);
      await sendAll(store(), DUE);
      await claim(store(), instant('2027-03-26T08:00:00Z'));
      const sent = [...(await written(store(), 'reminders'))].map(({ id }) => id);
      await sendAll(store(), DUE);
      const before = await redrawn();
      await act(move, DONE);
      assert.deepEqual(await redrawn(), [...before, ...sent].sort());
    });

    it('then nothing is drawn for a message that waits: it will show how it stands when it is sent', async () => {
      const move = await planned(store(), [FIRST]);
      await claim(store(), DUE);
      await act(move, DONE);
      assert.deepEqual(await redrawn(), []);
    });
  });

  describe('when it was acted on before', () => {
    it('then what is done stays done, and the answer says by whom', async () => {
      const move = await planned(store(), [FIRST]);
      await act(move, DONE, FIRST, { by: ana });
      for (const late of [DONE, until('2027-03-29')]) {
        const reminder = await act(move, late, FIRST, { now: DUE.add({ seconds: 1 }) });
        assert.deepEqual([reminder?.state, reminder?.acted], ['done', { by: ana, at: '2027-03-10T08:00:00.000Z' }]);
      }
      assert.deepEqual(await told(store(), move), [`done ${FIRST.key} by Ana Ruiz`]);
    });

    it('then what is no longer planned stays so', async () => {
      const move = await planned(store(), [FIRST]);
      await replanned(store(), move, [], []);
      for (const late of [DONE, until('2027-03-29'), to(ana)]) {
        assert.equal((await act(move, late))?.state, 'cancelled');
      }
      assert.deepEqual(await told(store(), move), []);
    });

    it('then two at once are one after the other: one wins, the other one is told who it was', async () => {
      const move = await planned(store(), [FIRST, SECOND, LAST]);
      const answers = await Promise.all([ana, ben].map((by) => act(move, DONE, FIRST, { by })));
      const winner = (await find(store(), move)).acted?.by;
      assert.deepEqual(
        answers.map((reminder) => reminder?.acted?.by),
        [winner, winner],
      );
      assert.equal((await told(store(), move)).length, 3);
    });
  });

  it('when there is no such reminder, then the answer is null and nothing is written', async () => {
    const move = await planned(store(), [FIRST]);
    assert.equal(await act(move, DONE, aReminder({ key: 'no-such-key' })), null);
    assert.equal(await store().reminderActs.undo({ moveId: move.id, key: 'no-such-key' }, acting()), null);
    assert.deepEqual(await told(store()), []);
  });

  it('when the cards cannot be drawn anew, then nothing has happened', async () => {
    const move = await planned(store(), [FIRST]);
    const { db } = store().database;
    const acts = new ReminderActs({ db, messages: refusingMessages });
    await assert.rejects(acts.act({ moveId: move.id, key: FIRST.key }, DONE, acting()), { code: 'test.refused' });
    assert.equal(await stateOf(store(), move), 'planned');
    assert.deepEqual(await told(store()), []);
  });

  it('when a name holds what PostgreSQL cannot keep, then it is kept without', async () => {
    const move = await planned(store(), [FIRST]);
    const odd = { id: ana.id, name: 'Ana\0 \ud800' };
    await act(move, to(odd), FIRST, { by: odd });
    const reminder = await act(move, DONE, FIRST, { by: odd });
    assert.deepEqual([reminder?.acted?.by.name, reminder?.assignee?.name], ['Ana \ufffd', 'Ana \ufffd']);
    assert.deepEqual(keysOf(await store().reminders.ofMove(move.id)), [FIRST.key]);
  });
});
