import type { Temporal } from 'temporal-polyfill';
import { judgeCredit } from '../rules/credit.ts';
import { judgeAgreement, judgeEligibility } from '../rules/eligibility.ts';
import { judgeEquivalence, proposeTargets } from '../rules/equivalence.ts';
import type { CatalogOffer, ProposedTarget } from '../rules/judgement.ts';
import { judgeLifecycle } from '../rules/lifecycle.ts';
import { choosePaths } from '../rules/path.ts';
import { judgeRegion } from '../rules/region.ts';
import { judgeSeats } from '../rules/seats.ts';
import type { SkuFacts } from '../rules/sku-facts.ts';
import type { Assessment } from './assessment.ts';
import type { Move } from './move.ts';
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
  const seats = judgeSeats(facts.originals, { catalogue });
  return {
    region: judgeRegion({ partnerCountry: facts.partnerCountry, tenantCountry: facts.tenantCountry }),
    relationship: judgeRelationship(facts.relationship),
    agreement: judgeAgreement(facts.agreement),
    eligibility: judgeEligibility(facts.eligibility),
    originals: facts.originals.map((original) => {
      let proposals: readonly ProposedTarget[] | undefined;
      return {
        original,
        lifecycle: judgeLifecycle(original, today),
        paths: choosePaths(original, today),
        equivalence: original.target === null ? null : judgeEquivalence(skus, original.skuId, original.target.skuId),
        get proposals() {
          proposals ??= proposeTargets(skus, original.skuId, catalogue);
          return proposals;
        },
        seats: seats.byOriginal.get(original.id) ?? [],
      };
    }),
    seats: seats.overall,
    provisioning: judgeProvisioning(facts),
    credit: judgeCredit(facts.originals, facts.relationship.delegatedSupport),
  };
}
