import { drawImportProblems, drawImportQuestion } from '../cards/import-table.ts';
import type { DateOrder } from '../services/files/dates.ts';
import type { SentBy } from '../services/files/kept-tables.ts';
import { readOriginals } from '../services/files/originals.ts';
import type { Table } from '../services/files/table.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { answerOutcome } from './answer-outcome.ts';
import { offersCalled } from './offer-choices.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

/** What is known beside the table. */
export interface Importing {
  /** Under which the table is kept already; null: it has just arrived. */
  readonly id: string | null;
  readonly moveId: string | null;
  readonly order: DateOrder | null;
  readonly outOfReach: (which: 'endDate' | 'termStart', date: string) => boolean;
}

/** Moves to choose from. */
const MOST_CHOICES = 50;

/**
 * Takes the originals of a table into a move: all of them or, as long as anything in it is open or wrong, none. Then the person is asked
 * for which customer it is and how its dates are meant, or is told row by row what to put right.
 */
export async function importTable(
  services: Services,
  turn: Turn,
  table: Table,
  { id, moveId, order, outOfReach }: Importing,
): Promise<Reply> {
  const open = await movesInQuestion(services, turn, moveId);
  const [first] = open;
  if (first === undefined) return textReply('file.no-move');
  const only = open.length === 1 ? first : null;
  const read = readOriginals(table, {
    order,
    known: only?.facts.originals ?? [],
    offersCalled: (text) => (text === '' ? [] : offersCalled(services.skus, text)),
    outOfReach,
  });
  if (read.kind === 'problems') return cardReply(drawImportProblems(read, turn.reader));
  const state = only === null ? null : await services.moves.derived(only);
  // What can be taken only later waits here: nobody should have to look for the file again.
  const notYet = state !== null && state.steps.find(({ id: step }) => step === 'originals')?.status === 'ahead';
  if (state === null || notYet || read.kind === 'which-order') {
    const kept = id ?? (await services.keptTables.keep(table, sentBy(turn)));
    const dates = read.kind === 'which-order' ? read : null;
    return cardReply(
      drawImportQuestion({ table: kept, rows: table.rows.length, moves: open, dates, order, notYet }, turn.reader),
    );
  }
  const { originals } = read;
  const { move } = state;
  const command = { kind: 'import-originals', originals } as const;
  const outcome = await services.moves.run(move.id, move.version, command, turn.person, { state });
  // What was refused or overtaken can be tried again with the same button.
  const isTaken = outcome.kind === 'done' || outcome.kind === 'unchanged';
  if (id !== null && isTaken) await services.keptTables.forget(id);
  const params = { count: originals.length };
  return answerOutcome(services, turn, outcome, {
    step: 'originals',
    done: { key: 'notice.file-imported', params },
    unchanged: { key: 'notice.file-unchanged', params },
  });
}

/** Whose table it is that arrives or is gone on with. */
export function sentBy({ person, conversationId }: Turn): SentBy {
  return { personId: person.id, conversationId };
}

/** The moves a file can be for: the one that was named, else those begun in this chat, else all that are open. */
async function movesInQuestion(services: Services, turn: Turn, moveId: string | null): Promise<readonly Move[]> {
  const { moveStore } = services;
  if (moveId !== null) {
    const named = await moveStore.load(moveId);
    return named === null || named.facts.closed !== null ? [] : [named];
  }
  const own = (await moveStore.untouched({ conversationId: turn.conversationId }, MOST_CHOICES)).filter(takesOriginals);
  if (own.length > 0) return own;
  return (await moveStore.list({ state: 'open', limit: MOST_CHOICES })).items.filter(takesOriginals);
}

/** After something was ordered, the list stands. */
const takesOriginals = ({ facts }: Move): boolean => facts.provisioning.state === 'none';
