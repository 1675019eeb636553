import { z } from 'zod';
import { type Deadline, deadlineCalendar } from '../cards/deadline-calendar.ts';
import { moveTable } from '../cards/export-tables.ts';
import { drawFileReady } from '../cards/file-ready.ts';
import { formatLocale } from '../cards/language.ts';
import { fileName, separatorOf, toCsv } from '../services/files/csv.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import type { Reminder } from '../services/store/reminder-rows.ts';
import { boardFile, boardFileName, boardFileSize } from './board-file.ts';
import { handOver, messageFor } from './hand-over.ts';
import { cardReply, type OfferedFile, type Reply, type Turn, textReply } from './turn.ts';
import { aboutMoveNamed } from './which-move.ts';

/** Which file: of one move, or (`moveId` null) of all open ones. It travels with the question whether somebody wants it. */
export const FileWish = z.object({ file: z.enum(['export', 'calendar']), moveId: z.guid().nullable() });
export type FileWish = z.infer<typeof FileWish>;

/** A file as it is handed over. */
export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The file of a customer's move, by name; of all open moves where an export names nobody. Several fits are a list, none is said. */
export async function answerFile(
  services: Services,
  turn: Turn,
  file: FileWish['file'],
  customer: string | null,
): Promise<Reply> {
  // Teams hands files to bots and from bots in personal chats only.
  if (turn.scope !== 'personal') return handOver(turn, 'file', messageFor(turn, file, customer));
  if (customer === null)
    return file === 'export'
      ? offerFile(services, turn, { file, moveId: null })
      : { ...textReply('file.calendar-of-whom'), asks: { dialog: 'customer-of', kind: 'calendar' } };
  return aboutMoveNamed(services, turn, customer, ({ id }) => offerFile(services, turn, { file, moveId: id }));
}

/**
 * Offers a file. Teams asks the person whether they want it (file consent), and only then it is sent; the sandbox, whose chat window
 * has no such question, gives a link to it.
 */
export async function offerFile(services: Services, turn: Turn, wish: FileWish): Promise<Reply> {
  if (services.sandbox === null) {
    const file = await offered(services, turn, wish);
    return file === null ? nothingToHandOver(services, wish) : { kind: 'file', file: { ...file, wish } };
  }
  const made = await makeFile(services, turn, wish);
  if (made === null) return nothingToHandOver(services, wish);
  const url = services.sandbox.offerFile(made.name, made.bytes);
  return { ...cardReply(drawFileReady({ name: made.name, url }, turn.reader)), below: true };
}

/** What a file will be called and how large it will be; null: there is nothing to put into it. */
async function offered(services: Services, turn: Turn, wish: FileWish): Promise<Omit<OfferedFile, 'wish'> | null> {
  if (wish.moveId === null && wish.file === 'export') {
    const size = await boardFileSize(services, turn.reader);
    return size === null ? null : { name: boardFileName(turn.reader), size };
  }
  const made = await makeFile(services, turn, wish);
  return made === null ? null : { name: made.name, size: made.bytes.length };
}

/** Why there is no file, and what to do to get one. */
export async function nothingToHandOver(services: Services, { file, moveId }: FileWish): Promise<Reply> {
  const move = moveId === null ? null : await services.moveStore.load(moveId);
  if (move === null) return textReply(moveId === null ? 'file.nothing-to-export' : 'error.move.gone');
  const customer = move.customer.name;
  return textReply(file === 'calendar' ? 'file.no-deadlines' : 'file.nothing-to-export-of', { customer });
}

/** The file as things stand now; null: there is nothing to put into it. */
export async function makeFile(services: Services, turn: Turn, { file, moveId }: FileWish): Promise<MadeFile | null> {
  const { reader } = turn;
  if (moveId === null) {
    const bytes = file === 'export' ? await boardFile(services, reader) : null;
    return bytes === null ? null : { name: boardFileName(reader), bytes };
  }
  const move = await services.moveStore.load(moveId);
  if (move === null) return null;
  if (file === 'calendar') return calendarOf(services, turn, move);
  const rows = moveTable(move, (await services.moves.derived(move)).assessment, reader);
  if (rows.length < 2) return null;
  const name = `${fileName(namedFor(move), reader.today)}.csv`;
  return { name, bytes: toCsv(rows, separatorOf(formatLocale(reader.locale))) };
}

/** What a file of the customer is named for: a name of signs alone names no file. */
const namedFor = ({ customer }: Move): string =>
  /[\p{L}\p{N}]/u.test(customer.name) ? customer.name : customer.domain;

async function calendarOf(services: Services, { reader }: Turn, move: Move): Promise<MadeFile | null> {
  const deadlines = deadlinesOf(move, await services.reminders.ofMove(move.id));
  if (deadlines.length === 0) return null;
  const text = deadlineCalendar(move, deadlines, reader, services.clock.now().toString());
  return { name: `${fileName(namedFor(move))}.ics`, bytes: new TextEncoder().encode(text) };
}

/** What still has to be done by a day: of the stages that count from one date the last, which says most urgently what to do. */
function deadlinesOf(move: Move, reminders: readonly Reminder[]): readonly Deadline[] {
  const latest = new Map<string, Reminder & { readonly deadline: string }>();
  for (const reminder of reminders) {
    const { subscriptionId, anchor, stage, deadline, state } = reminder;
    if (deadline === null || !STILL_OPEN.has(state)) continue;
    const id = `${move.id}-${subscriptionId ?? ''}-${anchor}`.replace(/[^\w-]/gu, '-');
    if (stage >= (latest.get(id)?.stage ?? Number.NEGATIVE_INFINITY)) latest.set(id, { ...reminder, deadline });
  }
  return [...latest].map(([id, { deadline, code, params }]) => ({
    id,
    on: deadline,
    what: { key: `reminder.${code}.title`, params },
    about: { key: `reminder.${code}`, params },
    todo: { key: `reminder.${code}.action`, params },
  }));
}

const STILL_OPEN: ReadonlySet<Reminder['state']> = new Set(['planned', 'sending', 'sent', 'snoozed']);
