import { type Kysely, sql } from 'kysely';
import type { MessageKind, MessageLine } from '../services/store/message.ts';
import type { Schema } from '../services/store/schema.ts';

/** A message that was written and not sent yet. */
export interface Waiting {
  readonly kind: MessageKind;
  readonly conversationId: string;
  /** As its writer meant it. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly lines: readonly MessageLine[];
  /** The message whose card it draws anew. */
  readonly redraws: string | null;
}

/** What waits in the outbox, in the order in which it was written. */
export async function waitingMessages({ db }: { readonly db: Kysely<Schema> }): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    select kind, conversation_id as "conversationId", data, redraws, (
      select coalesce(jsonb_agg(jsonb_build_object('moveId', move_id, 'key', key, 'missed', missed) order by move_id, key), '[]')
      from message_line where message_id = message.id
    ) as lines
    from message where state = 'waiting' order by seq`.execute(db);
  return rows;
}
