import type { DateOrder } from '../services/files/dates.ts';
import type { OriginalsRead, RowProblem } from '../services/files/originals.ts';
import type { Move } from '../services/moves/move.ts';
import { execute } from './actions.ts';
import { choiceInput, table as drawTable } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface ImportQuestionView {
  /** Under which the table is kept. */
  readonly table: string;
  readonly rows: number;
  /** The move it is for, or those it can be for. */
  readonly moves: readonly Pick<Move, 'id' | 'customer'>[];
  /** A date that can be read in two ways; null: all are clear. */
  readonly dates: Extract<OriginalsRead, { kind: 'which-order' }> | null;
  /** How the dates are read, when a person has said it already. */
  readonly order: DateOrder | null;
  /** The move has steps to finish before it takes a list. */
  readonly notYet: boolean;
}

/** What has to be known before a file is taken: whose it is, and how its dates are meant. Nothing is taken yet. */
export function drawImportQuestion(view: ImportQuestionView, reader: Reader): DrawnCard {
  const { table, rows, moves, dates, order, notYet } = view;
  const [first] = moves;
  const only = moves.length === 1 ? first : undefined;
  return drawFrame(reader, (say) => {
    const { shown } = cut(moves, { ...say.room, lines: 50 });
    return {
      heading: only?.customer.name ?? say.plain('import-file.title'),
      explanation: [
        { key: 'import-file.read', params: { count: rows } },
        { key: notYet ? 'import-file.not-yet' : 'import-file.nothing-yet' },
      ],
      blocks: [
        ...(only === undefined
          ? [
              choiceInput({
                id: 'moveId',
                label: say.plain('import-file.which-customer'),
                choices: shown.map(({ id, customer }) => ({
                  title: say.plainName(`${customer.name} · ${customer.domain}`),
                  value: id,
                })),
                value: undefined,
                required: say.plain('import-file.customer-missing'),
              }),
            ]
          : []),
        ...(dates === null
          ? []
          : [
              choiceInput({
                id: 'order',
                label: say.plain('import-file.which-date', { typed: dates.typed }),
                choices: [
                  { title: say.date(dates.dayFirst), value: 'day-first' },
                  { title: say.date(dates.monthFirst), value: 'month-first' },
                ],
                value: undefined,
                required: say.plain('import-file.date-missing'),
              }),
            ]),
      ],
      actions: [
        execute({
          title: say.plain('button.import-file'),
          verb: VERBS.importTable,
          data: { table, ...(only !== undefined && { moveId: only.id }), ...(order !== null && { order }) },
          primary: true,
          inputs: true,
        }),
      ],
    };
  });
}

/** What to put right in a file, row by row. Nothing of it was taken. */
export function drawImportProblems(
  { problems }: { readonly problems: readonly RowProblem[] },
  reader: Reader,
): DrawnCard {
  return drawFrame(reader, (say) => {
    const { shown, more } = cut(problems, say.room);
    return {
      heading: say.plain('import-file.problems'),
      explanation: [{ key: 'import-file.problems-what', params: { count: problems.length } }],
      blocks: [
        drawTable(
          [
            { title: say.plain('import-file.row'), width: 1 },
            { title: say.plain('import-file.column'), width: 2 },
            { title: say.plain('import-file.wrong'), width: 4 },
          ],
          shown.map(({ row, column, code, params }) => [
            say.number(row),
            say.name(column),
            say.md(`file.problem.${code}`, params),
          ]),
        ),
        ...moreLine(say, more),
      ],
      also: shown
        .slice(0, 3)
        .map(({ row, column, code, params }) =>
          say.plain('import-file.problem-line', { row, column, wrong: say.plain(`file.problem.${code}`, params) }),
        ),
    };
  });
}
