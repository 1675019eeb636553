import assert from 'node:assert/strict';
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
});
