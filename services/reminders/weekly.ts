import type { Temporal } from 'temporal-polyfill';
import { todayUtc } from '../clock.ts';
import { type Move, STEP_IDS, type StepId } from '../moves/move.ts';
import type { MoveState } from '../moves/move-service.ts';
import type { Services } from '../services.ts';
import type { Cut, Ending, Whose } from '../store/in-flight.ts';
import type { Reminder } from '../store/reminder-rows.ts';

/** How far ahead the ends of terms are told. */
const WEEKS_AHEAD = 4;
/** How far ahead they are counted by month. */
const MONTHS_AHEAD = 6;
/** What passed longer ago is no news. */
const DAYS_BACK = 30;
/** Most moves whose steps are derived for one overview: beyond, only their number is told. */
const MOST_DERIVED = 300;
const MOST_LISTED = 12;

/** Everything in flight. */
export interface Overview {
  readonly open: number;
  /** Where the moves stand; of so many that nobody has touched for longest, where there are more. */
  readonly byStep: readonly { readonly step: StepId; readonly count: number }[];
  /** How many originals end in each of the coming months. */
  readonly ends: readonly { readonly month: string; readonly count: number }[];
  readonly ending: Cut<Ending>;
  readonly overdue: Cut<Reminder>;
  /** Moves that wait for the customer, another partner or Microsoft, the longest first. */
  readonly waiting: Cut<MoveState>;
  /** Reminders with nobody on them. */
  readonly unassigned: Cut<Reminder>;
  /** The moves that the lists of reminders name. */
  readonly moves: ReadonlyMap<string, Move>;
}

/** Since which day a move has waited for somebody outside, in the step where it stands; null: nobody knows. */
export function waitsSince({ move: { facts, openedAt }, current }: MoveState): string | null {
  switch (current.id) {
    case 'relationship':
      return (facts.relationship.invited?.at ?? openedAt).slice(0, 10);
    case 'agreement':
      return (facts.relationship.acceptedAt ?? openedAt).slice(0, 10);
    case 'provision':
      return facts.provisioning.requested?.at.slice(0, 10) ?? null;
    default:
      return null;
  }
}

/** What an overview is read from. */
export type OverviewSources = Pick<Services, 'moves' | 'moveStore' | 'inFlight' | 'clock' | 'overviews'>;

/**
 * Reads the overview of all moves, or of those opened in one conversation. It is the same for everybody who looks: who asks while it is
 * being read waits for the same one, so that a channel full of people costs one reading.
 */
export function overviewOf(sources: OverviewSources, whose: Whose): Promise<Overview> {
  const today = todayUtc(sources.clock);
  const key = JSON.stringify([whose.conversationId, today.toString()]);
  return sources.overviews.of(key, () => readOverview(sources, whose, today));
}

async function readOverview(
  { moves, moveStore, inFlight }: OverviewSources,
  whose: Whose,
  today: Temporal.PlainDate,
): Promise<Overview> {
  const day = today.toString();
  const to = today.add({ weeks: WEEKS_AHEAD }).toString();
  const since = today.subtract({ days: DAYS_BACK }).toString();
  const [open, ending, ends, overdue, unassigned, listed] = await Promise.all([
    inFlight.open(whose),
    inFlight.ending(whose, { from: day, to, limit: MOST_LISTED }),
    inFlight.endingByMonth(whose, { from: day, to: today.add({ months: MONTHS_AHEAD }).toString() }),
    inFlight.overdue(whose, { since, today: day, limit: MOST_LISTED }),
    inFlight.unassigned(whose, { today: day, limit: MOST_LISTED }),
    moveStore.untouched(whose, MOST_DERIVED),
  ]);
  const states = await Promise.all(listed.map((move) => moves.derived(move)));
  const counts = new Map<StepId, number>();
  for (const { current } of states) counts.set(current.id, (counts.get(current.id) ?? 0) + 1);
  const waiting = states
    .filter(({ current }) => current.status === 'waiting')
    .sort((a, b) => (waitsSince(a) ?? '9999').localeCompare(waitsSince(b) ?? '9999'));
  const ids = [...ending.items, ...overdue.items, ...unassigned.items].map(({ moveId }) => moveId);
  const named = await moveStore.loadMany([...new Set(ids)]);
  return {
    open,
    byStep: STEP_IDS.flatMap((step) => {
      const count = counts.get(step);
      return count === undefined ? [] : [{ step, count }];
    }),
    ends,
    ending,
    overdue,
    waiting: { items: waiting.slice(0, MOST_LISTED), total: waiting.length },
    unassigned,
    moves: new Map(named.map((move) => [move.id, move])),
  };
}
