import assert from 'node:assert/strict';
import type { OutgoingMessage } from '../../services/store/message.ts';
import { WeeklyStore } from '../../services/store/weekly-store.ts';
import { onBothBackends, refusingMessages } from './backends.ts';
import { anEntry, ben, changed, closedBy, effects } from './builders.ts';
import { planned, written } from './reminding.ts';

const WEEK = '2027-03-08';

onBothBackends('weekly store', (store) => {
  const digest = (conversationId: string): OutgoingMessage => ({
    kind: 'weekly',
    conversationId,
    data: { week: WEEK },
  });
  const send = (week: string) => store().weekly.sendOnce(week, async () => [digest('channel')]);
  const sent = async () => (await written(store(), 'weekly')).map(({ to }) => to);

  it('when the week is new, then its messages are written, once', async () => {
    assert.deepEqual([await send(WEEK), await send(WEEK)], [true, false]);
    assert.deepEqual(await sent(), ['channel']);
    assert.deepEqual((await written(store(), 'weekly'))[0]?.data, { week: WEEK });
  });

  it('when the next week comes, then it is written again, and an earlier one is not', async () => {
    await send(WEEK);
    assert.deepEqual([await send('2027-03-15'), await send(WEEK)], [true, false]);
    assert.equal((await sent()).length, 2);
  });

  it('when it is sent to those who opened a move, then each chat with an open one is asked for, once', async () => {
    await planned(store(), []);
    await planned(store(), []);
    await planned(store(), [], { conversationId: 'conversation-ben' });
    const move = await planned(store(), [], { conversationId: 'conversation-of-a-closed-one' });
    const closed = changed(move, closedBy(ben));
    await store().moves.save(closed, 1, anEntry(closed), effects());
    await store().weekly.sendOnce(WEEK, async (chats) => (await chats()).map(digest));
    assert.deepEqual(await sent(), ['conversation-ana', 'conversation-ben']);
  });

  it('when nobody is to be told, then that week is over all the same', async () => {
    assert.equal(await store().weekly.sendOnce(WEEK, async () => []), true);
    assert.equal(await send(WEEK), false);
  });

  it('when the messages cannot be written, then the week is tried again', async () => {
    const failing = new WeeklyStore({ db: store().database.db, messages: refusingMessages });
    await assert.rejects(
      failing.sendOnce(WEEK, async () => [digest('channel')]),
      { code: 'test.refused' },
    );
    assert.equal(await send(WEEK), true);
  });

  it('when what is stored is no week, then it is written anew', async () => {
    await store().settings.set('weekly.sent', { of: 'an older version' });
    await send(WEEK);
    assert.equal(await send(WEEK), false);
  });
});
