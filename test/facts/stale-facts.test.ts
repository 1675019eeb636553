import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { staleFacts } from '../../services/facts/stale-facts.ts';
import { SOURCES } from '../../services/rules/sources.ts';

const on = (iso: string) => staleFacts(Temporal.PlainDate.from(iso));

describe('facts to check again', () => {
  const { lastVerified } = SOURCES.E1;
  const due = Temporal.PlainDate.from(lastVerified).add({ days: 180 });

  it('when a fact was checked 180 days ago, then it is not listed yet, and a day later it is', () => {
    assert.ok(!on(due.toString()).some((f) => f.id === 'E1'));
    const found = on(due.add({ days: 1 }).toString()).find((f) => f.id === 'E1');
    assert.deepEqual(found, { id: 'E1', title: SOURCES.E1.title, docUrl: SOURCES.E1.docUrl, lastVerified, days: 181 });
  });
  it('when facts are listed, then the oldest come first, and the fact files are among them', () => {
    const found = on('2027-12-31');
    assert.deepEqual(
      found.map((f) => f.days),
      found.map((f) => f.days).sort((a, b) => b - a),
    );
    for (const id of ['skus', 'markets', 'figures', 'R1'])
      assert.ok(
        found.some((f) => f.id === id),
        id,
      );
  });
  it('when all facts are new, then none is listed', () => assert.deepEqual(on('2015-01-01'), []));
});
