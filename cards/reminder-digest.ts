import { execute } from './actions.ts';
import { type Block, heading, text } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { canBeMentioned, mentionText } from './mention.ts';
import { moreLine } from './more-line.ts';
import type { ReminderView } from './reminder.ts';
import { chooseSeveral } from './reminder-choose.ts';
import { alone, byUrgency, countOf, inGroups, partOf, type ReminderGroup } from './reminder-group.ts';
import { reminderLine, spokenLine } from './reminder-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Person, Reader, Sentence } from './view.ts';

export interface ReminderDigestView {
  /** In any order. */
  readonly reminders: readonly ReminderView[];
  /** True after a pause in which reminders were not sent: says so. */
  readonly caughtUp?: boolean;
  /** How many less urgent ones there are beside these. */
  readonly more?: number;
  /** People who get a notification of this very message: they are on some of it. */
  readonly mentions?: readonly Person[];
  readonly notice?: Sentence | null;
  /** Id of the message it is; left out: several cannot be answered at once. */
  readonly message?: string;
  /** Those that somebody has just chosen and that were settled by then: each says by whom and when. */
  readonly settledBefore?: readonly ReminderView[];
}

/** Several reminders due at once in one place, told in one message: those that came too late, those in time, those somebody settled. */
export function drawReminderDigest(view: ReminderDigestView, reader: Reader): DrawnCard {
  const { reminders, caughtUp, notice, more = 0, message, settledBefore = [] } = view;
  const told = new Set(settledBefore.map(nameOf));
  const groups = inGroups(reminders.filter((one) => !told.has(nameOf(one))).toSorted(byUrgency));
  const parts = reminders.map(partOf);
  const open = parts.filter((part) => part === 'missed' || part === 'in-time').length + more;
  const closed = parts.every((part) => part === 'settled') ? 'digest.all-settled' : 'digest.nothing-open';
  return drawFrame(reader, (say) => {
    const called = mentionedOf(view, say, reader);
    return {
      heading: say.plain('digest.title', { count: reminders.length + more }),
      notice: notice ?? null,
      explanation: [
        open === 0
          ? { key: closed }
          : { key: caughtUp === true ? 'digest.caught-up' : 'digest.what', params: { count: open } },
      ],
      blocks: [
        ...before(say, reader, settledBefore),
        ...called.map((person) => text(mentionText(person, say.room.name))),
        ...lines(say, reader, groups, more),
      ],
      mentions: called,
      also: [...settledBefore.map(alone), ...groups.slice(0, MOST_SPOKEN)].map((group) =>
        spokenLine(say, reader, group),
      ),
      folded: message === undefined ? null : chooseSeveral(say, cut(groups, say.room).shown, message),
      actions: [
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
      ],
    };
  });
}

const nameOf = ({ moveId, reminder }: ReminderView): string => `${moveId} ${reminder.key}`;

function before(say: Speaker, reader: Reader, settledBefore: readonly ReminderView[]): readonly Block[] {
  if (settledBefore.length === 0) return [];
  const { shown, more } = cut(settledBefore, say.room);
  return [
    heading(say.md('digest.settled-before')),
    ...shown.map((one) => reminderLine(say, reader, alone(one))),
    ...moreLine(say, more),
  ];
}

/** More would be a crowd. */
const MOST_CALLED = 5;

/** The sandbox's chat window shows the tags of a mention instead of the person. */
const mentionedOf = ({ mentions = [] }: ReminderDigestView, say: Speaker, { sandbox }: Reader): readonly Person[] =>
  sandbox ? [] : mentions.filter((person) => canBeMentioned(person, say.room.name)).slice(0, MOST_CALLED);

/** Who hears the card gets the most urgent ones. */
const MOST_SPOKEN = 3;

/** Headings stand only where there is something to tell apart. */
function lines(say: Speaker, reader: Reader, groups: readonly ReminderGroup[], more: number): readonly Block[] {
  const { shown } = cut(groups, say.room);
  const parts = Map.groupBy(shown, ({ first }) => partOf(first));
  return [
    ...[...parts].flatMap(([part, some]) => [
      ...(parts.size === 1 && part === 'in-time' ? [] : [heading(say.md(`digest.${part}`))]),
      ...(part === 'missed' ? [text(say.md('digest.missed-what'), { spacing: 'None' })] : []),
      ...(part === 'overtaken' ? [text(say.md('digest.overtaken-what'), { spacing: 'None' })] : []),
      ...some.map((group) => reminderLine(say, reader, group)),
    ]),
    ...moreLine(say, countOf(groups) - countOf(shown) + more),
  ];
}
