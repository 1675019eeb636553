import type { StepId, StepStatus } from '../services/moves/move.ts';
import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import type { Block } from './blocks.ts';
import { chartInWords, type Share, shareChart } from './charts.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { openLine } from './open-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface MovesListView {
  readonly rows: readonly MoveRow[];
  /** Moves that are not in `rows`. */
  readonly more: number;
  /** How many of all of them stand how, or of those that changed last; left out: those of `rows` are all. */
  readonly states?: Readonly<Partial<Record<StepStatus, number>>>;
  readonly notice?: Sentence | null;
}

export interface MoveRow {
  readonly moveId: string;
  readonly customer: string;
  readonly step: StepId;
  readonly status: StepStatus;
  /** The next date that matters (ISO, UTC); null = none is known. */
  readonly nextDate: string | null;
  readonly version: number;
}

/** The open moves, each a line that opens it. */
export function drawMovesList(view: MovesListView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const { shown, more } = cut(view.rows, say.room);
    const count = view.rows.length + view.more;
    const shares = sharesOf(say, view);
    const drawn = shares.reduce((sum, share) => sum + share.count, 0);
    const chart = say.plain(drawn < count ? 'chart.states-latest' : 'chart.states', { count: drawn });
    return {
      heading: say.plain('moves.title'),
      notice: view.notice ?? null,
      explanation: [count === 0 ? { key: 'moves.none' } : { key: 'moves.what', params: { count } }],
      blocks: [
        ...(shares.length < 2 ? [] : shareChart(say, chart, shares)),
        ...shown.map((row) => moveLine(say, row)),
        ...moreLine(say, more + view.more),
      ],
      also: shares.length < 2 ? [] : [chartInWords(say, chart, shares)],
      actions: [
        execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {}, primary: true }),
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
        ...(count === 0 ? [] : [execute({ title: say.plain('button.export'), verb: VERBS.exportMoves, data: {} })]),
      ],
    };
  });
}

/** A move as a line that opens it; `domain` stands with it where one of the same name may be near. */
export function moveLine(say: Speaker, row: MoveRow & { readonly domain?: string }): Block {
  const { customer, domain, moveId, version } = row;
  const where = say.md(row.nextDate === null ? 'moves.row' : 'moves.row-date', {
    status: stateWord(say, row.status),
    step: say.plain(`step.${row.step}.title`),
    date: row.nextDate,
  });
  return openLine(say, {
    severity: SIGNS[row.status],
    title: customer,
    below: domain === undefined ? where : say.md('which-move.row', { domain, where }),
    ...(domain !== undefined && { customer: say.plain('customer.choice', { name: customer, domain }) }),
    moveId,
    version,
  });
}

const stateWord = (say: Speaker, status: StepStatus): string =>
  say.plain(status === 'current' ? 'status.current-ask' : `status.${status}`);

/** The states there are, what stands still first. One or two moves are seen faster as lines. */
function sharesOf(say: Speaker, { rows, more, states }: MovesListView): readonly Share[] {
  const counts = states ?? (more > 0 ? {} : counted(rows));
  const shares = ORDER.flatMap((status) => {
    const count = counts[status] ?? 0;
    return count === 0 ? [] : [{ label: stateWord(say, status), count, severity: SIGNS[status] }];
  });
  return shares.reduce((sum, { count }) => sum + count, 0) < FEWEST_DRAWN ? [] : shares;
}

const FEWEST_DRAWN = 3;
const ORDER = ['stopped', 'current', 'waiting', 'ahead', 'done', 'not-needed'] as const satisfies readonly StepStatus[];

/** How many rows stand how. */
export function counted(rows: readonly Pick<MoveRow, 'status'>[]): Readonly<Partial<Record<StepStatus, number>>> {
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ status }) => status)].map(([status, all]) => [status, all.length]),
  );
}

/** Whose turn it is, at a glance: ours, somebody else's, or nobody's any more. */
const SIGNS: Record<StepStatus, Severity> = {
  done: 'ok',
  current: 'ask',
  waiting: 'note',
  stopped: 'stop',
  ahead: 'note',
  'not-needed': 'ok',
};
