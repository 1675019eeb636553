import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeSeats } from '../../services/rules/seats.ts';
import { anOffer, anOriginal, aTarget, sku, someone } from './builders.ts';
import { holds } from './property.ts';

const codesOf = (verdicts: readonly { code: string }[] | undefined) => verdicts?.map((v) => v.code);
const judge = (seats: number, assignedSeats: number | null, targetSeats: number) =>
  codesOf(
    judgeSeats([anOriginal({ seats, assignedSeats, target: aTarget({ seats: targetSeats }) })]).byOriginal.get('o1'),
  );

describe('seats of one original', () => {
  for (const [rule, seats, assigned, target, codes] of [
    ['R4', 25, 20, 25, ['seats.unchanged']],
    ['R3', 25, 20, 30, ['seats.more-than-before']],
    ['R3', 25, 20, 20, ['seats.fewer-than-before']],
    ['R3', 25, 20, 19, ['seats.fewer-than-assigned']],
    ['R3', 25, null, 25, ['seats.ask-assigned', 'seats.unchanged']],
    ['E4', 20, 25, 20, ['seats.assigned-above-total', 'seats.fewer-than-assigned']],
    ['R3', 25, 0, 1, ['seats.fewer-than-before']],
    ['R3', 25, 20, 0, ['seats.not-a-count']],
    ['R3', 25, 20, Number.NaN, ['seats.not-a-count']],
    ['R3', -5, null, 5, ['seats.not-a-count', 'seats.ask-assigned']],
    ['R3', Number.NaN, 3, 25, ['seats.not-a-count']],
    ['R3', Number.POSITIVE_INFINITY, 3, 25, ['seats.not-a-count']],
    ['R3', 25, -3, 25, ['seats.not-a-count', 'seats.unchanged']],
    ['R3', 25, Number.NaN, 5, ['seats.not-a-count', 'seats.fewer-than-before']],
    ['R3', 5, 1e300, 5, ['seats.not-a-count', 'seats.unchanged']],
    ['R3', 5, 1.5, 5, ['seats.not-a-count', 'seats.unchanged']],
  ] as const) {
    it(`when ${rule} ${assigned} of ${seats} are assigned and ${target} are bought, then ${codes.join(', ')}`, () => {
      assert.deepEqual(judge(seats, assigned, target), codes);
    });
  }

  it('when no target is chosen, then only the original is judged', () => {
    assert.deepEqual(codesOf(judgeSeats([anOriginal()]).byOriginal.get('o1')), []);
  });
  it('when L11 the offer has limits, then they are kept', () => {
    const catalogue = [anOffer('SPB', { catalogSku: 'P:1', minimumSeats: 30, maximumSeats: 300 })];
    const limit = (seats: number) =>
      codesOf(judgeSeats([anOriginal({ target: aTarget({ seats }) })], { catalogue }).byOriginal.get('o1'))?.filter(
        (c) => /minimum|maximum/.test(c),
      );
    assert.deepEqual(limit(29), ['seats.below-minimum']);
    assert.deepEqual(limit(30), []);
    assert.deepEqual(limit(300), []);
    assert.deepEqual(limit(301), ['seats.above-maximum']);
  });
  it('when L11 the limits of the offer contradict each other, then they are asked for and nothing is concluded', () => {
    const catalogue = [anOffer('SPB', { catalogSku: 'P:1', minimumSeats: 100, maximumSeats: 10 })];
    for (const seats of [1, 50, 200]) {
      const verdicts = judgeSeats([anOriginal({ seats, assignedSeats: 1, target: aTarget({ seats }) })], { catalogue });
      assert.deepEqual(codesOf(verdicts.byOriginal.get('o1')), ['seats.unchanged', 'seats.limits-contradict']);
    }
  });
  it('when R3 two originals carry the same id, then each keeps its own verdicts', () => {
    const judged = judgeSeats([anOriginal({ assignedSeats: null }), anOriginal({ seats: 5, assignedSeats: 6 })]);
    assert.deepEqual(judged.each.map(codesOf), [['seats.ask-assigned'], ['seats.assigned-above-total']]);
    assert.deepEqual(codesOf(judged.byOriginal.get('o1')), ['seats.ask-assigned', 'seats.assigned-above-total']);
  });
  it('when the numbers are arbitrary, then fewer than assigned is always a stop', () => {
    holds(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 500 }), (seats, assigned, bought) => {
        assert.equal(judge(seats, assigned, bought)?.includes('seats.fewer-than-assigned'), bought < assigned);
      }),
    );
  });
});

describe('seats overall', () => {
  const family = ['O365_BUSINESS_ESSENTIALS', 'O365_BUSINESS_PREMIUM', 'SPB', 'O365_BUSINESS'];
  const overall = (...args: Parameters<typeof judgeSeats>) => codesOf(judgeSeats(...args).overall);
  const business = (id: string, partNumber: string, seats: number, targetSeats: number | null, more = {}) =>
    anOriginal({
      id,
      skuId: sku(partNumber).skuId,
      seats,
      target: targetSeats === null ? null : aTarget({ skuId: sku(partNumber).skuId, seats: targetSeats }),
      ...more,
    });

  const many = (n: number, more = {}) =>
    Array.from({ length: n }, (_, i) => anOriginal({ id: `o${i}`, seats: 1, ...more }));

  it('when L1 the family together exceeds 300 after the move, then it stops', () => {
    assert.deepEqual(overall(family.map((p, i) => business(`o${i}`, p, 80, 76))), ['seats.family-cap']);
  });
  it('when L1 it is exactly 300 after the move but more while both run, then it warns', () => {
    assert.deepEqual(overall(family.map((p, i) => business(`o${i}`, p, 75, 75))), ['seats.family-cap-overlap']);
  });
  it('when L1 old and new together are exactly 300, then there is nothing to say', () => {
    assert.deepEqual(overall([business('o1', 'SPB', 150, 150)]), []);
    assert.deepEqual(overall([business('o1', 'SPB', 150, 151)]), ['seats.family-cap-overlap']);
  });
  it('when L1 a direct-only twin is the original, then it counts to the family too', () => {
    assert.deepEqual(
      overall([business('o1', 'SMB_BUSINESS_ESSENTIALS', 200, null, { target: aTarget({ seats: 200 }) })]),
      ['seats.family-cap-overlap'],
    );
  });
  it('when L1 the new offer is an enterprise one, then it does not count', () => {
    assert.deepEqual(
      overall([business('o1', 'SPB', 300, null, { target: aTarget({ skuId: sku('SPE_E3').skuId, seats: 300 }) })]),
      [],
    );
  });
  it('when L1 the original has ended or is transferred, then nothing runs twice', () => {
    const ended = { ended: { how: 'expired', on: '2026-11-01', by: someone } } as const;
    assert.deepEqual(overall([business('o1', 'SPB', 200, 200, ended)]), []);
    assert.deepEqual(overall([business('o1', 'SPB', 200, 200, { path: 'transfer' })]), []);
  });
  it('when L1 one of two originals has ended, then its new seats still count', () => {
    const ended = { ended: { how: 'expired', on: '2026-11-01', by: someone } } as const;
    const two = (more: object) => [business('o1', 'SPB', 200, 200, more), business('o2', 'SPB', 200, 200)];
    assert.deepEqual(overall(two({})), ['seats.family-cap']);
    assert.deepEqual(overall(two(ended)), ['seats.family-cap']);
    assert.deepEqual(overall([...two(ended).slice(0, 1), business('o2', 'SPB', 100, 100)]), [
      'seats.family-cap-overlap',
    ]);
  });
  it('when L1 a transferred original has ended at its old place, then it still counts', () => {
    const gone = { path: 'transfer', ended: { how: 'transferred', on: '2026-11-01', by: someone } } as const;
    assert.deepEqual(overall([business('o1', 'SPB', 200, null, gone), business('o2', 'SPB', 10, 101)]), [
      'seats.family-cap',
    ]);
  });
  for (const seats of [-200, Number.NaN, Number.NEGATIVE_INFINITY, 1.5]) {
    it(`when L1 another original has ${seats} seats, then the cap does not vanish`, () => {
      const stays = { path: 'leave' };
      assert.deepEqual(overall([business('o1', 'SPB', 400, null, stays), business('o2', 'SPB', seats, null, stays)]), [
        'seats.family-cap',
      ]);
    });
  }
  it('when L1 the seats are in another tenant, then they do not count in this one', () => {
    const elsewhere = { path: 'leave', source: 'other-tenant' };
    assert.deepEqual(overall([business('o1', 'SPB', 280, null, elsewhere), business('o2', 'SPB', 100, 100)]), []);
    assert.deepEqual(overall(many(160, { source: 'other-tenant', path: null })), []);
  });
  for (const count of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
    it(`when R9 the tenant is said to hold ${count} subscriptions, then the originals count`, () => {
      assert.deepEqual(overall(many(301), { tenantSubscriptions: count }), ['seats.tenant-limit']);
      assert.deepEqual(overall(many(10), { tenantSubscriptions: count }), []);
    });
  }
  it('when L1 one stays where it is and another is bought anew, then both count', () => {
    assert.deepEqual(overall([business('o1', 'SPB', 160, null, { path: 'leave' }), business('o2', 'SPB', 20, 141)]), [
      'seats.family-cap',
    ]);
  });

  for (const [n, codes] of [
    [150, []],
    [151, ['seats.tenant-limit-doubling']],
    [300, ['seats.tenant-limit-doubling']],
    [301, ['seats.tenant-limit']],
  ] as const) {
    it(`when R9 there are ${n} subscriptions to buy anew, then ${codes[0] ?? 'nothing'}`, () => {
      assert.deepEqual(overall(many(n)), codes);
    });
  }
  it('when R9 they are transferred, then nothing doubles', () => {
    assert.deepEqual(overall(many(200, { path: 'transfer' })), []);
  });
  it('when R9 the tenant holds more than the originals, then those count', () => {
    assert.deepEqual(overall(many(10), { tenantSubscriptions: 295 }), ['seats.tenant-limit-doubling']);
  });
});
