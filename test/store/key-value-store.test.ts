import assert from 'node:assert/strict';
import { type RawBuilder, sql } from 'kysely';
import { beginsWith, olderThan, removeOld } from '../../services/store/key-value-store.ts';
import { onBothBackends } from './backends.ts';

onBothBackends('key-value store', (store) => {
  const values = () => store().keyValues;
  const read = async (key: string) => (await values().read([key])).get(key);

  it('when documents are written, then many are read at once and what is unknown is left out', async () => {
    await values().write({ a: { data: { step: 1, list: [1, 'two', null] } }, b: { data: {} } });
    const found = await values().read(['a', 'b', 'c']);
    assert.deepEqual([...found.keys()].sort(), ['a', 'b']);
    assert.deepEqual(found.get('a')?.data, { step: 1, list: [1, 'two', null] });
    assert.equal((await values().read([])).size, 0);
  });

  it('when a document is replaced by the version that was read, then its mark changes', async () => {
    await values().write({ a: { data: { step: 1 } } });
    const before = await read('a');
    await values().write({ a: { data: { step: 2 }, etag: before?.etag } });
    const after = await read('a');
    assert.deepEqual(after?.data, { step: 2 });
    assert.notEqual(after?.etag, before?.etag);
  });

  it('when somebody else was faster, then the write is refused and none of its documents is written', async () => {
    await values().write({ b: { data: { step: 1 } } });
    const etag = (await read('b'))?.etag;
    await values().write({ b: { data: { step: 2 }, etag } });
    await assert.rejects(values().write({ a: { data: {} }, b: { data: { step: 3 }, etag } }), {
      code: 'store.etag-conflict',
    });
    assert.deepEqual((await read('b'))?.data, { step: 2 });
    assert.equal(await read('a'), undefined);
  });

  it('when two write on the same version at once, then one of them is refused', async () => {
    await values().write({ a: { data: { step: 1 } } });
    const etag = (await read('a'))?.etag;
    const writes = ['x', 'y'].map((by) => values().write({ a: { data: { by }, etag } }));
    const outcomes = (await Promise.allSettled(writes)).map((outcome) => outcome.status);
    assert.deepEqual(outcomes.sort(), ['fulfilled', 'rejected']);
  });

  it('when two write the same documents in another order at once, then neither gets in the way of the other', async () => {
    const rounds = Array.from({ length: 20 }, (_, n) =>
      values().write(
        n % 2 === 0 ? { a: { data: { n } }, b: { data: { n } } } : { b: { data: { n } }, a: { data: { n } } },
      ),
    );
    await Promise.all(rounds);
    assert.deepEqual((await read('a'))?.data, (await read('b'))?.data);
  });

  it('when any version will do, then whatever is there is replaced', async () => {
    for (const etag of [undefined, '*', '']) await values().write({ a: { data: { by: String(etag) }, etag } });
    assert.deepEqual((await read('a'))?.data, { by: '' });
  });

  it('when a document was removed and made anew, then the old mark does not fit', async () => {
    await values().write({ a: { data: {} } });
    const etag = (await read('a'))?.etag;
    await values().delete(['a', 'unknown']);
    assert.equal(await read('a'), undefined);
    await assert.rejects(values().write({ a: { data: {}, etag } }), { code: 'store.etag-conflict' });
    await values().write({ a: { data: {} } });
    await assert.rejects(values().write({ a: { data: {}, etag } }), { code: 'store.etag-conflict' });
    await values().delete([]);
    assert.notEqual(await read('a'), undefined);
  });

  describe('when old ones are removed', () => {
    const aged = (hours: number, ...keys: readonly string[]) =>
      sql`update bot_state set updated_at = now() - make_interval(hours => ${hours})
        where key in (${sql.join(keys)})`.execute(store().database.db);
    const keys = async () =>
      (await store().database.db.selectFrom('bot_state').select('key').orderBy('key').execute()).map(({ key }) => key);

    it('then those that begin so, or all, and nothing newer', async () => {
      const all = ['sign-in', 'sign-in/1', 'sign-in/é', 'sign-in/new', 'sign-in0', 'Sign-in/1', 'table/1'];
      await values().write(Object.fromEntries(all.map((key) => [key, { data: {} }])));
      await aged(25, ...all.filter((key) => key !== 'sign-in/new'));
      await values().prune('sign-in/', 24);
      const left = all.filter((key) => key !== 'sign-in/1' && key !== 'sign-in/é');
      assert.deepEqual((await keys()).toSorted(), left.toSorted());
      await values().pruneAll(26);
      assert.equal((await keys()).length, left.length);
      await values().pruneAll(24);
      assert.deepEqual(await keys(), ['sign-in/new']);
    });

    it('then of very many conversations only those are read that are old, or begin so', async () => {
      const { db } = store().database;
      await sql`
        insert into bot_state (key, data, etag, updated_at)
        select 'msteams/conversations/a:' || n, '{}', 'e', now() - make_interval(hours => n / 10)
        from generate_series(1, 20000) as n`.execute(db);
      await sql`analyze bot_state`.execute(db);
      const planOf = async (which: RawBuilder<unknown>) =>
        (await sql<{ 'QUERY PLAN': string }>`explain ${removeOld(which)}`.execute(db)).rows
          .map((row) => row['QUERY PLAN'])
          .join('\n');
      const beginning = await planOf(sql`${beginsWith('sign-in/')} and ${olderThan(24)}`);
      assert.match(beginning, /bot_state_key/);
      assert.doesNotMatch(beginning, /Seq Scan/);
      const old = await planOf(olderThan(1990));
      assert.match(old, /bot_state_written/);
      assert.doesNotMatch(old, /Seq Scan/);
    });
  });
});
