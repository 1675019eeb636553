import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../errors.ts';

/** Microsoft's table of products and service plans, as published: ids in lower case, equal rows once. */
export interface PublishedTable {
  readonly plans: ReadonlyMap<string, PublishedPlan>;
  readonly skus: ReadonlyMap<string, PublishedSku>;
}

export interface PublishedPlan {
  readonly id: string;
  readonly name: string;
  /** Friendly names; several when the table writes it in several ways. */
  readonly titles: readonly string[];
}

export interface PublishedSku {
  readonly skuId: string;
  readonly partNumber: string;
  /** Product names; several when the table writes it in several ways. */
  readonly names: readonly string[];
  readonly planIds: readonly string[];
}

const COLUMNS = [
  'Product_Display_Name',
  'String_Id',
  'GUID',
  'Service_Plan_Name',
  'Service_Plan_Id',
  'Service_Plans_Included_Friendly_Names',
] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads "Product names and service plan identifiers for licensing" as Microsoft publishes it: CSV with a header, with or without a byte order mark,
 * any line ends, columns in any order, ids in any case, rows more than once. Pure.
 *
 * @throws AppError `facts.not-the-table` for anything else (a web page, other columns, a line cut off, an id that is none); its hint says what is wrong and where.
 */
export function readPublishedTable(text: string): PublishedTable {
  if (/^\s*</.test(text.replace(BYTE_ORDER_MARK, ''))) {
    throw notTheTable('it is a web page, not a CSV file. Download the CSV that the page links to');
  }
  const plans = new Map<string, { id: string; name: string; titles: string[] }>();
  const skus = new Map<string, { skuId: string; partNumber: string; names: string[]; planIds: string[] }>();
  for (const { record, info } of recordsIn(text)) {
    const row = (column: Column) => clean(record[column] ?? '');
    const skuId = guid(row('GUID'), 'GUID', info.lines);
    const planId = guid(row('Service_Plan_Id'), 'Service_Plan_Id', info.lines);
    const partNumber = row('String_Id');
    const name = row('Product_Display_Name');
    if (partNumber === '' || name === '') throw notTheTable(`line ${info.lines} names no product`);

    const sku = skus.get(skuId) ?? { skuId, partNumber, names: [], planIds: [] };
    skus.set(skuId, sku);
    addOnce(sku.names, name);
    addOnce(sku.planIds, planId);
    const plan = plans.get(planId) ?? { id: planId, name: row('Service_Plan_Name') || planId, titles: [] };
    plans.set(planId, plan);
    addOnce(plan.titles, row('Service_Plans_Included_Friendly_Names') || plan.name);
  }
  if (skus.size === 0) throw notTheTable('it holds no products');
  return { plans: withOwnNames(plans), skus };
}

/** In a few rows the name of another plan of the SKU slipped before the plan's own: `EXCHANGE_S_FOUNDATION PBI_PREMIUM_EM1_ADDON`. */
function withOwnNames(plans: ReadonlyMap<string, PublishedPlan>): ReadonlyMap<string, PublishedPlan> {
  const names = new Set([...plans.values()].map((p) => p.name));
  return new Map(
    [...plans].map(([id, plan]) => {
      const space = plan.name.indexOf(' ');
      const slippedIn = space > 0 && names.has(plan.name.slice(0, space));
      return [id, slippedIn ? { ...plan, name: plan.name.slice(space + 1) } : plan];
    }),
  );
}

const BYTE_ORDER_MARK = /^\uFEFF/;

interface CsvRow {
  readonly record: Partial<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function recordsIn(text: string): readonly CsvRow[] {
  try {
    const rows: unknown = parse(text, { bom: true, columns: checkedColumns, info: true, skip_empty_lines: true });
    // With `columns` and `info` the library gives one such object per line; its own type does not say so.
    return rows as readonly CsvRow[];
  } catch (cause) {
    if (cause instanceof CsvError) throw notTheTable(`it is not whole or not CSV: ${cause.message}`, cause);
    throw cause;
  }
}

function checkedColumns(header: string[]): string[] {
  const names = header.map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw notTheTable(`it has no column ${missing.join(', ')}`);
  return names;
}

function guid(text: string, column: Column, line: number): string {
  const id = text.toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw notTheTable(`line ${line}: "${text}" in ${column} is not an id`);
}

/** One space between words, and none of the signs our own rows are divided by. */
function clean(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '/').replaceAll(';', ',').trim();
}

function addOnce(list: string[], value: string): void {
  if (!list.includes(value)) list.push(value);
}

function notTheTable(what: string, cause?: unknown): AppError {
  return new AppError('facts.not-the-table', { hint: `This is not Microsoft's table: ${what}.`, cause });
}
