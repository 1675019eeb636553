import type { Severity } from '../services/rules/verdict.ts';
import type { Block } from './blocks.ts';
import { openLine } from './open-line.ts';
import { type ReminderView, timeLeft, URGENT_DAYS } from './reminder.ts';
import type { Speaker } from './speaker.ts';
import type { Reader } from './view.ts';

/** One reminder in a list: what, of which subscription, until when; the line opens its move. */
export function reminderLine(say: Speaker, reader: Reader, view: ReminderView): Block {
  const { reminder, state, when } = view;
  const { deadline } = reminder;
  const [key, params] = timeLeft(reader.today, deadline);
  const time = state === 'snoozed' ? say.md('reminder-card.snoozed-short', { when }) : say.md(key, params);
  return aboutLine(say, view, severityOf(key, deadline, params.count), deadline === null ? '' : time);
}

/** A reminder that is planned: what and when it will come. */
export function plannedLine(say: Speaker, view: ReminderView): Block {
  return aboutLine(say, view, 'note', say.md('reminder-card.comes', { due: view.reminder.dueOn }));
}

function aboutLine(
  say: Speaker,
  { reminder, customer, moveId, version }: ReminderView,
  severity: Severity,
  time: string,
): Block {
  const { name } = reminder.params;
  const title = say.told({ key: `reminder.${reminder.code}.title`, params: reminder.params });
  const below = [title, typeof name === 'string' ? say.name(name) : '', time].filter((part) => part !== '').join(' · ');
  return openLine(say, { severity, title: customer, below, moveId, version });
}

function severityOf(key: string, deadline: string | null, daysLeft: number): Severity {
  return key === 'reminder-card.over' || (deadline !== null && daysLeft <= URGENT_DAYS) ? 'stop' : 'warn';
}
