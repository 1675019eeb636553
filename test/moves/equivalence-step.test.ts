import assert from 'node:assert/strict';
import { assess } from '../../services/moves/assess.ts';
import type { Original } from '../../services/moves/move.ts';
import { deriveSteps } from '../../services/moves/steps.ts';
import { aMove, anOffer, anOriginal, aTarget, day, facts, sku, someone } from '../rules/builders.ts';

const TODAY = day('2026-11-20');
const accepted = { value: true as const, by: someone, at: '2026-11-18T09:00:00Z' };
const assessed = (originals: readonly Original[], qualifications: readonly string[] = [], catalogue = CATALOGUE) => {
  const eligibility = { ...aMove().facts.eligibility, qualifications };
  const move = aMove({ originals, eligibility });
  return { move, assessment: assess(move, TODAY, { skus: facts, catalogue }) };
};
const CATALOGUE = [anOffer('SPB')];
const step = (originals: readonly Original[]) => {
  const { move, assessment } = assessed(originals);
  return deriveSteps(move, assessment).find((s) => s.id === 'equivalence');
};
const replacing = (original: string, target: string) =>
  anOriginal({
    skuId: sku(original).skuId,
    target: aTarget({ skuId: sku(target).skuId, name: sku(target).name, lossAccepted: accepted }),
  });

describe('the step Equivalence', () => {
  for (const [rule, original, target, done] of [
    ['I10 an offer of another cloud', 'ENTERPRISEPACK', 'ENTERPRISEPACK_GOV', false],
    ['L6 an offer for other people', 'ENTERPRISEPACK', 'ENTERPRISEPACKPLUS_FACULTY', false],
    ['R6 an offer that is no longer sold', 'O365_BUSINESS_ESSENTIALS', 'ENTERPRISEWITHSCAL', false],
    ['E2 an offer that loses data', 'EXCHANGESTANDARD', 'EXCHANGEDESKLESS', true],
  ] as const) {
    it(`when somebody accepted ${rule}, then it is ${done ? 'done' : 'still open'}`, () => {
      assert.equal(step([replacing(original, target)])?.status === 'done', done);
    });
  }

  it('when C10 the chosen offer is closed to new customers, then the step says so beside its verdict', () => {
    const codes = step([replacing('O365_BUSINESS_ESSENTIALS', 'ENTERPRISEPACK')])?.verdicts.map((v) => v.code);
    assert.ok(codes?.includes('equivalence.equivalent'));
    assert.ok(codes?.includes('equivalence.target-end-of-sale-unconfirmed'));
  });
  it('when two originals carry the same id, then the seats of both are judged', () => {
    const { assessment } = assessed([
      anOriginal({ seats: 10, assignedSeats: 20 }),
      anOriginal({ assignedSeats: null }),
    ]);
    assert.deepEqual(
      assessment.originals.map((o) => o.seats.map((v) => v.code)),
      [['seats.assigned-above-total'], ['seats.ask-assigned']],
    );
  });
  it('when L6 the customer is a school, then offers of its segment are proposed first, else the commercial ones', () => {
    const catalogue = [
      anOffer('SPB', { catalogSku: 'EDU:1', segment: 'education' }),
      anOffer('SPB', { catalogSku: 'COM:1' }),
    ];
    const proposed = (qualifications: readonly string[]) =>
      assessed([anOriginal()], qualifications, catalogue).assessment.originals[0]?.proposals.map((p) => p.catalogSku);
    assert.deepEqual([proposed(['Education']), proposed([])], [['EDU:1'], ['COM:1']]);
  });
});
