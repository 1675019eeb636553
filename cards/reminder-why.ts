import type { ReminderAnchor } from '../services/reminders/reminder.ts';
import { addDays, type IsoDate, readDate } from '../services/rules/calendar-date.ts';
import type { SourceId } from '../services/rules/sources.ts';
import { type Block, points } from './blocks.ts';
import type { ReminderView } from './reminder.ts';
import type { Speaker } from './speaker.ts';
import { sourceBlocks } from './verdict-lines.ts';
import type { Sentence } from './view.ts';

/** Why a reminder came: what it counts from and whose word that is, why now, what comes next, why here, and the rule behind it. */
export function whyReminded(say: Speaker, view: ReminderView): readonly Block[] {
  const { reminder, said = null, here = null } = view;
  const told: readonly Sentence[] = [
    { key: `anchor.${reminder.anchor}`, params: { date: anchorDate(view) } },
    ...(said === null ? [] : [said]),
    whyNow(view),
    ...(reminder.deadline === null ? [] : [{ key: 'why-reminder.deadline', params: { date: reminder.deadline } }]),
    whatNext(say, view.later),
    ...(here === null ? [] : [{ key: `why-reminder.here-${here}` }]),
  ];
  return [...points(told.map(say.told)), ...sourceBlocks(say, [{ sources: sourcesOf(view) }])];
}

/** The day its stages are counted from. */
function anchorDate({ reminder: { dueOn, stage } }: ReminderView): IsoDate | null {
  const due = readDate(dueOn);
  return due === null ? null : addDays(due, -stage);
}

function whyNow({ reminder: { dueOn, stage } }: ReminderView): Sentence {
  const which = stage < 0 ? 'before' : stage === 0 ? 'on' : 'after';
  return { key: `why-reminder.planned-${which}`, params: { date: dueOn, count: Math.abs(stage) } };
}

function whatNext(say: Speaker, later: readonly IsoDate[]): Sentence {
  if (later.length === 0) return { key: 'why-reminder.last' };
  return { key: 'why-reminder.next', params: { dates: later.map(say.date).join('\n') } };
}

/** The rules behind a date, and what its code adds to them. */
function sourcesOf({ reminder: { anchor, code } }: ReminderView): readonly SourceId[] {
  return [...RULES[anchor], ...RULES_OF_CODES.flatMap(([codes, rules]) => (codes.test(code) ? rules : []))];
}

const RULES: Readonly<Record<ReminderAnchor, readonly SourceId[]>> = {
  'invitation-sent': ['R2', 'I9'],
  'original-end': ['R7', 'N5'],
  'original-grace': ['R8', 'C2'],
  'original-disabled': ['D2'],
  'original-extended-term': ['C1'],
  'credit-open': ['C4'],
  'target-provisioned': ['N1'],
  'target-term-end': ['N4', 'N5'],
  'transfer-created': ['T6'],
  'gdap-expiry': ['G3', 'G8'],
};

const RULES_OF_CODES: readonly (readonly [codes: RegExp, rules: readonly SourceId[]])[] = [
  [/-grace$/, ['C2']],
  [/^end-.*(?:extended-term|cancel-ready|renew-cancel)$/, ['C1']],
  [/-legacy$/, ['D2']],
  [/-enterprise$/, ['D3']],
  [/channel-renewal$/, ['C6']],
  [/^end.*-credit$/, ['C4']],
  [/^ended-.*renewed/, ['N1']],
  [/^end-.*transfer$/, ['T8']],
];
