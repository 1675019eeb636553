import type { Kysely } from 'kysely';
import type { Schema } from '../../../services/store/schema.ts';
import { openStore } from '../../../services/store/store.ts';
import { silent } from '../../store/backends.ts';
import { freshDatabase } from '../../store/postgres.ts';
import { connections } from './connection.ts';

/** A database of its own, with the connections of two instances. */
interface Lane {
  readonly instances: readonly Kysely<Schema>[];
  readonly end: () => Promise<void>;
}

type Work<T> = (instances: readonly Kysely<Schema>[]) => Promise<T>;

/**
 * Does a list of works side by side, each on a database that nobody else uses meanwhile: while one waits for PostgreSQL the other one
 * computes. They begin with the first that is asked for.
 */
export class Lanes<T> {
  readonly #lanes: Promise<Lane>[] = [];
  readonly #works: readonly Work<T>[];
  readonly #results: PromiseWithResolvers<T>[];
  #next = 0;

  constructor(works: readonly Work<T>[]) {
    this.#works = works;
    this.#results = works.map(() => Promise.withResolvers<T>());
    // Each is looked at in its turn; until then nobody has to catch it.
    for (const { promise } of this.#results) promise.catch(() => {});
  }

  /** Opens so many databases. */
  async open(count: number): Promise<void> {
    for (let n = 0; n < Math.min(count, this.#works.length); n++) this.#lanes.push(openLane());
    await Promise.all(this.#lanes);
  }

  /** The result of one of the works. */
  async result(n: number): Promise<T> {
    for (const lane of this.#lanes.splice(0)) void lane.then((opened) => this.#work(opened));
    const result = this.#results[n];
    if (result === undefined) throw new Error(`There is no work ${n}`);
    return result.promise;
  }

  async #work({ instances, end }: Lane): Promise<void> {
    for (let n = this.#next++; n < this.#works.length; n = this.#next++) {
      const [work, result] = [this.#works[n], this.#results[n]];
      await work?.(instances).then(result?.resolve, result?.reject);
    }
    await end();
  }
}

async function openLane(): Promise<Lane> {
  const database = await freshDatabase();
  // Brings the tables up to date.
  await (await openStore({ databaseUrl: database.url }, silent)).close();
  const instances = [connections(database.url), connections(database.url)];
  return {
    instances,
    end: async () => {
      for (const db of instances) await db.destroy();
      await database.drop();
    },
  };
}
