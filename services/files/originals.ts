import { createHash } from 'node:crypto';
import type { SentenceParams } from '../errors.ts';
import type { OriginalDraft } from '../moves/command.ts';
import type { Original, PurchaseSource } from '../moves/move.ts';
import type { Sku } from '../rules/sku-facts.ts';
import { type Field, folded } from './columns.ts';
import { type DateOrder, dateIn, orderOf } from './dates.ts';
import type { CellValue, Table, TableRow } from './table.ts';

/** Something in a file that has to be put right first. */
export interface RowProblem {
  readonly row: number;
  /** What the file calls the column. */
  readonly column: string;
  /** `file.problem.<code>` says it. */
  readonly code: 'name' | 'seats' | 'assigned' | 'date' | 'date-reach' | 'twice';
  readonly params: SentenceParams;
}

/** What came of reading a table. Nothing of it is taken as long as a question or a problem is open. */
export type OriginalsRead =
  | { readonly kind: 'read'; readonly originals: readonly OriginalDraft[]; readonly unknownOffers: number }
  | { readonly kind: 'which-order'; readonly typed: string; readonly dayFirst: string; readonly monthFirst: string }
  | { readonly kind: 'problems'; readonly problems: readonly RowProblem[] };

export interface ReadingOptions {
  /** What a person said about the order of day and month; null: nothing yet. */
  readonly order: DateOrder | null;
  /** Originals the move has already. */
  readonly known: readonly Original[];
  /** The offers a text names. */
  readonly offersCalled: (text: string) => readonly Sku[];
  /** Whether a date (ISO) lies where none of its kind can lie. */
  readonly outOfReach: (which: 'endDate' | 'termStart', date: string) => boolean;
}

/**
 * The originals a table lists. A line that is read again gets the same id, so that a file read twice doubles nothing: that of the
 * subscription, else that of an original of the same offer that is known already, else one made of the offer and its place among its like.
 */
export function readOriginals(table: Table, options: ReadingOptions): OriginalsRead {
  const dates = table.rows.flatMap(({ cells }) => [cells.endDate ?? [], cells.termStart ?? []].flat());
  const order = options.order ?? orderOf(dates);
  const open = dates.map((cell) => ({ cell, read: dateIn(cell, order) })).find(({ read }) => read.kind === 'either');
  if (open?.read.kind === 'either') {
    const { dayFirst, monthFirst } = open.read;
    return { kind: 'which-order', typed: String(open.cell), dayFirst, monthFirst };
  }
  const problems: RowProblem[] = [];
  const lines = table.rows.map((row) => lineOf(row, table, order, options, problems));
  repeated(lines, table, problems);
  if (problems.length > 0) return { kind: 'problems', problems };
  const originals = identified(lines, options.known);
  return { kind: 'read', originals, unknownOffers: originals.filter(({ skuId }) => skuId === null).length };
}

/** An original without an id of its own. */
interface Line extends Omit<OriginalDraft, 'id'> {
  readonly row: number;
  readonly subscriptionId: string | null;
}

function lineOf(
  { row, cells }: TableRow,
  { titles }: Table,
  order: DateOrder | null,
  { offersCalled, outOfReach }: ReadingOptions,
  problems: RowProblem[],
): Line {
  const wrong = (field: Field, code: RowProblem['code'], params: SentenceParams = {}) => {
    problems.push({ row, column: titles[field] ?? titles.sku ?? '', code, params });
  };
  const typed = (field: Field): string => textOf(cells[field]);
  const name = typed('name') || typed('sku');
  if (name === '') wrong('name', 'name');
  const [bySku, byName] = [offersCalled(typed('sku')), offersCalled(typed('name'))];
  const sku = (bySku.length === 1 ? bySku[0] : byName.length === 1 ? byName[0] : undefined) ?? null;
  const seats = wholeNumber(cells.seats);
  if (seats === null || seats < 1) wrong('seats', 'seats', { typed: typed('seats') });
  const assigned = cells.assignedSeats === undefined ? null : wholeNumber(cells.assignedSeats);
  if (assigned === null && cells.assignedSeats !== undefined)
    wrong('assignedSeats', 'assigned', { typed: typed('assignedSeats') });
  const date = (field: 'endDate' | 'termStart'): string | null => {
    const cell = cells[field];
    if (cell === undefined) return null;
    const read = dateIn(cell, order);
    if (read.kind !== 'date') wrong(field, 'date', { typed: typed(field) });
    else if (outOfReach(field, read.date)) wrong(field, 'date-reach', { date: read.date });
    return read.kind === 'date' ? read.date : null;
  };
  return {
    row,
    subscriptionId: typed('subscriptionId').toLowerCase() || null,
    skuId: sku?.skuId ?? null,
    partNumber: sku?.partNumber ?? null,
    name: sku?.name ?? name,
    seats: seats ?? 0,
    assignedSeats: assigned,
    endDate: date('endDate'),
    termStart: date('termStart'),
    autoRenew: yesNo(typed('autoRenew')),
    source: sourceOf(typed('source')),
    origin: 'imported',
  };
}

/** The same subscription twice: which line counts is not guessed. */
function repeated(lines: readonly Line[], { titles }: Table, problems: RowProblem[]): void {
  const seen = new Map<string, number>();
  for (const { row, subscriptionId } of lines) {
    if (subscriptionId === null) continue;
    const first = seen.get(subscriptionId);
    if (first === undefined) seen.set(subscriptionId, row);
    else problems.push({ row, column: titles.subscriptionId ?? '', code: 'twice', params: { first } });
  }
}

function identified(lines: readonly Line[], known: readonly Original[]): readonly OriginalDraft[] {
  const named = new Set(lines.flatMap(({ subscriptionId }) => subscriptionId ?? []));
  const free = known.filter(({ id }) => !named.has(id));
  const knownNames = new Map(known.map(({ id, name }) => [id, folded(name)]));
  const counts = new Map<string, number>();
  return lines.map(({ row: _, subscriptionId, ...line }) => {
    const called = folded(line.name);
    const offer = line.skuId ?? called;
    const place = (counts.get(offer) ?? 0) + 1;
    counts.set(offer, place);
    const id = subscriptionId ?? `file-${createHash('sha256').update(`${offer}|${place}`).digest('hex').slice(0, 24)}`;
    const at = free.findIndex(
      (o) => o.id === id || (subscriptionId === null && isLike(o, line, knownNames.get(o.id) === called)),
    );
    const same = known.find((o) => o.id === id) ?? (at === -1 ? undefined : free[at]);
    if (at !== -1) free.splice(at, 1);
    return {
      ...line,
      id: same?.id ?? id,
      endDate: line.endDate ?? same?.endDate ?? null,
      origin: same?.origin ?? 'imported',
    };
  });
}

/** The same offer, and nothing that says it is another subscription. */
function isLike(known: Original, line: Pick<Line, 'skuId' | 'seats' | 'endDate'>, sameName: boolean): boolean {
  const sameOffer = line.skuId === null ? sameName : known.skuId === line.skuId;
  const sameEnd = known.endDate === null || line.endDate === null || known.endDate === line.endDate;
  return sameOffer && sameEnd && (known.seats === line.seats || known.endDate === line.endDate);
}

function textOf(cell: CellValue | undefined): string {
  if (cell === undefined) return '';
  return typeof cell === 'object' ? cell.date : String(cell).trim();
}

const MOST_SEATS = 100_000;

/** `1.234`, `1 234`, `1,234` and `25.00` are whole numbers; `12.5` is none. */
function wholeNumber(cell: CellValue | undefined): number | null {
  if (typeof cell === 'number') return inRange(cell);
  if (typeof cell !== 'string') return null;
  const text = cell.trim().replace(/[.,]0{1,2}$/u, '');
  if (!/^\d{1,3}(?:[\s.,'’]\d{3})*$|^\d{1,7}$/u.test(text)) return null;
  return inRange(Number(text.replace(/\D/gu, '')));
}

const inRange = (number: number): number | null =>
  Number.isInteger(number) && number >= 0 && number <= MOST_SEATS ? number : null;

/** On or off in the five languages; any other word is not known and is asked for. */
function yesNo(text: string): boolean | null {
  const word = folded(text);
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

const YES = new Set(
  [
    'yes',
    'true',
    'on',
    'enabled',
    '1',
    'si',
    'attivo',
    'attivato',
    'activado',
    'activada',
    'sim',
    'ativado',
    'ativada',
    'да',
    'вкл',
    'включено',
    'x',
  ].map(folded),
);
const NO = new Set(
  [
    'no',
    'false',
    'off',
    'disabled',
    '0',
    'disattivato',
    'desactivado',
    'desactivada',
    'não',
    'desativado',
    'desativada',
    'нет',
    'выкл',
    'отключено',
    'выключено',
  ].map(folded),
);

/** Directly from Microsoft or through a partner, in which programme it does not say; any other word is not known and is asked for. */
function sourceOf(text: string): PurchaseSource | null {
  const word = folded(text);
  if (/\b(?:direct|diretto|diretta|directo|directa|direto|direta)\b|^microsoft$|прям|напрямую/u.test(word))
    return 'direct-unknown';
  if (
    /\b(?:partner|reseller|csp|cloud solution provider|rivenditore|revendedor|distribuidor|parceiro|socio)\b|партн|посредник/u.test(
      word,
    )
  )
    return 'partner-unknown';
  return null;
}
