import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Schema } from '../../../services/store/schema.ts';

/**
 * Connections as an instance of the product has them, with one difference: each statement is planned once and not every time it is asked. A
 * year asks twenty thousand times for the same sixty, and a third of the time goes into plans.
 */
export function connections(databaseUrl: string): Kysely<Schema> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    Client: PreparingClient,
    types: { getTypeParser },
    // Nothing here has to survive anything.
    options: '-c synchronous_commit=off',
  });
  // The database is dropped while the last connections say goodbye.
  pool.on('error', () => {});
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

const names = new Map<string, string>();

class PreparingClient extends pg.Client {
  // The one form in which kysely asks; what it is declared with is ten others.
  override query(...asked: readonly unknown[]): never {
    const [text, values] = asked;
    const query = super.query as (...asked: readonly unknown[]) => never;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return query.apply(this, [...asked]);
    let name = names.get(text);
    if (name === undefined) {
      name = `statement-${names.size}`;
      names.set(text, name);
    }
    return query.call(this, { name, text, values });
  }
}

const { DATE } = pg.types.builtins;

/** A calendar date stays one, as in the product. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === DATE ? (text: string) => text : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
}
