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
    assert.deepEqual(await conversations().get('a:1'), personal);
    assert.deepEqual(await conversations().ofUser('ana'), personal);
    assert.equal(await conversations().get('a:2'), null);
    assert.equal(await conversations().ofUser('ben'), null);
  });

  it('when it changes, then the latest counts; a locale and a time zone that are not told stay', async () => {
    await conversations().upsert(personal, NOW);
    const moved = { ...personal, reference: { serviceUrl: 'https://smba.example/amer' } };
    await conversations().upsert({ ...moved, locale: null, timeZone: null }, LATER);
    assert.deepEqual(await conversations().get('a:1'), moved);
    await conversations().upsert({ ...moved, locale: 'fr-FR' }, LATER);
    assert.equal((await conversations().get('a:1'))?.locale, 'fr-FR');
    await conversations().upsert({ ...moved, timeZone: 'America/New_York' }, LATER);
    assert.equal((await conversations().get('a:1'))?.timeZone, 'America/New_York');
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

  it('when the bot is removed, then the conversation is forgotten, once and again', async () => {
    await conversations().upsert(personal, NOW);
    await conversations().remove('a:1');
    await conversations().remove('a:1');
    assert.equal(await conversations().get('a:1'), null);
  });
});
