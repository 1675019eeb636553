import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { onBothBackends } from './backends.ts';
import { ana, ben, instant } from './builders.ts';

const NOW = instant('2027-03-01T09:00:00Z');

onBothBackends('person store', (store) => {
  const people = () => store().people;
  const rows = async () => {
    const { rows } = await sql<{ name: string; xmin: string; seen_at: Date }>`
      select name, xmin::text, seen_at from person order by id`.execute(store().database.db);
    return rows;
  };

  it('when people were met, then they are known, each once', async () => {
    await people().seen([ana, ben, ana], NOW);
    await people().seen([], NOW);
    assert.deepEqual([await people().find(ana.id), await people().find(ben.id)], [ana, ben]);
    assert.equal(await people().find('nobody'), null);
    assert.equal((await rows()).length, 2);
  });

  it('when they are met again within a day, then nothing is written; later, or under another name, it is', async () => {
    await people().seen([ana], NOW);
    const [before] = await rows();
    await people().seen([ana], NOW.add({ hours: 24 }));
    assert.deepEqual(await rows(), [before]);
    await people().seen([ana], NOW.add({ hours: 24, seconds: 1 }));
    assert.notEqual((await rows())[0]?.xmin, before?.xmin);
    await people().seen([{ ...ana, name: 'Ana Ruiz García' }], NOW.add({ hours: 25 }));
    assert.equal((await people().find(ana.id))?.name, 'Ana Ruiz García');
    assert.deepEqual(await people().search('garcia', 5), [{ ...ana, name: 'Ana Ruiz García' }]);
  });

  it('when a name is searched, then case, accents and the order of words do not matter', async () => {
    const named = ['Zoë Ångström', 'Łukasz Nowak', '100%_er', 'Nowak, Anna'].map((name) => ({ id: name, name }));
    await people().seen(named, NOW);
    const found = async (text: string) => (await people().search(text, 10)).map(({ name }) => name);
    assert.deepEqual(await found('angstrom ZOE'), ['Zoë Ångström']);
    assert.deepEqual(await found('nowak'), ['Nowak, Anna', 'Łukasz Nowak']);
    assert.deepEqual(await found('lukasz now'), ['Łukasz Nowak']);
    assert.deepEqual(await found('0%_e'), ['100%_er']);
    assert.deepEqual(await found('%'), ['100%_er']);
    assert.deepEqual(await found('nobody'), []);
    assert.equal((await found('')).length, 4);
  });

  it('when several fit, then those met last come first, as many as were asked for', async () => {
    await people().seen([ana], NOW);
    await people().seen([ben], NOW.add({ hours: 1 }));
    assert.deepEqual(await people().search('', 1), [ben]);
    assert.deepEqual(await people().search('', 2), [ben, ana]);
  });

  it('when a name holds what PostgreSQL cannot keep, then it is kept without', async () => {
    await people().seen([{ id: 'odd', name: 'O\0dd \ud800' }], NOW);
    assert.deepEqual(await people().find('odd'), { id: 'odd', name: 'Odd \ufffd' });
  });

  it('when the same people are met by several at once, then nobody waits for another', async () => {
    const crowd = Array.from({ length: 50 }, (_, n) => ({ id: `person-${n}`, name: `Person ${n}` }));
    const orders = [crowd, crowd.toReversed(), crowd, crowd.toReversed()];
    await Promise.all(orders.map((order) => people().seen(order, NOW)));
    assert.equal((await rows()).length, 50);
  });
});
