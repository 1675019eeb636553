/** Offers compared: one original with one target, and the targets worth proposing. */
export { judgeEquivalence } from './offer-equivalence.ts';
export { proposeTargets } from './target-proposals.ts';
