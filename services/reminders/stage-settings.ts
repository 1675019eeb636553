import type { SentenceParams } from '../errors.ts';
import { figures } from '../rules/figures.ts';
import { FURTHEST_STAGE, MOST_STAGES, type StageId, type TeamSettings } from './team-settings.ts';

/** What was wrong with a list of days that somebody typed; `params` fill its sentence. */
export type StageProblem = 'stages.none' | 'stages.not-a-number' | 'stages.out-of-range' | 'stages.too-many';

export type StageReading =
  | {
      /** In order, each once. */
      readonly ok: readonly number[];
      /** Those of `ok` that nobody typed and that stay all the same. */
      readonly added: readonly number[];
    }
  | { readonly problem: StageProblem; readonly params: SentenceParams };

/**
 * Reads the days that a person typed, such as `60, 30 14;7`: in any order, apart by spaces, commas or semicolons.
 *
 * A number without a sign is meant as the anchor counts: `30` is 30 days before an end and 30 days after an invitation. A sign says it
 * outright: `-1` is the day before, `+1` the day after.
 *
 * | anchor         | typed               | read                                   |
 * | -------------- | ------------------- | -------------------------------------- |
 * | original-end   | `30, 7, 1, 0, +1`   | -30 -7 -1 0 1                          |
 * | original-end   | `7 30 7`            | -30 -7, and -1 is added                |
 * | original-end   | `+2`                | out of range                           |
 * | original-grace | `7; 29 +14`         | 7 14 29                                |
 * | original-grace | `7`                 | 7, and 29 is added                     |
 * | original-grace | `-7`                | out of range                           |
 *
 * | problem               | params                                                                  |
 * | --------------------- | ----------------------------------------------------------------------- |
 * | `stages.none`         | none                                                                    |
 * | `stages.not-a-number` | `typed`: the word                                                       |
 * | `stages.out-of-range` | `typed`, `earliest`, `latest`: as a person would type them              |
 * | `stages.too-many`     | `most`, `stays`: the day that counts among them even if nobody typed it; null where none does |
 */
export function readStages(id: StageId, typed: string): StageReading {
  const { counts, earliest, latest, stays } = stageLimits(id);
  const days = new Set<number>();
  for (const word of typed.split(/[\s,;]+/u).filter((part) => part !== '')) {
    const day = readDay(word, counts);
    if (day === null) return { problem: 'stages.not-a-number', params: { typed: shortened(word) } };
    if (day < earliest || day > latest) {
      const range = { earliest: formatStages(id, [earliest]), latest: formatStages(id, [latest]) };
      return { problem: 'stages.out-of-range', params: { typed: shortened(word), ...range } };
    }
    days.add(day);
  }
  if (days.size === 0) return { problem: 'stages.none', params: {} };

  const added = stays === null || days.has(stays) ? [] : [stays];
  const ok = inOrder([...days, ...added]);
  if (ok.length > MOST_STAGES) {
    const params = { most: MOST_STAGES, stays: stays === null ? null : formatStages(id, [stays]) };
    return { problem: 'stages.too-many', params };
  }
  return { ok, added };
}

/** The text that {@link readStages} reads back as the same days: `90, 30, 1, 0, +1` for an end, `7, 29` for what is counted from a beginning. */
export function formatStages(id: StageId, days: readonly number[]): string {
  const { counts } = RULES[id];
  return inOrder(days)
    .map((day) => (counts === 'before' ? (day > 0 ? `+${day}` : `${-day}`) : `${day}`))
    .join(', ');
}

/**
 * When to remind by the team's settings: its own days, else those of data/figures.json. What is stored is held to the same limits as what is
 * typed: days that are not possible (any more) are left out, and the day that always stays is there.
 */
export function stagesOf({ stages }: Pick<TeamSettings, 'stages'>): (id: StageId) => readonly number[] {
  const known = new Map<StageId, readonly number[]>();
  return (id) => {
    let days = known.get(id);
    if (days === undefined) {
      days = possible(id, stages[id] ?? []);
      known.set(id, days);
    }
    return days;
  };
}

/** What a team may choose for one anchor, in days from it. */
export interface StageLimits {
  /** What a number without a sign means. */
  readonly counts: 'before' | 'after';
  readonly earliest: number;
  readonly latest: number;
  /** The day that stays, whatever else the team chooses; null where nothing is lost by waiting. */
  readonly stays: number | null;
}

/**
 * The limits of an anchor. The last reminder before a deadline cannot be switched off: without it nobody would hear before licences, data or
 * money are lost. It is the last of the product's own days that comes before the deadline and not only on it.
 *
 * | anchor                  | from   | to   | deadline                                          | stays |
 * | ----------------------- | ------ | ---- | ------------------------------------------------- | ----- |
 * | invitation-sent         | 1      | 365  | none                                              |       |
 * | transfer-created        | 1      | 30   | 30: the request lapses                            | 29    |
 * | original-end            | -365   | +1   | 0: the last day of the term                       | -1    |
 * | original-grace          | 2      | 30   | 30: the last day of grace                         | 29    |
 * | original-disabled       | 1      | 90   | 90: the earliest day on which data may be gone    | 88    |
 * | original-extended-term  | 2      | 365  | none: it is paid on and on                        |       |
 * | original-unresolved     | 2      | 365  | 7: the last day to cancel a renewal               | 3     |
 * | credit-open, -asked     | 1      | 365  | none                                              |       |
 * | target-provisioned      | -7     | 0    | 0: the last day to cancel                         | -1    |
 * | target-term-end         | -365   | 0    | 0: the last day of the term                       | -1    |
 * | target-term-end-unknown | -365   | 0    | 0: the last day of the term                       | -7    |
 * | gdap-expiry             | -365   | 0    | 0: the last day of the rights                     | -1    |
 *
 * The day after an end belongs to `original-end`, so that no other anchor tells the same on the same day.
 */
export function stageLimits(id: StageId): StageLimits {
  const { counts, from, to, deadline } = RULES[id];
  const ends = deadline?.();
  const before =
    ends === undefined
      ? []
      : figures()
          .stages(id)
          .filter((day) => day < ends);
  return {
    counts,
    earliest: from?.() ?? (counts === 'before' ? -FURTHEST_STAGE : 1),
    latest: to?.() ?? ends ?? FURTHEST_STAGE,
    stays: before.length === 0 ? null : Math.max(...before),
  };
}

interface StageRule {
  readonly counts: StageLimits['counts'];
  /** Where the first day is not as far away as it can be. */
  readonly from?: () => number;
  /** Where the last day is not the deadline. */
  readonly to?: () => number;
  /** Last day on which something can be done. */
  readonly deadline?: () => number;
}

const anchorDay = () => 0;
const dayAfterEnd = () => 1;
const afterThat = () => dayAfterEnd() + 1;
const cancellationWindow = () => figures().days('cancellation-window');

const RULES: Readonly<Record<StageId, StageRule>> = {
  'invitation-sent': { counts: 'after' },
  'transfer-created': { counts: 'after', deadline: () => figures().days('transfer-request') },
  'original-end': { counts: 'before', to: dayAfterEnd, deadline: anchorDay },
  'original-grace': { counts: 'after', from: afterThat, deadline: () => figures().days('grace') },
  'original-disabled': {
    counts: 'after',
    deadline: () => Math.min(figures().days('data-after-lockout'), figures().days('data-after-enterprise-agreement')),
  },
  'original-extended-term': { counts: 'after', from: afterThat },
  'original-unresolved': { counts: 'after', from: afterThat, to: () => FURTHEST_STAGE, deadline: cancellationWindow },
  'credit-open': { counts: 'after' },
  'credit-asked': { counts: 'after' },
  'target-provisioned': { counts: 'before', from: () => -cancellationWindow(), deadline: anchorDay },
  'target-term-end': { counts: 'before', deadline: anchorDay },
  'target-term-end-unknown': { counts: 'before', deadline: anchorDay },
  'gdap-expiry': { counts: 'before', deadline: anchorDay },
};

/** Null for what is no whole number. Keyboards write a minus as a dash. */
function readDay(word: string, counts: StageLimits['counts']): number | null {
  const [, sign, digits] = /^([-+\u2212\u2013]?)([0-9]+)$/u.exec(word) ?? [];
  if (digits === undefined) return null;
  const isBefore = sign === '' ? counts === 'before' : sign !== '+';
  return isBefore ? -Number(digits) : Number(digits);
}

function possible(id: StageId, stored: readonly number[]): readonly number[] {
  const { earliest, latest, stays } = stageLimits(id);
  const days = stored.filter((day) => day >= earliest && day <= latest);
  if (days.length === 0) return figures().stages(id);
  return inOrder(stays === null ? days : [...days, stays]);
}

/** What a sentence can bear of a word that makes no sense. */
const shortened = (word: string): string => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word);
const LONGEST_WORD = 20;

const inOrder = (days: readonly number[]): readonly number[] => [...new Set(days)].sort((a, b) => a - b);
