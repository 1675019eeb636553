import assert from 'node:assert/strict';
import { type Activity, TestAdapter, TurnContext } from 'botbuilder';
import { conversationOf } from '../../bot/read-turn.ts';

const CHANNEL = '19:moves@thread.tacv2';

describe('what is kept of a conversation', () => {
  const kept = (id: string) =>
    conversationOf(
      new TurnContext(new TestAdapter(), {
        type: 'message',
        channelId: 'msteams',
        conversation: { id, conversationType: 'channel', isGroup: true, name: '' },
      } as Partial<Activity>),
    );

  it('when something is said in a thread of a channel, then it is the channel, for all of its threads', () => {
    const { id, reference } = kept(`${CHANNEL};messageid=1700000000000`);
    assert.equal(id, CHANNEL);
    assert.deepEqual(reference, kept(`${CHANNEL};messageid=1`).reference);
    assert.doesNotMatch(JSON.stringify(reference), /messageid/);
  });
});
