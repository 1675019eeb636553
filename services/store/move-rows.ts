import { knownFacts } from '../moves/facts.ts';
import type { HistoryEntry, Move } from '../moves/move.ts';
import { jsonb, storable } from './json.ts';
import type { MoveHistoryRow, MoveRow } from './schema.ts';
import { folded } from './search-text.ts';

/** The row of a move, with what may not stand in a text column taken out. */
export function columnsOf(move: Move, updatedAt: string) {
  const { customer, openedBy, facts } = move;
  return {
    version: move.version,
    tenant_id: customer.tenantId,
    customer_name: storable(customer.name),
    domain: storable(customer.domain),
    search_text: folded(`${customer.name} ${customer.domain}`),
    state: facts.closed === null ? ('open' as const) : ('closed' as const),
    doc: jsonb({ language: customer.language, openedBy, facts }),
    conversation_id: move.conversationId,
    updated_at: updatedAt,
  };
}

/** The move that a row holds. */
export function toMove(row: MoveRow): Move {
  return {
    id: row.id,
    version: row.version,
    customer: { tenantId: row.tenant_id, name: row.customer_name, domain: row.domain, language: row.doc.language },
    openedBy: row.doc.openedBy,
    openedAt: row.opened_at.toISOString(),
    conversationId: row.conversation_id,
    facts: knownFacts(row.doc.facts),
  };
}

/** The row of a line of history. */
export function historyRow(entry: HistoryEntry) {
  return {
    move_id: entry.moveId,
    version: entry.version,
    at: entry.at,
    by_id: entry.by.id,
    by_name: storable(entry.by.name),
    command: entry.command,
    changes: jsonb(entry.changes),
  };
}

/** The line of history that a row holds. */
export function toEntry(row: MoveHistoryRow): HistoryEntry {
  return {
    moveId: row.move_id,
    version: row.version,
    at: row.at.toISOString(),
    by: { id: row.by_id, name: row.by_name },
    command: row.command,
    changes: row.changes,
  };
}
