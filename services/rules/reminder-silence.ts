import type { Temporal } from 'temporal-polyfill';
import type { Move } from '../moves/move.ts';
import type { PlannedReminder } from '../reminders/reminder.ts';
import { addDays, isoOf, readDate } from './calendar-date.ts';
import { figures } from './figures.ts';
import { lifecycleOn } from './lifecycle.ts';
import { type Assessed, planReminders } from './reminder-plan.ts';
import type { StagesOf } from './reminder-stages.ts';
import { isDue } from './reminders-by-day.ts';
import { type Counted, isCounted, SERIES_OF_MOVE } from './reminders-of-move.ts';
import { quietOriginal } from './reminders-of-original.ts';
import { quietTarget } from './reminders-of-target.ts';
import { type Next, type Quiet, quiet, type Silence, type SilenceSubject } from './silence.ts';

/**
 * Why the assistant says nothing, or what it will say next: for the move as a whole, for its invitation, transfer, credit and delegated
 * administration, and for every original and every new subscription, in this order. Pure, with the arguments of `planReminders`, and of one mind
 * with it: `next` is the earliest planned reminder of the subject, and any other code means that none is planned.
 */
export function explainSilence(
  move: Move,
  today: Temporal.PlainDate,
  assessed: readonly Assessed[] = [],
  stages: StagesOf = figures().stages,
): readonly Silence[] {
  const { facts } = move;
  const plan = planReminders(move, today, assessed, stages);
  const next = firstOf(plan);
  const on = isoOf(today);
  const closed = closing(move);
  const tell = (about: SilenceSubject, first: PlannedReminder | undefined, why: () => Quiet): Silence => ({
    about,
    ...(closed ?? (first === undefined ? why() : nextIs(first))),
  });

  const lifecycles = new Map(assessed.map(({ original, lifecycle }) => [original, lifecycle]));
  const provisioned = facts.provisioning.state === 'verified';
  return [
    tell({ kind: 'move' }, plan[0], () => quiet('every-part-is-quiet')),
    ...PARTS_OF_MOVE.map((kind) => {
      const series = SERIES_OF_MOVE[kind](move);
      const first = isCounted(series) ? next(series.at.anchor, null) : undefined;
      return tell({ kind }, first, () => (isCounted(series) ? quietSeries(series, on, stages) : series));
    }),
    ...facts.originals.map((original) => {
      const { id, name } = original;
      const lifecycle = () => lifecycles.get(original) ?? lifecycleOn(original, on, provisioned);
      return tell({ kind: 'original', id, name }, next('original', id), () => quietOriginal(original, lifecycle()));
    }),
    ...facts.provisioning.subscriptions.map((subscription) => {
      const { id, name } = subscription;
      return tell({ kind: 'provisioned', id, name }, next('target', id), () => quietTarget(subscription, on));
    }),
  ];
}

const PARTS_OF_MOVE = ['invitation', 'transfer', 'credit', 'delegated-access'] as const satisfies readonly Extract<
  SilenceSubject['kind'],
  keyof typeof SERIES_OF_MOVE
>[];

/** The earliest reminder of a subscription (null = the move) whose anchor is of a family (`original`), or is one (`credit-open`). */
function firstOf(plan: readonly PlannedReminder[]) {
  const first = new Map<string, PlannedReminder>();
  for (const reminder of plan) {
    const family = reminder.subscriptionId === null ? reminder.anchor : (reminder.anchor.split('-')[0] ?? '');
    const subject = `${family} ${reminder.subscriptionId}`;
    if (!first.has(subject)) first.set(subject, reminder);
  }
  return (family: string, subscriptionId: string | null) => first.get(`${family} ${subscriptionId}`);
}

const nextIs = (reminder: PlannedReminder): Next => ({ code: 'next', params: { on: reminder.dueOn }, reminder });

function closing({ facts: { closed } }: Move): Quiet | null {
  if (closed === null) return null;
  return { code: 'closed', params: { outcome: closed.value, on: readDate(closed.at) ?? closed.at } };
}

/** On the days that are still ahead there is nothing to say; or the days on which there was something are over. */
function quietSeries({ at, stages: id, deadline, say, otherwise }: Counted, today: string, stages: StagesOf): Quiet {
  const days = stages(id).map((stage) => addDays(at.from, stage));
  const isOver = !days.some((on) => isDue(on, today, deadline)) && days.some((on) => say(on) !== null);
  return isOver ? quiet('all-stages-past') : otherwise;
}
