import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import type { Block } from './blocks.ts';
import { timeLeft } from './deadline.ts';
import { openLine } from './open-line.ts';
import { pressLine } from './press-line.ts';
import type { ReminderView } from './reminder.ts';
import type { ReminderGroup } from './reminder-group.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { Reader, Sentence } from './view.ts';

/**
 * Reminders of one kind in a list: whose, what, of which subscription, until when, who is on it. The line of one opens its card, that of
 * several the list of their move, where each stands by itself.
 */
export function reminderLine(say: Speaker, reader: Reader, group: ReminderGroup): Block {
  const { first, size } = group;
  const left = timeLeft(reader, first.reminder.deadline);
  const open = { moveId: first.moveId, version: first.version };
  return pressLine(say, {
    severity: severityOf(first, left.pressing),
    title: first.customer,
    below: tellsOf(say, reader, group, say.told, say.name).join(' · '),
    settled: first.state !== 'due',
    hint: say.plain('button.open'),
    action: execute({
      title: say.plain(size === 1 ? 'button.open-reminder' : 'button.open-reminders', { customer: first.customer }),
      ...(size === 1
        ? { verb: VERBS.reminderOpen, data: { ...open, reminder: first.reminder.key } }
        : { verb: VERBS.reminders, data: { moveId: first.moveId } }),
    }),
  });
}

/** The same without markup, for who hears the card. */
export const spokenLine = (say: Speaker, reader: Reader, group: ReminderGroup): string =>
  [say.plainName(group.first.customer), ...tellsOf(say, reader, group, say.toldPlain, say.plainName)].join(', ');

/** A reminder that is planned: what and when it will come. */
export function plannedLine(say: Speaker, view: ReminderView): Block {
  const { reminder, customer, moveId, version } = view;
  const when = say.told({ key: 'reminder-card.comes', params: { due: reminder.dueOn } });
  const below = [titleOf(view, say.told), ...named(say.name, view), when].join(' · ');
  return openLine(say, { severity: 'note', title: customer, below, moveId, version });
}

function tellsOf(
  say: Speaker,
  reader: Reader,
  { first, size }: ReminderGroup,
  told: (sentence: Sentence) => string,
  name: (text: string) => string,
): readonly string[] {
  const { reminder, state, assignee, by, when } = first;
  const what = size === 1 ? named(name, first) : [told({ key: 'reminder-card.several', params: { count: size } })];
  const now: readonly Sentence[] =
    state === 'due'
      ? [
          ...(reminder.deadline === null ? [] : [timeLeft(reader, reminder.deadline).sentence]),
          assignee === null
            ? { key: 'reminder-card.nobody-short' }
            : { key: 'reminder-card.on-it', params: { who: assignee.name } },
        ]
      : [{ key: `reminder-card.${state}-short`, params: { who: by?.name ?? say.plain('word.somebody'), when } }];
  return [titleOf(first, told), ...what, ...now.map((sentence) => withoutStop(told(sentence)))];
}

const titleOf = ({ reminder }: ReminderView, told: (sentence: Sentence) => string): string =>
  told({ key: `reminder.${reminder.code}.title`, params: reminder.params });

const named = (name: (text: string) => string, { reminder }: ReminderView): readonly string[] =>
  typeof reminder.params.name === 'string' ? [name(reminder.params.name)] : [];

/** Between other parts of a line a sentence does not end; a Russian date does, by its abbreviation. */
const withoutStop = (sentence: string): string => sentence.replace(/(?<!\sг)\.$/u, '');

function severityOf({ state, missed }: ReminderView, pressing: boolean): Severity {
  switch (state) {
    case 'due':
      return pressing || missed === true ? 'stop' : 'warn';
    case 'done':
      return 'ok';
    case 'snoozed':
    case 'superseded':
    case 'followed':
      return 'note';
  }
}
