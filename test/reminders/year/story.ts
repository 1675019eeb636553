import { threadOf } from '../../../services/reminders/reminder.ts';
import type { ReminderRef } from '../../../services/store/reminder-rows.ts';
import { DAY, timeText } from './dates.ts';
import type { Violation } from './oracle.ts';
import type { Input, Seen, Year } from './timeline.ts';

/** So long before the first and after the last line about a reminder, what happened to everybody is told too. */
const AROUND = 3 * DAY;

/** The story of a reminder whose promise was not kept: its plan, what people did, what Teams saw, and what happened around it. */
export function storyOf(year: Year, violation: Violation): string {
  const thread = threadNamed(year, violation);
  const own = [
    ...year.inputs.flatMap((input) => inputLines(input, violation, thread)),
    ...year.seen.flatMap((seen) => seenLines(seen, violation)),
    ...year.journal
      .filter(({ moveId, key, kind }) => moveId === violation.moveId && key === violation.key && kind !== 'sent')
      .map(({ at, kind }) => ({ at, text: `journal: ${kind}` })),
    { at: violation.at, text: `>>> ${violation.what}` },
  ];
  const [first, last] = [Math.min(...own.map(({ at }) => at)), violation.at];
  const lines = [...own, ...aroundLines(year, first, last)].sort((a, b) => a.at - b.at);
  const title = `${violation.key} of ${violation.moveId} ${violation.what}`;
  return [title, ...lines.map(({ at, text }) => `  ${timeText(at)}  ${text}`)].join('\n');
}

interface Line {
  readonly at: number;
  readonly text: string;
}

function inputLines(input: Input, { moveId, key }: ReminderRef, thread: string): readonly Line[] {
  const { at } = input;
  if (input.kind === 'plan' && input.moveId === moveId) {
    const planned = input.plan.find((reminder) => reminder.key === key);
    if (planned !== undefined) {
      const { stage, dueOn, deadline, code } = planned;
      return [
        { at, text: `${input.why}: planned for ${dueOn}, stage ${stage}, deadline ${deadline ?? 'none'}, ${code}` },
      ];
    }
    const held = input.keep === null ? 'what was told stays' : input.keep.includes(key) ? 'kept' : 'not kept';
    return [{ at, text: `${input.why}: not in the plan, ${held}` }];
  }
  if ((input.kind !== 'act' && input.kind !== 'undo') || input.ref.moveId !== moveId) return [];
  if (!input.ref.key.startsWith(thread)) return [];
  const what = input.kind === 'undo' ? 'undo' : JSON.stringify(input.act);
  return [{ at, text: `${input.by.name}: ${what} on ${input.ref.key === key ? 'it' : input.ref.key}` }];
}

function seenLines(seen: Seen, { moveId, key }: ReminderRef): readonly Line[] {
  if (seen.kind === 'failed') return [];
  const line = seen.lines.find((one) => one.moveId === moveId && one.key === key);
  if (line === undefined) return [];
  const { at, place, message } = seen;
  if (seen.kind === 'gone') return [{ at, text: `${place} is gone (message ${message})` }];
  return [
    {
      at,
      text: `told in ${place}${'missed' in line && line.missed ? ' as missed' : ''} (message ${message}, ${seen.lines.length} in all)`,
    },
  ];
}

function aroundLines({ inputs, downtimes, outages }: Year, first: number, last: number): readonly Line[] {
  const settings = inputs.flatMap((input) => (input.kind === 'settings' ? [input] : []));
  const inForce = settings.findLast(({ at }) => at <= first);
  const lines = [
    ...settings
      .filter((input) => input === inForce || input.at > first)
      .map(({ at, settings: set }) => ({
        at,
        text: `hours: ${set.timeZone} ${set.workingDays.join('')} ${set.opens}-${set.closes}, places: ${set.places}`,
      })),
    ...inputs.flatMap((input) =>
      input.kind === 'channel' ? [{ at: input.at, text: `channel: ${input.conversationId}` }] : [],
    ),
    ...downtimes.map(({ from, to }) => ({ at: from, text: `nobody runs until ${timeText(to)}` })),
    ...outages.map(({ from, to }) => ({ at: from, text: `Teams takes nothing until ${timeText(to)}` })),
  ];
  return lines.filter(({ at }) => (inForce?.at === at || at >= first - AROUND) && at <= last + AROUND);
}

/** How the keys of its thread begin. */
function threadNamed(year: Year, { moveId, key }: ReminderRef): string {
  for (const input of year.inputs) {
    if (input.kind !== 'plan' || input.moveId !== moveId) continue;
    const planned = input.plan.find((reminder) => reminder.key === key);
    if (planned !== undefined) return `${threadOf(planned).split(':')[0]}:`;
  }
  return `${key.split(':')[0]}:`;
}
