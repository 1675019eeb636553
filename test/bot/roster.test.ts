import assert from 'node:assert/strict';
import { TestAdapter, TurnContext } from 'botbuilder';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { Roster } from '../../bot/roster.ts';
import type { Services } from '../../services/services.ts';
import { Chat } from './chat.ts';
import { OverHttp } from './over-http.ts';

interface Member {
  readonly id: string;
  readonly aadObjectId?: string;
  readonly objectId?: string;
  readonly name?: string;
  readonly tenantId?: string;
  readonly userRole?: string;
}

describe('the members of a conversation', () => {
  /** Reads a conversation with these pages of members, so many times; what was remembered, how often Teams was asked, what is read again. */
  async function read(pages: readonly (readonly Member[])[] | Error, times = 1) {
    const known: unknown[] = [];
    const kept: unknown[] = [];
    const again: string[] = [];
    let isRead = false;
    let asked = 0;
    const getConversationPagedMembers = async (_id: string, { continuationToken }: { continuationToken?: string }) => {
      asked += 1;
      if (pages instanceof Error) throw pages;
      const page = Number(continuationToken ?? 0);
      return { members: pages[page] ?? [], continuationToken: page + 1 < pages.length ? String(page + 1) : '' };
    };
    const adapter = new TestAdapter(async () => {});
    const context = new TurnContext(adapter, {
      type: 'message',
      conversation: { id: '19:moves', tenantId: 'HOME' },
    } as never);
    context.turnState.set(adapter.ConnectorClientKey, { conversations: { getConversationPagedMembers } });
    const people = { seen: async (met: readonly unknown[]) => void known.push(...met) };
    const conversations = {
      readsMembers: async () => {
        const reads = !isRead;
        isRead = true;
        return reads;
      },
      forgetMembers: async (id: string) => {
        again.push(id);
        isRead = false;
      },
      setMembers: async (...members: unknown[]) => void kept.push(members),
    };
    const services = {
      people,
      conversations,
      clock: { now: () => Temporal.Now.instant() },
      log: pino({ level: 'silent' }),
    };
    // The cast: of the stores nothing else is used.
    const roster = new Roster({ services: services as unknown as Services, later: () => (work) => work(context) });
    for (let n = 0; n < times; n++) await roster.read(context, '19:moves');
    return { known, asked, kept, again };
  }

  it('when they are on several pages, then all with a name and an id of Entra are known, in one spelling', async () => {
    const { known, kept } = await read([
      [
        { id: '29:1', aadObjectId: 'ABC', name: ' Lea ' },
        { id: '28:bot', name: 'CSP Move Assistant' },
      ],
      [
        { id: '29:2', objectId: 'def', name: 'Max' },
        { id: '29:3', aadObjectId: 'ghi', name: ' ' },
      ],
    ]);
    assert.deepEqual(known, [
      { id: 'abc', name: 'Lea', teamsId: '29:1' },
      { id: 'def', name: 'Max', teamsId: '29:2' },
    ]);
    assert.deepEqual(kept, [['19:moves', ['abc', 'def'], 4]]);
  });

  it('when guests, strangers and bots are among them, then they are counted, and nothing can be given to them', async () => {
    const { known, kept } = await read([
      [
        { id: '29:1', aadObjectId: 'abc', name: 'Lea', tenantId: 'home', userRole: 'user' },
        { id: '29:2', aadObjectId: 'def', name: 'Gus', userRole: 'guest' },
        { id: '29:3', aadObjectId: 'ghi', name: 'Elsa', tenantId: 'elsewhere', userRole: 'user' },
        { id: '29:4', aadObjectId: 'jkl', name: 'Somebody', userRole: 'anonymous' },
        { id: '28:5', aadObjectId: 'mno', name: 'Another app', userRole: 'bot' },
      ],
    ]);
    assert.deepEqual(known, [{ id: 'abc', name: 'Lea', teamsId: '29:1' }]);
    assert.deepEqual(kept, [['19:moves', ['abc'], 5]]);
  });

  it('when somebody else has read them, then Teams is not asked again', async () => {
    assert.equal((await read([[]], 3)).asked, 1);
  });

  it('when there are very many, then as many are read as can be asked to do something', async () => {
    const page = Array.from({ length: 200 }, (_, n) => ({ id: `29:${n}`, aadObjectId: `id-${n}`, name: 'Somebody' }));
    assert.equal((await read(Array.from({ length: 50 }, () => page))).asked, 5);
  });

  it('when Teams does not tell them, then nobody notices, and the next message asks again', async () => {
    const { known, asked, again } = await read(new Error('403'), 2);
    assert.deepEqual([known, asked, again], [[], 2, ['19:moves', '19:moves']]);
  });

  it('when Teams takes long to tell them, then the answer does not wait, and they are known in the end', async () => {
    const chat = await Chat.open();
    const asked: string[] = [];
    let tell: (members: readonly Member[]) => void = () => {};
    const members = new Promise<readonly Member[]>((resolve) => {
      tell = resolve;
    });
    const teams = await OverHttp.open({
      house: chat.house,
      members(address) {
        asked.push(address);
        return members;
      },
    });
    try {
      const channel = teams.as('Ava', 'channel');
      const channelData = { team: { id: '19:team' } };
      const { text } = await channel.send({ type: 'message', text: 'moves', channelData });
      assert.notEqual(text, '');
      tell([{ id: '29:lea', aadObjectId: 'LEA', name: 'Lea' }]);
      await chat.house.bot.finished();
      assert.equal((await chat.house.services.people.find('lea'))?.name, 'Lea');
      assert.equal(asked.length, 1);
      assert.match(asked[0] ?? '', /team/, 'the members of a channel are asked for with its team');
    } finally {
      tell([]);
      await teams.close();
      await chat.close();
    }
  });
});
