import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { prune } from '../../bot/watches.ts';
import { silent } from '../store/backends.ts';
import { Chat } from './chat.ts';

describe('what is kept of where a conversation stands', () => {
  let chat: Chat;
  before(async () => {
    chat = await Chat.open();
  });
  after(() => chat.close());
  beforeEach(() => sql`delete from bot_state`.execute(chat.house.store.database.db));

  const kept = async () => {
    const { db } = chat.house.store.database;
    return (await db.selectFrom('bot_state').select('key').orderBy('key').execute()).map(({ key }) => key);
  };
  const written = (key: string, ago: string) =>
    sql`update bot_state set updated_at = now() - ${ago}::interval where key like ${key}`.execute(
      chat.house.store.database.db,
    );
  const thread = (text: string) =>
    chat.as('Ava', 'channel').send({
      type: 'message',
      text,
      conversation: {
        id: '19:moves@thread.tacv2;messageid=1700000000000',
        conversationType: 'channel',
        isGroup: true,
        name: 'Moves',
      },
    });

  it('when a card answers somebody in their own chat, then it is kept, and gone when they remove the app', async () => {
    await chat.as('Sam').say('move contoso.com');
    assert.equal((await kept()).length, 1);
    await chat.as('Sam').send({ type: 'installationUpdate', action: 'remove' });
    assert.deepEqual(await kept(), []);
  });

  it('when the bot is asked something in a thread of a channel and asks nothing back, then nothing is kept', async () => {
    await thread('help');
    await thread('moves');
    assert.deepEqual(await kept(), []);
  });

  it('when it asks back in a thread, then the question is kept until it is left', async () => {
    await thread('Move Logistics status');
    assert.match((await kept()).join(), /messageid=1700000000000\/$/);
    await thread('no');
    assert.deepEqual(await kept(), []);
  });

  it('when nothing was said for ninety days, then it is forgotten, and what is newer stays', async () => {
    for (const name of ['Sam', 'Ava', 'Zoe']) await chat.as(name).say('move contoso.com');
    const all = await kept();
    assert.equal(all.length, 3);
    await written('%sam/', '91 days');
    await written('%ava/', '89 days');
    await prune(chat.house.store, chat.house.services.clock, silent);
    const left = await kept();
    assert.equal(left.length, 2);
    assert.deepEqual(
      left,
      all.filter((key) => !key.endsWith('sam/')),
    );
  });
});
