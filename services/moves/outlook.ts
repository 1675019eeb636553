import type { Equivalence } from '../rules/judgement.ts';
import { heaviest, type Severity, type Verdict } from '../rules/verdict.ts';
import type { AssessedOriginal, Assessment } from './assessment.ts';
import type { MoveFacts, MovePath, Original } from './move.ts';
import { openQuestions } from './open-questions.ts';

/** How much stands in the way, heaviest first; `decide`: a person has to decide something by name. */
const WEIGHTS = ['stop', 'decide', 'ask', 'warn', 'note', 'ok'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** What is the matter with an original; `check.what.<finding>` is its clause. */
export type Finding =
  | 'contradiction'
  | 'chosen-way'
  | 'seats'
  | 'no-offer'
  | 'discontinued'
  | 'loses'
  | 'unknown-offer'
  | 'source'
  | 'end-date'
  | 'renewal'
  | 'open'
  | 'warning';

/** What can be said about one original: the chosen way and offer, or the best ones as long as nothing is chosen. */
export interface OriginalOutlook {
  readonly assessed: AssessedOriginal;
  readonly weight: Weight;
  /** Heaviest first. */
  readonly findings: readonly Finding[];
  readonly path: MovePath | null;
  readonly offer: string | null;
  readonly equivalence: Equivalence | null;
  /** Last day (UTC calendar date) on which it can be carried over in order; null = none is known. */
  readonly actBy: string | null;
}

/** What stands in the way of a move as far as it can be seen, heaviest first. */
export interface Outlook {
  readonly weight: Weight;
  /** Judgements about the customer as a whole. */
  readonly verdicts: readonly Verdict[];
  readonly originals: readonly OriginalOutlook[];
}

/**
 * The outlook of a move. Pure. Without a relationship Partner Center tells nothing of agreement and vetting: that is not something
 * to ask for yet.
 */
export function outlookOf(
  facts: Pick<MoveFacts, 'originals'>,
  assessment: Assessment,
  customer: Verdict | null = null,
): Outlook {
  const { region, relationship, agreement, eligibility, seats } = assessment;
  const related = relationship.severity === 'ok' ? [agreement, ...eligibility] : [];
  const verdicts = [...(customer === null ? [] : [customer]), region, relationship, ...related, ...seats].sort(
    (a, b) => rank(a.severity) - rank(b.severity),
  );
  const questions = openQuestions(assessment.originals);
  const originals = assessment.originals
    .map((assessed, i) => outlookOn(assessed, (questions[i]?.contradictions.length ?? 0) > 0))
    .sort((a, b) => rank(a.weight) - rank(b.weight) || compareDates(a.actBy, b.actBy));
  const weights = [...verdicts.map((v) => v.severity), ...originals.map((o) => o.weight)];
  const weight = WEIGHTS.find((w) => weights.includes(w)) ?? 'ok';
  return { weight: facts.originals.length === 0 && weight === 'ok' ? 'note' : weight, verdicts, originals };
}

/** Place in the order of weight, 0 for what stops. */
const rank = (weight: Weight): number => WEIGHTS.indexOf(weight);

function outlookOn(assessed: AssessedOriginal, contradictory: boolean): OriginalOutlook {
  const { original, paths, lifecycle } = assessed;
  const recommended = paths.find((p) => p.recommended);
  const path = original.path ?? recommended?.path ?? null;
  const buys = path === null || path === 'buy-and-let-end';
  const best = buys && original.target === null && original.ended === null ? assessed.proposals[0] : undefined;
  const equivalence = original.target === null ? (best?.equivalence ?? null) : assessed.equivalence;
  const stays = path === 'leave' || original.ended !== null;
  const found = stays ? [] : findings(assessed, { contradictory, buys, equivalence });
  return {
    assessed,
    weight: found[0]?.weight ?? (stays ? 'ok' : heaviest(lifecycle.verdicts) === 'ok' ? 'ok' : 'note'),
    findings: found.map((f) => f.finding),
    path,
    offer: original.target?.name ?? best?.name ?? null,
    equivalence,
    actBy: stays ? null : path === 'transfer' ? lifecycle.endDate : lifecycle.provisionBy,
  };
}

interface Found {
  readonly finding: Finding;
  readonly weight: Weight;
}

function findings(
  { original, paths, lifecycle, seats }: AssessedOriginal,
  {
    contradictory,
    buys,
    equivalence,
  }: { readonly contradictory: boolean; readonly buys: boolean; readonly equivalence: Equivalence | null },
): readonly Found[] {
  const way = paths.find((p) => p.path === original.path);
  const found: readonly (Found | false)[] = [
    way !== undefined && heaviest(way.verdicts) === 'stop' && { finding: 'chosen-way', weight: 'stop' },
    buys && heaviest(seats) === 'stop' && { finding: 'seats', weight: 'stop' },
    contradictory && { finding: 'contradiction', weight: 'decide' },
    buys && decision(original, equivalence),
    ...asked(lifecycle.verdicts),
    heaviest(lifecycle.verdicts) === 'warn' && { finding: 'warning', weight: 'warn' },
  ];
  return found.filter((f) => f !== false);
}

/** What a person has to decide about the offer; `false` where it is the same or covers everything. */
function decision({ target }: Original, equivalence: Equivalence | null): Found | false {
  if (equivalence === null || !equivalence.confirmable) return { finding: 'no-offer', weight: 'decide' };
  if (!equivalence.needsConfirmation || (target?.lossAccepted ?? null) !== null) return false;
  switch (equivalence.kind) {
    case 'discontinued':
      return { finding: 'discontinued', weight: 'decide' };
    case 'unknown':
      return { finding: 'unknown-offer', weight: 'decide' };
    default:
      return { finding: 'loses', weight: 'decide' };
  }
}

const QUESTIONS: Readonly<Record<string, Finding>> = {
  'lifecycle.ask-source': 'source',
  'lifecycle.ask-partner-commerce': 'source',
  'lifecycle.ask-billing-account': 'source',
  'lifecycle.ask-end-date': 'end-date',
  'lifecycle.ask-auto-renew': 'renewal',
  'lifecycle.ask-renewed': 'renewal',
  'lifecycle.ask-new-end-date': 'renewal',
};

function asked(verdicts: readonly Verdict[]): readonly Found[] {
  const asks = verdicts.filter((v) => v.severity === 'ask').map((v) => QUESTIONS[v.code] ?? 'open');
  return [...new Set(asks)].map((finding) => ({ finding, weight: 'ask' }));
}

const compareDates = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;

/** The colour of a weight. */
export const severityOf = (weight: Weight): Severity => (weight === 'decide' ? 'ask' : weight);
