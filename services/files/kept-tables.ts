import { z } from 'zod';
import type { KeyValueStore } from '../store/key-value-store.ts';
import { FIELDS } from './columns.ts';
import type { Table } from './table.ts';

const PREFIX = 'table/';
/** After that whoever sent a file and did not answer sends it again. */
const KEPT_HOURS = 24;

/** Who sent a table, and in which conversation. */
export interface SentBy {
  /** Entra object id. */
  readonly personId: string;
  readonly conversationId: string;
}

/** Tables somebody sent that wait for an answer (which customer, which order of day and month), for any instance. */
export class KeptTables {
  readonly #keyValues: Pick<KeyValueStore, 'read' | 'write' | 'delete' | 'prune'>;
  readonly #newId: () => string;

  constructor(deps: { keyValues: Pick<KeyValueStore, 'read' | 'write' | 'delete' | 'prune'>; newId: () => string }) {
    this.#keyValues = deps.keyValues;
    this.#newId = deps.newId;
  }

  /** @returns the id under which whoever sent it finds it for a day, in the conversation in which they sent it */
  async keep(table: Table, { personId, conversationId }: SentBy): Promise<string> {
    const id = this.#newId();
    await this.#keyValues.prune(PREFIX, KEPT_HOURS);
    await this.#keyValues.write({ [PREFIX + id]: { data: { ...table, personId, conversationId } } });
    return id;
  }

  /** Null: it is not kept any more, or somebody else sent it. */
  async find(id: string, sentBy: SentBy): Promise<Table | null> {
    const kept = (await this.#keyValues.read([PREFIX + id])).get(PREFIX + id);
    if (kept === undefined) return null;
    const { personId, conversationId, ...table } = KeptTable.parse(kept.data);
    return personId === sentBy.personId && conversationId === sentBy.conversationId ? table : null;
  }

  async forget(id: string): Promise<void> {
    await this.#keyValues.delete([PREFIX + id]);
  }
}

const Cell = z.union([z.string(), z.number(), z.object({ date: z.string() })]);
const KeptTable = z.object({
  // Left out by an older version: nobody's.
  personId: z.string().optional(),
  conversationId: z.string().optional(),
  titles: z.partialRecord(z.enum(FIELDS), z.string()),
  rows: z.array(z.object({ row: z.number(), cells: z.partialRecord(z.enum(FIELDS), Cell) })),
});
