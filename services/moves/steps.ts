import { earnsCredit } from '../rules/credit.ts';
import { judgeCustomer } from '../rules/customer.ts';
import { stillOpen } from '../rules/end-of-term.ts';
import { asksForDecision } from '../rules/region.ts';
import { heaviest, type Severity, type Verdict } from '../rules/verdict.ts';
import type { AssessedOriginal, Assessment } from './assessment.ts';
import type { Move, MoveFacts, Step, StepId, StepStatus } from './move.ts';
import { STEP_IDS } from './move.ts';
import { holdsUp, isBegun, isContradiction, missingFact, openQuestions } from './open-questions.ts';
import { isUnderWay } from './transfer-commands.ts';
import { transferStanding } from './transfer-standing.ts';

/**
 * The twelve steps of a move, derived from its facts and what the rules say about them today. Pure: a fact that changes
 * moves the steps with it.
 *
 * Each step on its own is finished, not needed, or open (workable, waiting for somebody outside, or stopped). The first
 * open one is the step to work on; every open one behind it is ahead.
 */
export function deriveSteps(move: Move, assessment: Assessment): readonly Step[] {
  let reached = false;
  return STEP_IDS.map((id) => {
    const { status, verdicts } = RULES[id](move.facts, assessment);
    const sorted = [...verdicts].sort((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity]);
    const open = status === 'current' || status === 'waiting' || status === 'stopped';
    const shown: StepStatus = open && reached ? 'ahead' : status;
    if (open) reached = true;
    return { id, status: shown, severity: heaviest(sorted), verdicts: sorted };
  });
}

/** The step to work on: the first that is neither finished nor without object; the last one when all are. */
export function currentStep(steps: readonly Step[]): Step {
  const open = steps.find((s) => s.status === 'current' || s.status === 'waiting' || s.status === 'stopped');
  const last = open ?? steps.at(-1);
  if (last === undefined) throw new Error('a move always has its steps');
  return last;
}

const WEIGHT: Record<Severity, number> = { ok: 0, note: 1, warn: 2, ask: 3, stop: 4 };

interface OwnStatus {
  readonly status: Exclude<StepStatus, 'ahead'>;
  readonly verdicts: readonly Verdict[];
}

const RULES: Record<StepId, (facts: MoveFacts, a: Assessment) => OwnStatus> = {
  customer: () => ({ status: 'done', verdicts: [judgeCustomer(null)] }),

  region: (facts, { region }) => {
    const verdicts = [region];
    if (asksForDecision(region) && facts.regionDecision !== null) {
      return { status: facts.regionDecision.value === 'same-market' ? 'done' : 'stopped', verdicts };
    }
    return { status: byVerdicts(verdicts), verdicts };
  },

  relationship: (facts, { relationship }) => {
    const verdicts = [relationship];
    const { status, invited } = facts.relationship;
    if (status === 'reseller') return { status: 'done', verdicts };
    if (status === 'refused') return { status: 'stopped', verdicts };
    return { status: invited === null ? 'current' : 'waiting', verdicts };
  },

  agreement: (facts, { agreement, eligibility }) => {
    // What Partner Center does not tell, a person may have looked up there; a refusal stays one.
    const open = facts.eligibility.confirmed === null ? eligibility : eligibility.filter((v) => v.severity !== 'ask');
    return { status: byVerdicts([agreement, ...open]), verdicts: [agreement, ...eligibility] };
  },

  originals: (facts, { originals }) => {
    const questions = openQuestions(originals);
    const seats = questions
      .flatMap((q) => [...q.contradictions, ...q.unknown])
      .filter((v) => v.code.startsWith('seats.'));
    const verdicts = [...originals.flatMap((o) => o.lifecycle.verdicts), ...seats];
    const complete = facts.originals.length > 0 && facts.originals.every((o) => missingFact(o) === null);
    const settled = complete && facts.originalsConfirmed !== null && !holdsUp({ facts }, questions);
    return { status: settled ? 'done' : 'current', verdicts };
  },

  path: (facts, { originals }) => {
    const verdicts = originals.flatMap((o) =>
      o.paths.filter((p) => p.path === o.original.path).flatMap((p) => p.verdicts),
    );
    const passable = isBegun(facts) || originals.every(hasPassablePath);
    return { status: chosen(facts) && passable ? 'done' : 'current', verdicts };
  },

  equivalence: (facts, { originals, seats }) => {
    const bought = originals.filter((o) => needsTarget(o));
    if (chosen(facts) && bought.length === 0) return { status: 'not-needed', verdicts: [] };
    const verdicts = [
      ...bought.flatMap((o) => [...(o.equivalence ? [o.equivalence.verdict, ...o.equivalence.also] : []), ...o.seats]),
      ...seats,
    ];
    const begun = isBegun(facts);
    const counted = begun || (!stops(seats) && bought.every((o) => seatsAreKnown(o, facts)));
    return { status: chosen(facts) && bought.every(decided) && counted ? 'done' : 'current', verdicts };
  },

  provision: (facts, { provisioning }) => {
    const { state, order } = facts.provisioning;
    if (chosen(facts) && moving(facts).length === 0) return { status: 'not-needed', verdicts: [] };
    if (state === 'verified') return { status: 'done', verdicts: provisioning };
    if (facts.provisioning.approval !== null && facts.provisioning.approval.outcome === null)
      return { status: 'waiting', verdicts: provisioning };
    if (state === 'none' || (state === 'ordered' && (order?.failure || !transfersAsked(facts))))
      return { status: 'current', verdicts: provisioning };
    return { status: 'waiting', verdicts: provisioning };
  },

  licences: (facts, { originals }) => {
    const reassigned = originals.filter((o) => needsTarget(o) && o.equivalence?.reassignment);
    if (chosen(facts) && reassigned.length === 0) return { status: 'not-needed', verdicts: [] };
    return { status: facts.licencesConfirmed === null ? 'current' : 'done', verdicts: [] };
  },

  'end-originals': (facts, { originals }) => {
    const open = originals.filter((o) => isMoving(o) && o.original.ended === null);
    if (chosen(facts) && moving(facts).length === 0) return { status: 'not-needed', verdicts: [] };
    if (open.length === 0) return { status: chosen(facts) ? 'done' : 'current', verdicts: [] };
    const verdicts = open.flatMap((o) => stillOpen(o.lifecycle, o.end));
    return { status: open.some((o) => o.end.yourTurn) ? 'current' : 'waiting', verdicts };
  },

  credit: (facts, { credit }) => {
    if (facts.originals.length > 0 && !facts.originals.some(earnsCredit)) return { status: 'not-needed', verdicts: [] };
    const settled =
      facts.credit?.status === 'granted' ||
      facts.credit?.status === 'refused' ||
      facts.credit?.status === 'not-claimed';
    if (settled) return { status: 'done', verdicts: credit };
    return { status: facts.credit?.status === 'requested' ? 'waiting' : 'current', verdicts: credit };
  },

  done: (facts) => ({ status: facts.closed === null ? 'current' : 'done', verdicts: [] }),
};

function byVerdicts(verdicts: readonly Verdict[]): 'done' | 'current' | 'stopped' {
  const worst = heaviest(verdicts);
  if (worst === 'stop') return 'stopped';
  return worst === 'ask' ? 'current' : 'done';
}

const stops = (verdicts: readonly Verdict[]): boolean => heaviest(verdicts) === 'stop';

const chosen = (facts: MoveFacts): boolean =>
  facts.originals.length > 0 && facts.originals.every((o) => o.path !== null);

const moving = (facts: MoveFacts) => facts.originals.filter((o) => o.path !== null && o.path !== 'leave');

/** Nothing is to be transferred, or the transfer was asked for and may still come or has come. */
const transfersAsked = (facts: MoveFacts): boolean => {
  if (moving(facts).every((o) => o.path === 'buy-and-let-end')) return true;
  const last = facts.transfers.at(-1);
  return last !== undefined && (isUnderWay(last) || transferStanding(last) === 'complete');
};

const isMoving = (o: AssessedOriginal): boolean => o.original.path !== null && o.original.path !== 'leave';

/** Only an offer that is bought anew needs a target: a transfer and a channel renewal carry the offer over as it is. */
const needsTarget = (o: AssessedOriginal): boolean => o.original.path === 'buy-and-let-end';

/** The chosen way is one of those it can go, and nothing stands in it. */
/** Whether the way chosen for an original may be gone: what no rule offers, or a rule stops, has to be chosen again. */
export function hasPassablePath({ original, paths }: AssessedOriginal): boolean {
  if (original.ended !== null) return true;
  const way = paths.find((p) => p.path === original.path);
  return way !== undefined && !stops(way.verdicts);
}

/** Money depends on the seats: impossible ones are never passed, unknown ones when a person said that they are not known. */
function seatsAreKnown({ seats, original }: AssessedOriginal, { originalsUnknown }: MoveFacts): boolean {
  if (original.ended !== null) return true;
  return seats.every((v) => v.severity !== 'ask' || (originalsUnknown !== null && !isContradiction(v)));
}

function decided(o: AssessedOriginal): boolean {
  const { target } = o.original;
  if (target === null || o.equivalence === null || stops(o.seats)) return false;
  // Nobody can accept what cannot be had: an offer of another cloud, for other people, or no longer sold.
  return !o.equivalence.needsConfirmation || (o.equivalence.confirmable && target.lossAccepted !== null);
}
