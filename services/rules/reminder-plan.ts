import type { Temporal } from 'temporal-polyfill';
import type { AssessedOriginal } from '../moves/assessment.ts';
import type { Move, Original } from '../moves/move.ts';
import type { PlannedReminder } from '../reminders/reminder.ts';
import { isoOf } from './calendar-date.ts';
import { figures } from './figures.ts';
import { lifecycleOn } from './lifecycle.ts';
import type { StagesOf } from './reminder-stages.ts';
import { compareText, RemindersByDay } from './reminders-by-day.ts';
import { isCounted, SERIES_OF_MOVE } from './reminders-of-move.ts';
import { outOfPlan, remindOfOriginal } from './reminders-of-original.ts';
import { remindOfTarget } from './reminders-of-target.ts';

/**
 * Everything a move will have to be reminded of from today on (UTC calendar date), earliest first. Pure: the same facts and day give the
 * same plan, and a date that moves changes only the reminders that count from it.
 *
 * | anchor                 | days                              | only while                                          | deadline               |
 * | ---------------------- | --------------------------------- | --------------------------------------------------- | ---------------------- |
 * | invitation-sent        | 3 7 14 21                         | the invitation is unanswered                        | none                   |
 * | transfer-created       | 7 14 21 27 29                     | a transfer was asked for and is not there           | 30 days after asking   |
 * | original-end           | -90 -60 -45 -30 -14 -7 -3 -1 0    | the original has not ended                          | the last useful day    |
 * | original-end           | +1                                | the original is not recorded as ended               | the last useful day    |
 * | original-end           | 3 7 14 30 ... 360                 | it renewed or may have, or runs on by an unknown rule | last day to cancel the renewal |
 * | original-grace         | 1 7 14 21 25 28 29                | grace rule, nothing provisioned, not renewing       | 30th day of grace      |
 * | original-disabled      | 30 60 80 88                       | nothing provisioned, not renewing, grace, legacy or enterprise rule | last day of the data |
 * | original-extended-term | 1 7 21 51, then each month        | extended term rule, not renewing                    | none                   |
 * | credit-open            | 1 7 14 30, once asked for 7 14 30 | bought directly, provisioning verified, no outcome, a credit may still be granted | none |
 * | target-provisioned     | -2 -1 0 from the last day to cancel | the new subscription may be cancelled             | that last day          |
 * | target-term-end        | -60 -30 -14 -7 -1                 | the new subscription will not renew                 | its last day           |
 * | target-term-end        | -30 -7                            | whether the new subscription renews is not known    | its last day           |
 * | gdap-expiry            | -60 -31 -7 -1                     | support rights end by themselves and are still needed | their last day       |
 *
 * What a reminder of an original says comes from `judgeEndOfTerm` as of the day on which it is due, as on the card and in the letter.
 *
 * The days stand in data/figures.json; a team may have its own. A new subscription that renews by itself is left out: nothing has to be done about
 * it, and a reminder of every renewal would be noise. One that ends while the move is still open leaves users without licenses, which nobody
 * expects of a new one.
 *
 * Nothing for a closed move, for ended originals and for those that stay where they are. Never before today, never after the
 * deadline; a reminder whose day is today is due today. Why nothing is planned where nothing is, is told by `explainSilence`.
 *
 * @param assessed what the rules say of the originals on the same day, where the caller has it
 * @param stages the days to count, `stagesOf` a team; the product's own when left out
 */
export function planReminders(
  move: Move,
  today: Temporal.PlainDate,
  assessed: readonly Assessed[] = [],
  stages: StagesOf = figures().stages,
): PlannedReminder[] {
  if (move.facts.closed !== null) return [];
  const plan = new RemindersByDay(isoOf(today), stages);
  plan.inKeyOrder = true;
  const lifecycles = new Map(assessed.map(({ original, lifecycle }) => [original, lifecycle]));
  const provisioned = move.facts.provisioning.state === 'verified';
  for (const original of sortedByKey(move.facts.originals)) {
    if (outOfPlan(original) !== null) continue;
    const lifecycle = lifecycles.get(original) ?? lifecycleOn(original, plan.today, provisioned);
    remindOfOriginal(plan, move, original, lifecycle, provisioned);
  }
  plan.inKeyOrder = false;
  for (const seriesOf of Object.values(SERIES_OF_MOVE)) {
    const series = seriesOf(move);
    if (isCounted(series)) plan.addSeries(series);
  }
  for (const subscription of move.facts.provisioning.subscriptions) remindOfTarget(plan, move, subscription);
  return plan.inOrder();
}

/** An original with its lifecycle on the day of the plan. */
export type Assessed = Pick<AssessedOriginal, 'original' | 'lifecycle'>;

/** Sorting a few hundred originals once is cheaper than sorting their thousands of reminders. */
function sortedByKey(originals: readonly Original[]): readonly Original[] {
  return originals
    .map((original) => ({ key: `${original.id}:`, original }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ original }) => original);
}
