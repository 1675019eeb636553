import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../clock.ts';

/** "Now" inside a statement. */
export type SqlNow = () => RawBuilder<Date>;

/**
 * The clock of the outbox. Several instances share one outbox while their clocks differ by some 100 ms, more than its limits can
 * bear, so the database's own clock counts; tests give another one.
 */
export function outboxTime(clock: Clock | null): SqlNow {
  return clock === null ? () => sql`clock_timestamp()` : () => sql`${clock.now().toString()}::timestamptz`;
}

/** A span as PostgreSQL reads it. */
export function milliseconds(ms: number): RawBuilder<string> {
  return sql`${ms} * interval '1 millisecond'`;
}
