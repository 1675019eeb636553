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
    ['R3', -5, null, 5, ['seats.not-a-count', 'seats.ask-assigned', 'seats.more-than-before']],
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
  it('when L1 one stays where it is and another is bought anew, then both count', () => {
    assert.deepEqual(overall([business('o1', 'SPB', 160, null, { path: 'leave' }), business('o2', 'SPB', 20, 141)]), [
      'seats.family-cap',
    ]);
  });

  const many = (n: number, more = {}) =>
    Array.from({ length: n }, (_, i) => anOriginal({ id: `o${i}`, seats: 1, ...more }));
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
