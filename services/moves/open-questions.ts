import type { Lifecycle } from '../rules/judgement.ts';
import { judgeSeats } from '../rules/seats.ts';
import type { Verdict } from '../rules/verdict.ts';
import type { Move, MoveFacts, Original } from './move.ts';
import { isUnderWay } from './transfer-commands.ts';

/** What is wrong with the facts of an original, and what is not known of it. */
export interface OpenQuestions {
  /** Facts that cannot be true together: nothing is built on them, whoever says what. */
  readonly contradictions: readonly Verdict[];
  /** Facts that are missing: the list goes on with them only when a person says that they are not known. */
  readonly unknown: readonly Verdict[];
}

/**
 * The fact nothing can be planned without, the first that is missing: where it was bought decides which ways are open, and every date
 * counts from its end. Null: both are known; whatever else is open may stay unknown.
 */
export function missingFact({ source, endDate }: Pick<Original, 'source' | 'endDate'>): 'source' | 'endDate' | null {
  if (source === null) return 'source';
  return endDate === null ? 'endDate' : null;
}

/** The questions about each original, in the order they are given (rules N4, N5, R3; what the lifecycle rule asks for). */
export function openQuestions(
  originals: readonly { readonly original: Original; readonly lifecycle: Pick<Lifecycle, 'verdicts'> }[],
): readonly OpenQuestions[] {
  // As they are today, without what is planned for them.
  const today = originals.map(({ original }) => ({ ...original, target: null, path: 'leave' as const }));
  const { byOriginal } = judgeSeats(today);
  return originals.map(({ original, lifecycle }) => {
    if (original.ended !== null) return NONE;
    const asked = [...lifecycle.verdicts, ...(byOriginal.get(original.id) ?? [])].filter((v) => v.severity === 'ask');
    return {
      contradictions: asked.filter(isContradiction),
      unknown: staysAsItIs(original) ? [] : asked.filter((v) => !isContradiction(v)),
    };
  });
}

export const isContradiction = ({ code }: Pick<Verdict, 'code'>): boolean => CONTRADICTIONS.has(code);

/** Something was ordered, reported or asked for: what it was built on can no longer be changed. */
export function isBegun({ provisioning: { state, order }, transfers }: MoveFacts): boolean {
  return (state !== 'none' && !(state === 'ordered' && order?.failure)) || transfers.some(isUnderWay);
}

/** Whether the list of a move holds it up: contradictory, or open without anybody's word that the rest is not known. */
export function holdsUp({ facts }: Pick<Move, 'facts'>, questions: readonly OpenQuestions[]): boolean {
  if (isBegun(facts)) return false;
  return questions.some(
    ({ contradictions, unknown }) =>
      contradictions.length > 0 || (unknown.length > 0 && facts.originalsUnknown === null),
  );
}

const NONE: OpenQuestions = { contradictions: [], unknown: [] };

const CONTRADICTIONS: ReadonlySet<string> = new Set([
  'lifecycle.not-a-date',
  'lifecycle.end-before-start',
  'seats.not-a-count',
  'seats.assigned-above-total',
]);

/** Ours already, or of another tenant: nothing of it is planned. */
const staysAsItIs = ({ source }: Original): boolean => source === 'own' || source === 'other-tenant';
