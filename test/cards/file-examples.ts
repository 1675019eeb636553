import { drawFileReady } from '../../cards/file-ready.ts';
import { drawHandOver } from '../../cards/hand-over.ts';
import { drawImportProblems, drawImportQuestion } from '../../cards/import-table.ts';
import type { RowProblem } from '../../services/files/originals.ts';
import type { Move } from '../../services/moves/move.ts';
import type { Example } from './every-card.ts';

const TABLE = '3f0b1c7e-0000-4000-8000-000000000001';
const DATES = { kind: 'which-order', typed: '03/04/2027', dayFirst: '2027-04-03', monthFirst: '2027-03-04' } as const;
const LINK = 'https://teams.microsoft.com/l/chat/0/0?users=28%3A3f0b1c7e&message=move%20contoso.com';

/** The cards about files and about the way into the personal chat. */
export function fileExamples(move: Move): readonly Example[] {
  const asked = { table: TABLE, rows: 12, order: null, notYet: false };
  const many = Array.from({ length: 60 }, (_, i) => ({
    id: `3f0b1c7e-0000-4000-8000-${String(i).padStart(12, '0')}`,
    customer: { ...move.customer, domain: `customer${i}.example` },
  }));
  return [
    { name: 'hand over', draw: (r) => drawHandOver({ what: 'move', message: 'move Contoso', link: LINK }, r) },
    { name: 'hand over, no link', draw: (r) => drawHandOver({ what: 'file', message: 'export', link: null }, r) },
    { name: 'import: whose', draw: (r) => drawImportQuestion({ ...asked, moves: many, dates: null }, r) },
    { name: 'import: which day', draw: (r) => drawImportQuestion({ ...asked, moves: [move], dates: DATES }, r) },
    {
      name: 'import: later',
      draw: (r) => drawImportQuestion({ ...asked, moves: [move], dates: null, order: 'day-first', notYet: true }, r),
    },
    { name: 'import: problems', draw: (r) => drawImportProblems({ problems: PROBLEMS }, r) },
    { name: 'file ready', draw: (r) => drawFileReady({ name: 'moves.csv', url: 'http://127.0.0.1:1/a/moves.csv' }, r) },
  ];
}

const CODES: readonly RowProblem['code'][] = ['name', 'seats', 'assigned', 'date', 'date-reach', 'twice'];

const PROBLEMS: readonly RowProblem[] = Array.from({ length: 300 }, (_, i) => ({
  row: i + 2,
  column: 'Purchased quantity '.repeat(8),
  code: CODES[i % CODES.length] ?? 'name',
  params: { typed: 'many '.repeat(40), date: '2050-01-01', first: 2 },
}));
