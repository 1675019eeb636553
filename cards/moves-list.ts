import type { StepId, StepStatus } from '../services/moves/move.ts';
import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { openLine } from './open-line.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface MovesListView {
  readonly rows: readonly MoveRow[];
  /** Moves that are not in `rows`. */
  readonly more: number;
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
    return {
      heading: say.plain('moves.title'),
      notice: view.notice ?? null,
      explanation: [count === 0 ? { key: 'moves.none' } : { key: 'moves.what', params: { count } }],
      blocks: [
        ...shown.map((row) =>
          openLine(say, {
            severity: SIGNS[row.status],
            title: row.customer,
            below: say.md(row.nextDate === null ? 'moves.row' : 'moves.row-date', {
              status: say.plain(row.status === 'current' ? 'status.current-ask' : `status.${row.status}`),
              step: say.plain(`step.${row.step}.title`),
              date: row.nextDate,
            }),
            moveId: row.moveId,
            version: row.version,
          }),
        ),
        ...moreLine(say, more + view.more),
      ],
      actions: [
        execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {}, primary: true }),
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
      ],
    };
  });
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
