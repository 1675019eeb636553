import type { EndOfTerm } from '../rules/end-of-term.ts';
import type { Equivalence, Lifecycle, PathOption, ProposedTarget } from '../rules/judgement.ts';
import type { Verdict } from '../rules/verdict.ts';
import type { Original } from './move.ts';

/** Everything the rules say about one move on one day. Computed, never stored. */
export interface Assessment {
  readonly region: Verdict;
  readonly relationship: Verdict;
  readonly agreement: Verdict;
  readonly eligibility: readonly Verdict[];
  readonly originals: readonly AssessedOriginal[];
  /** Seat rules that concern the customer as a whole (family cap, tenant limits). */
  readonly seats: readonly Verdict[];
  /** What is active of what was ordered or reported; empty before that. */
  readonly provisioning: readonly Verdict[];
  readonly credit: readonly Verdict[];
}

export interface AssessedOriginal {
  readonly original: Original;
  readonly lifecycle: Lifecycle;
  /** What has to happen at the source so that it ends: card, letter and reminder say the same. */
  readonly end: EndOfTerm;
  readonly paths: readonly PathOption[];
  /** Verdict on the chosen target; null while none is chosen. */
  readonly equivalence: Equivalence | null;
  /** Offers that could take its place, best first. */
  readonly proposals: readonly ProposedTarget[];
  readonly seats: readonly Verdict[];
}
