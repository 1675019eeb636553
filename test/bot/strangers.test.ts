import assert from 'node:assert/strict';
import { type Activity, ConversationState, MemoryStorage, TestAdapter } from 'botbuilder';
import { MoveBot } from '../../bot/activity-handler.ts';
import { Conversation } from '../../dialogs/conversation.ts';
import { Chat } from './chat.ts';

const HOME = 'AAAAAAAA-0000-4000-8000-000000000001';

describe('who may talk to the bot', () => {
  let chat: Chat;
  let bot: MoveBot;
  before(async () => {
    chat = await Chat.open();
    const state = new ConversationState(new MemoryStorage());
    const { services } = chat.house;
    bot = new MoveBot({
      services,
      conversation: new Conversation(services, state),
      state,
      tenantId: HOME,
    });
  });
  after(() => chat.close());

  const hello = async (over: Partial<Activity>) => {
    const adapter = new TestAdapter(async () => {});
    const activity = {
      type: 'message',
      text: 'moves',
      channelId: 'msteams',
      serviceUrl: 'http://127.0.0.1:9/',
      from: { id: '29:x', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000009', name: 'X' },
      recipient: { id: '28:bot' },
      conversation: { id: 'a:stranger', tenantId: HOME.toLowerCase() },
      channelData: { tenant: { id: HOME.toLowerCase() } },
      ...over,
    };
    // The cast: a test names only what matters of an activity.
    await adapter.processActivity(activity as Activity, (context) => bot.run(context));
    return adapter.activeQueue;
  };

  it('when somebody of the partner asks in Teams, then they are answered, however the tenant id is written', async () => {
    assert.equal((await hello({}))[0]?.attachments?.length, 1);
  });

  it('when one person is named in another spelling, then it is the same person', async () => {
    const aadObjectId = 'AAAAAAAA-0000-4000-8000-000000000077';
    const here = { conversation: { id: 'a:spelled', tenantId: HOME } as Activity['conversation'] };
    await hello({ ...here, from: { id: '29:y', aadObjectId, name: 'Y' } });
    const kept = await chat.house.services.conversations.ofUser(aadObjectId.toLowerCase());
    assert.equal(kept?.id, 'a:spelled');
  });

  for (const [what, over] of [
    ['another tenant', { channelData: { tenant: { id: 'bbbbbbbb-0000-4000-8000-000000000002' } } }],
    ['another channel that claims the tenant', { channelId: 'webchat' }],
    [
      'a guest of the tenant',
      {
        from: {
          id: '29:x',
          aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000008',
          name: 'X',
          userRole: 'guest',
        } as never,
      },
    ],
    [
      'a member of a shared channel from another tenant',
      {
        from: {
          id: '29:x',
          aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000007',
          name: 'X',
          tenantId: 'bbbbbbbb-0000-4000-8000-000000000002',
        } as never,
      },
    ],
    ['somebody whose account is no object id', { from: { id: '29:x', aadObjectId: '..%2fgroups', name: 'X' } }],
    ['somebody without an account', { from: { id: '29:x', name: 'X' } }],
    ['nobody says which tenant', { channelData: {}, conversation: { id: 'a:stranger' } as Activity['conversation'] }],
  ] as const) {
    it(`when ${what}, then nothing is shown and nothing is remembered`, async () => {
      const sent = await hello({
        ...over,
        ...(what !== 'nobody says which tenant' && {
          conversation: { id: 'a:other', tenantId: HOME } as Activity['conversation'],
        }),
      });
      assert.ok(sent.every((a) => a.attachments === undefined));
      assert.equal(await chat.house.services.conversations.get('a:other'), null);
    });
  }

  it('when a stranger presses a button, then it is not carried out and the card stays', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'say.moves', data: {} }, trigger: 'manual' };
    const sent = await hello({ type: 'invoke', name: 'adaptiveCard/action', value, channelId: 'webchat' });
    assert.ok(!JSON.stringify(sent).includes('AdaptiveCard'));
    assert.equal(sent[0]?.value.body.type, 'application/vnd.microsoft.activity.message');
  });

  it('when the bot is removed from a conversation, then it forgets it, whatever comes after', async () => {
    await hello({ conversation: { id: 'a:left', tenantId: HOME } as Activity['conversation'] });
    assert.notEqual(await chat.house.services.conversations.get('a:left'), null);
    const left = { conversation: { id: 'a:left', tenantId: HOME } as Activity['conversation'] };
    await hello({ ...left, type: 'installationUpdate', action: 'remove' });
    await hello({ ...left, type: 'conversationUpdate', membersRemoved: [{ id: '28:bot', name: '' }] });
    assert.equal(await chat.house.services.conversations.get('a:left'), null);
  });
});
