import type { Temporal } from 'temporal-polyfill';
import { isoOf } from '../rules/calendar-date.ts';
import { judgeCredit } from '../rules/credit.ts';
import { segmentsOf } from '../rules/customer-segments.ts';
import { judgeAgreement, judgeEligibility } from '../rules/eligibility.ts';
import { judgeEndOfTerm } from '../rules/end-of-term.ts';
import { judgeEquivalence, proposeTargets } from '../rules/equivalence.ts';
import type { CatalogOffer, ProposedTarget } from '../rules/judgement.ts';
import { judgeLifecycle } from '../rules/lifecycle.ts';
import { choosePaths } from '../rules/path.ts';
import { judgeRegion } from '../rules/region.ts';
import { judgeSeats } from '../rules/seats.ts';
import type { SkuFacts } from '../rules/sku-facts.ts';
import type { Assessment } from './assessment.ts';
import type { Move } from './move.ts';
import { isBegun } from './open-questions.ts';
import { judgeProvisioning } from './provisioning.ts';
import { judgeRelationship } from './relationship.ts';

/** What the rules are applied with: the SKU table and what the partner can sell. */
export interface RuleBook {
  readonly skus: SkuFacts;
  readonly catalogue: readonly CatalogOffer[];
}

/**
 * Everything the rules say about a move on one day (UTC calendar date). Pure. The proposals are searched for when they are
 * first read: only the card of the equivalence step shows them, while lists, reminders and jobs assess far more often.
 */
export function assess(move: Move, today: Temporal.PlainDate, { skus, catalogue }: RuleBook): Assessment {
  const { facts } = move;
  // Once something was ordered, the new subscriptions are among those that were counted.
  const tenantSubscriptions = isBegun(facts) ? null : facts.tenantSubscriptions;
  const seats = judgeSeats(facts.originals, { catalogue, tenantSubscriptions });
  const segments = segmentsOf(facts.eligibility.qualifications);
  const provisioned = facts.provisioning.state === 'verified';
  return {
    region: judgeRegion({
      partnerCountry: facts.partnerCountry,
      tenantCountry: facts.tenantCountry,
      cloud: facts.tenantCloud,
    }),
    relationship: judgeRelationship(facts.relationship),
    agreement: judgeAgreement(facts.agreement, isoOf(today)),
    eligibility: judgeEligibility(facts.eligibility),
    originals: facts.originals.map((original, i) => {
      let proposals: readonly ProposedTarget[] | undefined;
      const lifecycle = judgeLifecycle(original, today, provisioned);
      return {
        original,
        lifecycle,
        end: judgeEndOfTerm(original, lifecycle, isoOf(today), provisioned),
        paths: choosePaths(original, today, provisioned, lifecycle),
        equivalence:
          original.target === null ? null : judgeEquivalence(skus, original.skuId, original.target.skuId, today),
        get proposals() {
          proposals ??= proposeTargets(skus, original.skuId, catalogue, { today, segments });
          return proposals;
        },
        seats: seats.each[i] ?? [],
      };
    }),
    seats: seats.overall,
    provisioning: judgeProvisioning(facts),
    credit: judgeCredit(facts.originals, facts.relationship.delegatedSupport, isoOf(today)),
  };
}
