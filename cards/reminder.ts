import type { PlannedReminder } from '../services/reminders/reminder.ts';
import type { IsoDate } from '../services/rules/calendar-date.ts';
import { execute } from './actions.ts';
import { answers, type Block, text } from './blocks.ts';
import { timeLeft } from './deadline.ts';
import { drawFrame } from './frame.ts';
import { canBeMentioned, mentionText } from './mention.ts';
import { laterOrElse } from './reminder-later.ts';
import { whereToAct } from './reminder-where.ts';
import { whyReminded } from './reminder-why.ts';
import { drawSettledReminder } from './settled-reminder.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Person, Reader, Sentence } from './view.ts';

/** One reminder of one move. */
export interface ReminderView {
  readonly moveId: string;
  readonly version: number;
  readonly customer: string;
  readonly domain: string;
  readonly reminder: Pick<PlannedReminder, 'key' | 'code' | 'params' | 'deadline' | 'dueOn' | 'anchor' | 'stage'>;
  /** `superseded`: a changed date or the move's progress has done away with it; `followed`: a later stage was sent. */
  readonly state: 'due' | 'done' | 'snoozed' | 'superseded' | 'followed';
  /** Who set the state, and the calendar date it happened or is put off to. */
  readonly by: Person | null;
  readonly when: IsoDate | null;
  /** Who is on it: of this stage and of all that follow. */
  readonly assignee: Person | null;
  /** Who opened the move. */
  readonly opener: Person;
  /** Somebody who gets a notification of this very message; null for a card that is only drawn anew. */
  readonly mention: Person | null;
  /** What was done last may still be taken back. */
  readonly undo: boolean;
  /** Until when it may be put off: all of them before the deadline. */
  readonly snoozes: readonly SnoozeChoice[];
  /** First choices of whom to give it to, beside the reader. */
  readonly people: readonly Person[];
  /** On which days the next stages come. */
  readonly later: readonly IsoDate[];
  /** Its last day passed before it could be sent. */
  readonly missed?: boolean;
  /** Whose word the date is that it counts from, where that is known. */
  readonly said?: Sentence | null;
  /** Why it stands in this conversation; left out for one that was asked for. */
  readonly here?: ReminderPlace | null;
  readonly notice?: Sentence | null;
}

/** `stage`: until the next one is planned; else so many days. */
export interface SnoozeChoice {
  readonly value: '1' | '3' | '7' | 'stage';
  readonly until: IsoDate;
}

/** The team's channel; the chat of who is on it or of who opened the move; or another chat, as that one cannot be reached. */
export type ReminderPlace = 'channel' | 'assignee' | 'opener' | 'rerouted';

/** What happened, until when, what it means, what to do and where, who is on it. Once settled, one line that says who and when. */
export function drawReminder(view: ReminderView, reader: Reader): DrawnCard {
  return view.state === 'due' ? drawDue(view, reader) : drawSettledReminder(view, reader);
}

function drawDue(view: ReminderView, reader: Reader): DrawnCard {
  const { reminder, moveId, version } = view;
  const { code, params } = reminder;
  const about = { key: `reminder.${code}`, params };
  const left = timeLeft(reader, reminder.deadline);
  return drawFrame(reader, (say) => {
    const mention = mentioned(view, say, reader);
    const rows: readonly (readonly [question: string, answer: Sentence, shown?: string])[] = [
      ['time', left.sentence],
      ['to-do', { key: `reminder.${code}.action`, params }],
      ['where', whereToAct(view)],
      ['who', whoIsOnIt(view), whoWithMention(view, say, mention)],
    ];
    return {
      heading: view.customer,
      subheading: view.domain,
      notice: view.notice ?? (view.missed === true ? { key: 'reminder-card.missed' } : null),
      banner: {
        severity: left.pressing ? 'stop' : 'warn',
        word: say.toldPlain({ key: `reminder.${code}.title`, params }),
        reason: say.told(about),
        plainReason: say.toldPlain(about),
      },
      blocks: [
        ...answers(
          rows.map(([question, answer, shown]) => [say.md(`reminder-card.${question}`), shown ?? say.told(answer)]),
        ),
        ...takeBack(say, view),
      ],
      also: rows.map(([, answer]) => say.toldPlain(answer)),
      mentions: mention === null ? [] : [mention],
      folded: laterOrElse(say, view, reader),
      details: whyReminded(say, view),
      actions: [
        execute({
          title: say.plain('button.open-move'),
          verb: VERBS.openMove,
          data: { moveId, version },
          primary: true,
        }),
        execute({
          title: say.plain('button.done'),
          verb: VERBS.reminderDone,
          data: { moveId, version, reminder: reminder.key },
        }),
      ],
    };
  });
}

/** In words: who is on it, or that nobody is and who opened the move. */
export function whoIsOnIt({ assignee, opener }: Pick<ReminderView, 'assignee' | 'opener'>): Sentence {
  return assignee === null
    ? { key: 'reminder-card.nobody', params: { opener: opener.name } }
    : { key: 'reminder-card.on-it', params: { who: assignee.name } };
}

/** The sandbox's chat window shows the tags of a mention instead of the person. */
const mentioned = ({ mention }: ReminderView, say: Speaker, { sandbox }: Reader): Person | null =>
  mention !== null && !sandbox && canBeMentioned(mention, say.room.name) ? mention : null;

/** The same sentence with the tags of the mention for the name, or beside it when it is somebody else's. */
function whoWithMention({ assignee, opener }: ReminderView, say: Speaker, mention: Person | null): string {
  if (mention === null) return say.told(whoIsOnIt({ assignee, opener }));
  const tags = mentionText(mention, say.room.name);
  if (mention.id !== (assignee ?? opener).id) return `${say.told(whoIsOnIt({ assignee, opener }))} ${tags}`;
  const marked = (person: Person) => ({ ...person, name: MARK });
  const told = say.told(whoIsOnIt({ assignee: assignee && marked(assignee), opener: marked(opener) }));
  return told.replace(MARK, () => tags);
}

/** A character that is in nobody's name: the tags themselves would be escaped. */
const MARK = '\uE000';

/** A line rather than a button, because a card has six buttons at most. */
function takeBack(say: Speaker, { undo, moveId, version, reminder }: ReminderView): readonly Block[] {
  if (!undo) return [];
  const title = say.plain('button.undo');
  const action = execute({ title, verb: VERBS.reminderUndo, data: { moveId, version, reminder: reminder.key } });
  return [
    { type: 'Container', spacing: 'Small', selectAction: action, items: [text(`↶ ${title}`, { color: 'Accent' })] },
  ];
}
