import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../errors.ts';

export interface PageRequest {
  readonly limit: number;
  /** `next` of the page before; left out for the first one. */
  readonly after?: string | undefined;
}

/** A part of a list that is sorted by `updated_at`, then `id`, both falling. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `after` to get the following page; null on the last one. */
  readonly next: string | null;
}

/** A page out of the rows of a query that asked for one row more than the page holds. */
export function pageOf<Row extends { id: string; updated_at: Date }, T>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = last === undefined || rows.length <= limit ? null : `${last.updated_at.toISOString()}~${last.id}`;
  return { items: shown.map(toItem), next };
}

const Marker = z.tuple([z.iso.datetime(), z.string().min(1)]);

/**
 * The rows that follow a page. What changed meanwhile has moved to the front of the list; nothing is skipped.
 *
 * @throws AppError `store.page-marker-invalid`
 */
export function beyond(after: string | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  const cut = after.indexOf('~');
  const marker = Marker.safeParse([after.slice(0, cut), after.slice(cut + 1)]);
  if (!marker.success)
    throw new AppError('store.page-marker-invalid', { hint: 'A list was continued with a marker that no page gave.' });
  const [updatedAt, id] = marker.data;
  return sql<boolean>`(updated_at, id) < (${updatedAt}::timestamptz, ${id})`;
}
