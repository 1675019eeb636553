import assert from 'node:assert/strict';
import { knownFacts, type StoredFacts } from '../../services/moves/facts.ts';
import { factsWith } from '../../services/moves/facts-from-microsoft.ts';
import { aMove, anOriginal, aSubscription, someone } from '../rules/builders.ts';

const AT = '2026-11-20T09:00:00Z';

describe('what the tenant says about an original', () => {
  const read = (status: string | null, ours: boolean, path: 'transfer' | 'buy-and-let-end' = 'transfer') => {
    const original = anOriginal({ id: 'x', path, source: 'partner-nce' });
    const { provisioning } = aMove().facts;
    const move = aMove({
      originals: [
        original,
        anOriginal({ id: 'y', path, source: 'partner-nce', skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' }),
      ],
      provisioning: { ...provisioning, state: 'reported', before: [] },
    });
    const tenantSubscriptions = [
      ...(status === null ? [] : [{ id: 'x', status }]),
      { id: 'y', status: 'Enabled' },
      // The rest of a subscription is of no interest here.
    ] as never;
    return factsWith(move, { tenantSubscriptions, subscriptions: ours ? [aSubscription()] : [] }, someone, AT)
      .originals[0];
  };

  for (const status of ['Suspended', 'LockedOut', 'Deleted']) {
    it(`when T11 one to be transferred is ${status} and nothing of ours is there, then it is not taken for transferred`, () => {
      assert.equal(read(status, false)?.ended, null);
    });
    it(`when T9 it is ${status} and our own subscription is there, then it was transferred`, () => {
      assert.deepEqual(read(status, true)?.ended, { how: 'transferred', on: '2026-11-20', by: someone });
    });
  }
  it('when one to run out is suspended, then it has expired', () => {
    assert.equal(read('Suspended', false, 'buy-and-let-end')?.ended?.how, 'expired');
  });
});

describe('until when the partner has support rights', () => {
  const { relationship } = aMove().facts;
  const readingOf = (snapshot: Parameters<typeof factsWith>[1], delegatedUntil: string | null = '2026-12-31') => {
    const move = aMove({ relationship: { ...relationship, delegatedUntil } });
    const read = factsWith(move, snapshot, someone, AT).relationship;
    return [read.delegatedSupport, read.delegatedUntil];
  };

  it('when it was read, then it takes the place of what was known', () => {
    assert.deepEqual(readingOf({ delegatedSupport: 'yes', delegatedUntil: '2027-06-30' }), ['yes', '2027-06-30']);
    assert.deepEqual(readingOf({ delegatedSupport: 'yes', delegatedUntil: null }), ['yes', null]);
    assert.deepEqual(readingOf({ delegatedSupport: 'no', delegatedUntil: null }), ['no', null]);
  });
  it('when it could not be read, then what was known stays', () => {
    assert.deepEqual(readingOf({ relationship: 'reseller' }), ['yes', '2026-12-31']);
  });
  it('when an older version wrote the facts, then it is not known', () => {
    const { delegatedUntil: _, ...older } = relationship;
    // The cast: facts as a version wrote them that did not know of it.
    const stored = { relationship: older } as StoredFacts;
    assert.deepEqual(knownFacts(stored).relationship, { ...relationship, delegatedUntil: null });
  });
});
