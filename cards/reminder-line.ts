import type { Severity } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import type { Block } from './blocks.ts';
import { timeLeft } from './deadline.ts';
import { pressLine } from './press-line.ts';
import type { ReminderView } from './reminder.ts';
import type { ReminderGroup } from './reminder-group.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import type { Reader, Sentence } from './view.ts';

/** What a line begins with: in the list of one customer, the subscription. */
export type NamedAfter = 'customer' | 'subject';

/**
 * Reminders of one kind in a list: whose, what, of which subscription, until when, who is on it. The line of one opens its card, that of
 * several the list of their move, where each stands by itself.
 */
export function reminderLine(
  say: Speaker,
  reader: Reader,
  group: ReminderGroup,
  namedAfter: NamedAfter = 'customer',
): Block {
  const { first, size } = group;
  const left = timeLeft(reader, first.reminder.deadline);
  const open = { moveId: first.moveId, version: first.version };
  return pressLine(say, {
    severity: severityOf(first, left.pressing),
    ...inWords(say, namedAfter, titleOf(first), group, nowOf(say, reader, first)),
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
  inPlainWords(say, titleOf(group.first), group, nowOf(say, reader, group.first));

/** What a reminder is about and who is on it, for a choice among several. */
export function choiceLine(say: Speaker, group: ReminderGroup): string {
  const { assignee } = group.first;
  const who = assignee === null ? [] : [{ key: 'reminder-card.on-it-short', params: { who: assignee.name } }];
  return inPlainWords(say, titleOf(group.first), group, who);
}

/** A line named after its customer or its subject; below it what is left to tell, escaped. */
export function inWords(
  say: Speaker,
  namedAfter: NamedAfter,
  title: Sentence,
  group: ReminderGroup,
  now: readonly Sentence[],
): { readonly title: string; readonly below: string } {
  const told = now.map((sentence) => inLine(sentence, say.told));
  const { name } = group.first.reminder.params;
  const about = [say.told(title), ...whatOf(say.told, say.name, group), ...told];
  if (namedAfter === 'customer') return { title: group.first.customer, below: about.join(' · ') };
  return typeof name === 'string'
    ? { title: name, below: [say.told(title), ...told].join(' · ') }
    : { title: say.toldPlain(title), below: told.join(' · ') };
}

/** The same in a row, without markup. */
export const inPlainWords = (say: Speaker, title: Sentence, group: ReminderGroup, now: readonly Sentence[]): string =>
  [
    say.plainName(group.first.customer),
    say.toldPlain(title),
    ...whatOf(say.toldPlain, say.plainName, group),
    ...now.map((sentence) => inLine(sentence, say.toldPlain)),
  ].join(', ');

function whatOf(
  told: (sentence: Sentence) => string,
  named: (text: string) => string,
  { first, size }: ReminderGroup,
): readonly string[] {
  if (size > 1) return [told({ key: 'reminder-card.several', params: { count: size } })];
  const { name } = first.reminder.params;
  return typeof name === 'string' ? [named(name)] : [];
}

function nowOf(
  say: Speaker,
  reader: Reader,
  { reminder, state, assignee, by, when }: ReminderView,
): readonly Sentence[] {
  if (state !== 'due')
    return [{ key: `reminder-card.${state}-short`, params: { who: by?.name ?? say.plain('word.somebody'), when } }];
  return [
    ...(reminder.deadline === null ? [] : [timeLeft(reader, reminder.deadline).sentence]),
    assignee === null
      ? { key: 'reminder-card.nobody-short' }
      : { key: 'reminder-card.on-it-short', params: { who: assignee.name } },
  ];
}

const titleOf = ({ reminder }: ReminderView): Sentence => ({
  key: `reminder.${reminder.code}.title`,
  params: reminder.params,
});

/** Between other parts of a line a whole sentence, which only the time that is left is, does not end; a Russian date does, by its abbreviation. */
const inLine = (sentence: Sentence, told: (sentence: Sentence) => string): string =>
  sentence.key.startsWith('deadline.') ? told(sentence).replace(/(?<!\sг)\.$/u, '') : told(sentence);

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
