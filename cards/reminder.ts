import type { Person } from '../services/moves/move.ts';
import type { PlannedReminder } from '../services/reminders/reminder.ts';
import { execute } from './actions.ts';
import { choiceInput } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

/** One reminder of one move. */
export interface ReminderView {
  readonly moveId: string;
  readonly version: number;
  readonly customer: string;
  readonly domain: string;
  readonly reminder: Pick<PlannedReminder, 'key' | 'code' | 'params' | 'deadline' | 'dueOn'>;
  /** `superseded`: a later stage or a changed date has taken its place. */
  readonly state: 'due' | 'done' | 'snoozed' | 'superseded';
  /** Who set the state, and the day (ISO) it happened or is put off to. */
  readonly by: Person | null;
  readonly when: string | null;
}

/** What happened, until when, what it means, what to do. Once somebody has settled it, one line that says who. */
export function drawReminder(view: ReminderView, reader: Reader): DrawnCard {
  const { reminder, moveId, version } = view;
  const about = { key: `reminder.${reminder.code}`, params: reminder.params };
  const open = { moveId, version };
  const openButton = (say: { plain(key: string): string }, primary: boolean) =>
    execute({ title: say.plain('button.open-move'), verb: VERBS.openMove, data: open, primary });

  if (view.state !== 'due') {
    return drawFrame(reader, (say) => ({
      heading: view.customer,
      explanation: [about],
      notice: settled(view),
      actions: [openButton(say, false)],
    }));
  }
  return drawFrame(reader, (say) => {
    const left = reminder.deadline === null ? null : daysLeft(reader.today, reminder.deadline);
    const snoozes = SNOOZES.filter((days) => left === null || days <= left);
    const [key, params] = timeLeft(reader.today, reminder.deadline);
    return {
      heading: view.customer,
      subheading: view.domain,
      banner: {
        severity: left !== null && left <= URGENT_DAYS ? 'stop' : 'warn',
        word: say.toldPlain({ key: `reminder.${reminder.code}.title`, params: reminder.params }),
        reason: say.told(about),
        plainReason: say.toldPlain(about),
      },
      explanation: [
        { key: `reminder.${reminder.code}.action`, params: reminder.params },
        { key, params },
      ],
      blocks:
        snoozes.length === 0
          ? []
          : [
              choiceInput({
                id: 'days',
                label: say.plain('input.snooze'),
                choices: snoozes.map((days) => ({
                  title: say.plain('line.days', { count: days }),
                  value: String(days),
                })),
                value: '1',
              }),
            ],
      actions: [
        openButton(say, true),
        execute({
          title: say.plain('button.done'),
          verb: VERBS.reminderDone,
          data: { ...open, reminder: reminder.key },
        }),
        ...(snoozes.length === 0
          ? []
          : [
              execute({
                title: say.plain('button.snooze'),
                verb: VERBS.reminderSnooze,
                data: { ...open, reminder: reminder.key },
                inputs: true,
              }),
            ]),
      ],
    };
  });
}

const SNOOZES = [1, 3, 7] as const;

/** From then on a reminder is drawn as pressing. */
export const URGENT_DAYS = 7;

/** How long there is still time, as a sentence. */
export function timeLeft(
  today: string,
  deadline: string | null,
): [key: string, params: { count: number; date: string | null }] {
  if (deadline === null) return ['reminder-card.no-deadline', { count: 0, date: null }];
  const count = daysLeft(today, deadline);
  if (count < 0) return ['reminder-card.over', { count: -count, date: deadline }];
  return [count === 0 ? 'reminder-card.today' : 'reminder-card.days-left', { count, date: deadline }];
}

function settled({ state, by, when }: ReminderView): Sentence {
  return { key: `reminder-card.${state}`, params: { who: by?.name ?? null, when } };
}

function daysLeft(today: string, deadline: string): number {
  return Math.round((Date.parse(deadline) - Date.parse(today)) / 86_400_000);
}
