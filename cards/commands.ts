import type { Task } from '../services/rules/permissions.ts';

/** Where somebody writes. The chat of a meeting is a group chat. */
export type Scope = 'personal' | 'groupChat' | 'team';

/** What is said about a command, once for everybody who needs it: who understands it, who may give it, who lists it. */
interface Row {
  /** What is named with it, if anything. A customer may always be left out: then it is about all of them, or asked for. */
  readonly takes: 'customer' | 'language' | 'days' | 'nothing';
  /** What giving it does: who may give it follows from it. */
  readonly task: Task;
  /** What giving it does where several people read along, when that is something else. */
  readonly taskAmongOthers?: Task;
  /** It is this command without a customer, said in words of its own. */
  readonly means?: string;
  /** Its name in the catalogue (`command.<name>.say`, `.what`) when that is not its kind. */
  readonly name?: string;
  /** Where the help lists it. */
  readonly help?: readonly Scope[];
  /** Where the menu of Teams lists it, and how far up: the first is the most used. What does not fit into the menu is in the help. */
  readonly menu?: { readonly place: number; readonly scopes: readonly Scope[] };
  /** It is listed only where people sign in with their own account, or only in the sandbox. */
  readonly only?: 'sign-in' | 'sandbox';
}

const EVERYWHERE = ['personal', 'groupChat', 'team'] as const;
const AMONG_OTHERS = ['groupChat', 'team'] as const;

/**
 * Everything that can be asked for by typing, by its kind, in the order of the help. From here come what a command is to the compiler
 * (`dialogs/command.ts`), what the files of words have to know, who may give it, what a button of "What did you mean?" may carry,
 * and the lists of the help and of the menu of Teams.
 */
export const COMMANDS = {
  // A move itself is worked on in the personal chat only.
  move: { takes: 'customer', task: 'record', help: ['personal'], menu: { place: 1, scopes: ['personal'] } },
  check: { takes: 'customer', task: 'look', help: EVERYWHERE, menu: { place: 5, scopes: EVERYWHERE } },
  status: { takes: 'customer', task: 'look', help: EVERYWHERE, menu: { place: 3, scopes: EVERYWHERE } },
  moves: { takes: 'nothing', task: 'look', help: EVERYWHERE, menu: { place: 2, scopes: EVERYWHERE } },
  reminders: { takes: 'customer', task: 'look', help: EVERYWHERE, menu: { place: 4, scopes: EVERYWHERE } },
  'why-no-reminder': {
    takes: 'customer',
    task: 'look',
    name: 'silence',
    help: EVERYWHERE,
    menu: { place: 14, scopes: EVERYWHERE },
  },
  weekly: { takes: 'nothing', task: 'look', help: EVERYWHERE, menu: { place: 6, scopes: EVERYWHERE } },
  export: { takes: 'customer', task: 'look', help: EVERYWHERE },
  calendar: { takes: 'customer', task: 'look', help: EVERYWHERE },
  'assistant-status': { takes: 'nothing', task: 'look', means: 'status', help: EVERYWHERE },
  settings: { takes: 'nothing', task: 'look', help: EVERYWHERE, menu: { place: 9, scopes: EVERYWHERE } },
  undelivered: { takes: 'nothing', task: 'look', help: EVERYWHERE, menu: { place: 10, scopes: EVERYWHERE } },
  // Changes no fact, and who does not like it changes it back. One's own is one's own affair; a channel's is read by everybody in it.
  language: {
    takes: 'language',
    task: 'talk',
    taskAmongOthers: 'look',
    help: EVERYWHERE,
    menu: { place: 11, scopes: ['personal', 'team'] },
  },
  'remind-here': { takes: 'nothing', task: 'places', help: AMONG_OTHERS, menu: { place: 7, scopes: ['team'] } },
  'stop-reminding-here': { takes: 'nothing', task: 'places' },
  'alerts-here': { takes: 'nothing', task: 'places', help: EVERYWHERE, menu: { place: 8, scopes: AMONG_OTHERS } },
  'stop-alerts-here': { takes: 'nothing', task: 'places' },
  cancel: { takes: 'nothing', task: 'talk', help: ['personal'], menu: { place: 13, scopes: ['personal'] } },
  // In every menu, whatever else fits into it: it is the way to what the menu does not hold.
  help: { takes: 'nothing', task: 'talk', help: EVERYWHERE },
  greeting: { takes: 'nothing', task: 'talk' },
  // Everybody may sign in: what they may do is asked when they do it.
  'sign-in': { takes: 'nothing', task: 'talk', help: EVERYWHERE, only: 'sign-in' },
  'sign-out': {
    takes: 'nothing',
    task: 'talk',
    help: EVERYWHERE,
    menu: { place: 12, scopes: ['personal'] },
    only: 'sign-in',
  },
  'fast-forward': { takes: 'days', task: 'talk', help: EVERYWHERE, only: 'sandbox' },
} as const satisfies Readonly<Record<string, Row>>;

type Table = typeof COMMANDS;

/** What can be asked for, as the files of words name it: also a command without a customer that has words of its own. */
export type Topic = keyof Table;

/** What a command is called in the code and in what buttons carry. */
export type CommandKind = { [K in Topic]: Table[K] extends { readonly means: string } ? never : K }[Topic];

/** The commands with which such a thing is named. */
export type CommandTaking<Takes extends Row['takes']> = {
  [K in CommandKind]: Table[K]['takes'] extends Takes ? K : never;
}[CommandKind];

/** The table for whoever does not know beforehand which row it is. */
const ROWS: ReadonlyMap<string, Row> = new Map(Object.entries(COMMANDS));

/** Whether a word is the kind of a command. */
export function isCommandKind(word: string): word is CommandKind {
  const row = ROWS.get(word);
  return row !== undefined && row.means === undefined;
}

/** Whether such a thing is named with a command of this kind. */
export function isTaking<Takes extends 'customer' | 'language' | 'days'>(
  kind: CommandKind,
  takes: Takes,
): kind is CommandTaking<Takes> {
  return COMMANDS[kind].takes === takes;
}

/** What giving a command does, there where it is given. */
export function taskOfKind(kind: CommandKind, scope: Scope): Task {
  const row: Row = COMMANDS[kind];
  return scope === 'personal' ? row.task : (row.taskAmongOthers ?? row.task);
}

/** What is set up: some commands are listed only there where they do something. */
export interface SetUp {
  readonly signIn: boolean;
  readonly sandbox: boolean;
}

/** The names in the catalogue of the commands that the help lists, in its order. */
export function helpNames(scope: Scope, setUp: SetUp): readonly string[] {
  return [...ROWS].flatMap(([kind, row]) =>
    row.help?.includes(scope) === true && isListed(row, setUp) ? [row.name ?? kind] : [],
  );
}

/** The names in the catalogue of the commands for the menu of Teams, the most used first, without `help`. */
export function menuNames(scope: Scope, setUp: SetUp): readonly string[] {
  return [...ROWS]
    .flatMap(([kind, row]) =>
      row.menu?.scopes.includes(scope) === true && isListed(row, setUp)
        ? [{ name: row.name ?? kind, place: row.menu.place }]
        : [],
    )
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}

const isListed = ({ only }: Row, { signIn, sandbox }: SetUp): boolean =>
  only === undefined || (only === 'sign-in' ? signIn : sandbox);
