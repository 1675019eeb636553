import type { CsvValue } from '../services/files/csv.ts';
import type { AssessedOriginal, Assessment } from '../services/moves/assessment.ts';
import type { Move, Step } from '../services/moves/move.ts';
import { ROOMY } from './room.ts';
import { type Speaker, speaker } from './speaker.ts';
import type { Reader } from './view.ts';

type Rows = readonly (readonly CsvValue[])[];

/** A move as a table with a header in the reader's language, a line for each original. Dates are ISO calendar dates. */
export function moveTable(move: Move, assessment: Assessment, reader: Reader): Rows {
  const say = speaker(reader.locale, UNCUT);
  const header = MOVE_COLUMNS.map((column) => say.plain(`export.column.${column}`));
  return [header, ...assessment.originals.map((line) => originalLine(say, move, line))];
}

/** The header of a table of moves, in the reader's language. */
export function boardHeader(reader: Reader): Rows[number] {
  const say = speaker(reader.locale, UNCUT);
  return BOARD_COLUMNS.map((column) => say.plain(`export.column.${column}`));
}

/** These moves as lines of such a table, one for each, the customer's name first. */
export function boardLines(moves: readonly BoardLine[], reader: Reader): Rows {
  const say = speaker(reader.locale, UNCUT);
  return moves.map(({ move, current, nextDate }) => [
    move.customer.name,
    move.customer.domain,
    say.plain(`step.${current.id}.title`),
    say.plain(current.status === 'current' ? 'status.current-ask' : `status.${current.status}`),
    nextDate,
    ...countsOf(move),
    move.facts.originals.map(({ endDate }) => endDate).reduce(earlier, null),
    move.openedBy.name,
    move.openedAt.slice(0, 10),
  ]);
}

/** Subscriptions and their seats; empty as long as none is known: a 0 would be added up as if it were one. */
function countsOf({ facts: { originals } }: Move): readonly [number | null, number | null] {
  return originals.length === 0 ? [null, null] : [originals.length, originals.reduce((sum, o) => sum + o.seats, 0)];
}

export interface BoardLine {
  readonly move: Move;
  readonly current: Step;
  /** When the bot speaks up next; null: nothing is planned. */
  readonly nextDate: string | null;
}

/** In a file there is room for every name. */
const UNCUT = { ...ROOMY, name: 1000 };

const BOARD_COLUMNS = [
  'customer',
  'domain',
  'step',
  'status',
  'next',
  'originals',
  'seats',
  'first-end',
  'opened-by',
  'opened-on',
];

const MOVE_COLUMNS = [
  ...[
    'customer',
    'domain',
    'original',
    'part-number',
    'subscription-id',
    'seats',
    'assigned',
    'end',
    'renews',
    'source',
    'start',
  ],
  ...['path', 'target', 'target-seats', 'verdict', 'seat-verdicts', 'ended'],
];

function originalLine(
  say: Speaker,
  { customer }: Move,
  { original: o, equivalence, seats }: AssessedOriginal,
): readonly CsvValue[] {
  return [
    customer.name,
    customer.domain,
    o.name,
    o.partNumber,
    o.id,
    o.seats,
    o.assignedSeats,
    o.endDate,
    o.autoRenew === null ? null : say.yesNo(o.autoRenew),
    o.source === null ? null : say.word('source', o.source),
    o.termStart,
    o.path === null ? null : say.plain(`path.${o.path}.title`),
    o.target?.name ?? null,
    o.target?.seats ?? null,
    equivalence === null ? null : say.verdictPlain(equivalence.verdict),
    seats.map((verdict) => say.verdictPlain(verdict)).join(' ') || null,
    o.ended?.on ?? null,
  ];
}

const earlier = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a < b ? a : b);
