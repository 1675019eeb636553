import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Conversation } from '../../services/store/conversation-store.ts';
import { onBothBackends } from './backends.ts';
import { instant } from './builders.ts';

const NOW = instant('2027-03-01T09:00:00Z');
const LATER = NOW.add({ hours: 1 });

const personal: Conversation = {
  id: 'a:1',
  reference: { serviceUrl: 'https://smba.example/emea', user: { name: 'Ana' }, bot: { id: '28:x' } },
  scope: 'personal',
  userId: 'ana',
  locale: 'es-ES',
  timeZone: 'Europe/Madrid',
};

onBothBackends('conversation store', (store) => {
  const conversations = () => store().conversations;

  it('when the bot hears from a conversation, then it is remembered with its reference', async () => {
    await conversations().upsert(personal, NOW);
    assert.deepEqual(await conversations().get('a:1'), { ...personal, language: null });
    assert.deepEqual(await conversations().ofUser('ana'), { ...personal, language: null });
    assert.equal(await conversations().get('a:2'), null);
    assert.equal(await conversations().ofUser('ben'), null);
  });

  it('when it changes, then the latest counts; a locale and a time zone that are not told stay', async () => {
    await conversations().upsert(personal, NOW);
    const moved = { ...personal, reference: { serviceUrl: 'https://smba.example/amer' } };
    await conversations().upsert({ ...moved, locale: null, timeZone: null }, LATER);
    assert.deepEqual(await conversations().get('a:1'), { ...moved, language: null });
    await conversations().upsert({ ...moved, locale: 'fr-FR' }, LATER);
    assert.equal((await conversations().get('a:1'))?.locale, 'fr-FR');
    await conversations().upsert({ ...moved, timeZone: 'America/New_York' }, LATER);
    assert.equal((await conversations().get('a:1'))?.timeZone, 'America/New_York');
  });

  describe('with members', () => {
    const team: Conversation = { ...personal, id: '19:t', scope: 'team', userId: null };
    const teamsId = (n: number) => `29:p${n}`;
    /** A team of so many, each of whom spoke an hour after the one before. */
    async function aTeamOf(count: number) {
      await conversations().upsert(team, NOW);
      const met = Array.from({ length: count }, (_, n) => ({ id: `p${n}`, name: `P${n}`, teamsId: teamsId(n) }));
      await store().people.seen(met, NOW);
      for (const [n, one] of met.slice(0, 4).entries())
        await store().people.seen([one], NOW.add({ hours: 25 * (n + 1) }), { spoke: true });
      await conversations().setMembers(
        '19:t',
        met.map(({ id }) => id),
        count,
      );
    }

    it('when they are few, or nobody knows them, then a card is drawn anew for everybody', async () => {
      assert.equal(await conversations().viewers('19:t', [], 60), null);
      await aTeamOf(5);
      assert.equal(await conversations().viewers('19:t', [], 60), null);
    });

    it('when they are many, then those who have to do with it come first, then who spoke last', async () => {
      await aTeamOf(70);
      const viewers = (await conversations().viewers('19:t', ['p50'], 60)) ?? [];
      assert.deepEqual(viewers.slice(0, 5), [50, 3, 2, 1, 0].map(teamsId));
      assert.equal(viewers.length, 60);
    });

    it('when the members are to be read, then one instance does it once a day', async () => {
      await conversations().upsert(team, NOW);
      const reads = (now = NOW) => conversations().readsMembers('19:t', now);
      const atOnce = await Promise.all([reads(), reads(), reads()]);
      assert.deepEqual(atOnce.sort(), [false, false, true]);
      assert.equal(await reads(NOW.add({ hours: 23 })), false);
      assert.equal(await reads(NOW.add({ hours: 24 })), true);
      assert.equal(await conversations().readsMembers('19:unknown', NOW), false);
    });

    it('when somebody joined, or they could not be read, then they are read again, in all channels of the team', async () => {
      const channel = { ...team, id: '19:c', teamId: '19:t' };
      for (const one of [team, channel]) await conversations().upsert(one, NOW);
      const reads = () => Promise.all(['19:t', '19:c'].map((id) => conversations().readsMembers(id, NOW)));
      assert.deepEqual(await reads(), [true, true]);
      await conversations().forgetMembers('19:c');
      assert.deepEqual(await reads(), [false, true]);
      await conversations().forgetMembers('19:t', '19:t');
      assert.deepEqual(await reads(), [true, true]);
    });

    it('when Teams tells that somebody left, then no card of the team is drawn anew for them, by whichever id it names them', async () => {
      await aTeamOf(70);
      await conversations().upsert({ ...team, id: '19:c', teamId: '19:t' }, NOW);
      await conversations().upsert({ ...team, id: '19:other' }, NOW);
      for (const id of ['19:c', '19:other']) await conversations().setMembers(id, ['p1', 'p2', 'p3'], 70);
      await conversations().readsMembers('19:c', NOW);
      await conversations().membersLeft('19:t', '19:t', ['p1', teamsId(2), 'nobody']);
      const of = (id: string) => conversations().viewers(id, [], 60);
      for (const left of [1, 2]) assert.ok(!(await of('19:t'))?.includes(teamsId(left)));
      assert.deepEqual(await of('19:c'), [teamsId(3)]);
      assert.equal((await of('19:other'))?.length, 3);
      assert.equal(await conversations().readsMembers('19:c', NOW), true, 'how many there are is counted anew');
    });

    it('when somebody leaves, then they are not among them any more; when the bot leaves, nobody is', async () => {
      await aTeamOf(70);
      await conversations().setMembers('19:t', ['p1', 'p2'], 69);
      assert.deepEqual(await conversations().viewers('19:t', [], 60), [teamsId(2), teamsId(1)]);
      await conversations().remove('19:t');
      await conversations().setMembers('19:t', ['p1'], 69);
      const { rows } = await sql`select from conversation_member`.execute(store().database.db);
      assert.equal(rows.length, 0);
    });
  });

  it('when nothing changed, then nothing is written', async () => {
    const written = async () => {
      const { rows } = await sql<{ xmin: string }>`select xmin::text from conversation`.execute(store().database.db);
      return rows[0]?.xmin;
    };
    await conversations().upsert(personal, NOW);
    const before = await written();
    await conversations().upsert({ ...personal, reference: { ...personal.reference } }, LATER);
    await conversations().upsert({ ...personal, locale: null, timeZone: null }, LATER);
    assert.equal(await written(), before);
  });

  it('when a person is in several conversations, then the personal one that changed last is theirs', async () => {
    await conversations().upsert({ ...personal, id: 'a:old' }, NOW);
    await conversations().upsert({ ...personal, id: 'a:new' }, LATER);
    await conversations().upsert({ ...personal, id: '19:team', scope: 'team' }, LATER.add({ hours: 1 }));
    assert.equal((await conversations().ofUser('ana'))?.id, 'a:new');
  });

  it('when many read a conversation, then it keeps the locale it was first told', async () => {
    const channel = { ...personal, id: '19:team', scope: 'team' as const, userId: null };
    await conversations().upsert({ ...channel, locale: null }, NOW);
    for (const locale of ['pt-BR', 'ru-RU', null]) await conversations().upsert({ ...channel, locale }, LATER);
    assert.equal((await conversations().get('19:team'))?.locale, 'pt-BR');
  });

  it('when a language was chosen, then every instance reads it with the conversation, and who speaks gets theirs with it', async () => {
    const channel = { ...personal, id: '19:team', scope: 'team' as const, userId: null };
    await store().people.setLanguage({ id: 'ana', name: 'Ana' }, 'ru', NOW);
    assert.deepEqual(await conversations().upsert(personal, NOW, 'ana'), { person: 'ru', conversation: null });
    await conversations().upsert(channel, NOW, 'ana');
    await conversations().setLanguage(channel.id, 'it');
    assert.deepEqual(await conversations().upsert(channel, LATER, 'ana'), { person: 'ru', conversation: 'it' });
    assert.deepEqual(await conversations().upsert(channel, LATER, 'nobody'), { person: null, conversation: 'it' });
    assert.equal((await conversations().get(personal.id))?.language, 'ru');
    assert.equal((await conversations().ofUser('ana'))?.language, 'ru');
    assert.equal((await conversations().get(channel.id))?.language, 'it');
    await store().people.setLanguage({ id: 'ana', name: 'Ana' }, null, LATER);
    assert.equal((await conversations().get(personal.id))?.language, null);
  });

  it('when the bot is removed, then the conversation is forgotten, once and again', async () => {
    await conversations().upsert(personal, NOW);
    await conversations().remove('a:1');
    await conversations().remove('a:1');
    assert.equal(await conversations().get('a:1'), null);
  });

  it('when the bot leaves a team, then its channels cannot be reached until it is back or one of them is heard of', async () => {
    const channel = (id: string): Conversation => ({
      ...personal,
      id,
      scope: 'team',
      userId: null,
      timeZone: null,
      teamId: '19:t',
    });
    for (const id of ['19:t', '19:a', '19:b']) await conversations().upsert(channel(id), NOW);
    await conversations().upsert({ ...channel('19:c'), teamId: '19:other' }, NOW);
    await conversations().leaveTeam('19:t', NOW);
    const reached = async () => {
      const all = await Promise.all(['19:t', '19:a', '19:b', '19:c'].map((id) => conversations().get(id)));
      return all.flatMap((found) => found?.id ?? []);
    };
    assert.deepEqual(await reached(), ['19:c']);
    await conversations().upsert(channel('19:a'), LATER);
    assert.deepEqual(await reached(), ['19:a', '19:c']);
    await conversations().rejoinTeam('19:t');
    assert.deepEqual(await reached(), ['19:t', '19:a', '19:b', '19:c']);
    assert.deepEqual([await conversations().teamOf('19:b'), await conversations().teamOf('a:1')], ['19:t', null]);
  });

  it('when the bot introduces itself, then once, until it was removed or a minute has passed', async () => {
    await conversations().upsert({ ...personal, id: 'a:new' }, NOW);
    assert.deepEqual(
      [await conversations().greets('a:new', NOW), await conversations().greets('a:new', NOW.add({ seconds: 59 }))],
      [true, false],
    );
    assert.equal(await conversations().greets('a:new', NOW.add({ seconds: 60 })), true);
    await conversations().remove('a:new');
    await conversations().upsert({ ...personal, id: 'a:new' }, NOW);
    assert.equal(await conversations().greets('a:new', NOW), true);
    assert.equal(await conversations().greets('a:nobody', NOW), false);
  });
});
