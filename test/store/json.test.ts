import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sql } from 'kysely';
import { jsonb } from '../../services/store/json.ts';
import { onBothBackends } from './backends.ts';

onBothBackends('jsonb', (store) => {
  const roundTrip = async (value: unknown) => {
    const { rows } = await sql<{ value: unknown }>`select ${jsonb({ value })}::jsonb -> 'value' as value`.execute(
      store().database.db,
    );
    return rows[0]?.value;
  };

  it('when any text is stored, then it comes back, without NUL and with half characters replaced', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        assert.equal(await roundTrip(text), text.replaceAll('\0', ''));
      }),
      { numRuns: 50 },
    );
    assert.equal(await roundTrip('a\0b\ud800c\udc00'), 'ab\ufffdc\ufffd');
    assert.equal(await roundTrip('\\u0000'), '\\u0000', 'six ordinary characters');
  });

  it('when a list or null is stored, then it comes back as it was', async () => {
    for (const value of [[], [1, 'two', null], null, { deep: [{ a: true }] }])
      assert.deepEqual(await roundTrip(value), value);
  });
});
