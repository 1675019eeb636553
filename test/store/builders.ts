import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { HistoryEntry, Move, Person } from '../../services/moves/move.ts';
import type { PlannedReminder } from '../../services/reminders/reminder.ts';
import { addDays } from '../../services/rules/calendar-date.ts';
import type { MoveEffects } from '../../services/store/move-store.ts';

export const ana: Person = { id: 'a4c4d1f0-0000-4000-8000-000000000001', name: 'Ana Ruiz' };
export const ben: Person = { id: 'a4c4d1f0-0000-4000-8000-000000000002', name: 'Ben Okafor' };

export const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);

/** An open move that nothing is known about yet; a customer of its own unless told otherwise. */
export function aMove(overrides: Partial<Move> & { readonly name?: string; readonly domain?: string } = {}): Move {
  const { name = 'Contoso', domain = 'contoso.com', ...move } = overrides;
  return {
    id: randomUUID(),
    version: 1,
    customer: { tenantId: randomUUID(), name, domain, language: 'de-CH' },
    openedBy: ana,
    openedAt: '2027-03-01T09:00:00.000Z',
    conversationId: 'conversation-ana',
    facts: NOTHING_KNOWN,
    ...move,
  };
}

/** The move after one more change. */
export function changed(move: Move, facts: Partial<Move['facts']> = { tenantCountry: 'CH' }): Move {
  return { ...move, version: move.version + 1, facts: { ...move.facts, ...facts } };
}

export function closedBy(person: Person): Partial<Move['facts']> {
  return { closed: { value: 'done', by: person, at: '2027-05-01T09:00:00.000Z' } };
}

export function anEntry(move: Move, overrides: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    moveId: move.id,
    version: move.version,
    at: '2027-03-01T09:00:00.000Z',
    by: ana,
    command: move.version === 1 ? 'open' : 'set-country',
    changes: [{ fact: 'tenantCountry', from: null, to: 'CH' }],
    ...overrides,
  };
}

/** A stage of the end of a subscription, thirty days before it unless told otherwise. Its day and its key follow from the others. */
export function aReminder(overrides: Partial<PlannedReminder> & { readonly endsOn?: string } = {}): PlannedReminder {
  const { endsOn = '2027-04-09', ...planned } = overrides;
  const { stage = -30, anchor = 'original-end', subscriptionId = 'sub-1' } = planned;
  return {
    key: `${subscriptionId ?? '-'}:${anchor}:${endsOn}:${stage}`,
    anchor,
    stage,
    subscriptionId,
    dueOn: addDays(endsOn, stage),
    deadline: endsOn,
    code: 'original-end',
    params: { name: 'Microsoft 365 E3', date: endsOn, seats: 25, trial: false, note: null },
    ...planned,
  };
}

export function effects(overrides: Partial<MoveEffects> = {}): MoveEffects {
  return { reminders: [], jobs: [], ...overrides };
}
