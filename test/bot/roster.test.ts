import assert from 'node:assert/strict';
import { TestAdapter, TurnContext } from 'botbuilder';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { Roster } from '../../bot/roster.ts';
import type { Services } from '../../services/services.ts';

interface Member {
  readonly id: string;
  readonly aadObjectId?: string;
  readonly objectId?: string;
  readonly name?: string;
}

describe('the members of a conversation', () => {
  /** Reads a conversation with these pages of members, so many times; what was remembered, and how often Teams was asked. */
  async function read(pages: readonly (readonly Member[])[] | Error, times = 1) {
    const known: unknown[] = [];
    const kept: unknown[] = [];
    let asked = 0;
    const getConversationPagedMembers = async (_id: string, { continuationToken }: { continuationToken?: string }) => {
      asked += 1;
      if (pages instanceof Error) throw pages;
      const page = Number(continuationToken ?? 0);
      return { members: pages[page] ?? [], continuationToken: page + 1 < pages.length ? String(page + 1) : '' };
    };
    const adapter = new TestAdapter(async () => {});
    const context = new TurnContext(adapter, { type: 'message', conversation: { id: '19:moves' } } as never);
    context.turnState.set(adapter.ConnectorClientKey, { conversations: { getConversationPagedMembers } });
    const people = { seen: async (met: readonly unknown[]) => void known.push(...met) };
    const conversations = { setMembers: async (...members: unknown[]) => void kept.push(members) };
    const services = {
      people,
      conversations,
      clock: { now: () => Temporal.Now.instant() },
      log: pino({ level: 'silent' }),
    };
    // The cast: of the stores nothing else is used.
    const roster = new Roster(services as unknown as Services);
    for (let n = 0; n < times; n++) await roster.read(context, '19:moves');
    return { known, asked, kept };
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

  it('when there is one message after the other, then Teams is asked once a day', async () => {
    assert.equal((await read([[]], 3)).asked, 1);
  });

  it('when there are very many, then as many are read as can be asked to do something', async () => {
    const page = Array.from({ length: 200 }, (_, n) => ({ id: `29:${n}`, aadObjectId: `id-${n}`, name: 'Somebody' }));
    assert.equal((await read(Array.from({ length: 50 }, () => page))).asked, 5);
  });

  it('when Teams does not tell them, then nobody notices', async () => {
    assert.deepEqual((await read(new Error('403'), 2)).known, []);
  });
});
