import { lineId } from '../services/reminders/line-id.ts';
import { execute } from './actions.ts';
import { type Choice, choiceInput } from './blocks.ts';
import type { CardContent } from './frame.ts';
import { countOf, partOf, type ReminderGroup } from './reminder-group.ts';
import { choiceLine } from './reminder-line.ts';
import type { Speaker } from './speaker.ts';
import { VERBS, type Verb } from './verbs.ts';

/**
 * Several lines of a message at once: tick those that are done, or those one takes. Folded away, because most lines are read one by one.
 * Null: there are not several that wait for somebody.
 *
 * @param groups the lines that the card shows
 * @param message id of the message they stand in
 */
export function chooseSeveral(
  say: Speaker,
  groups: readonly ReminderGroup[],
  message: string,
): NonNullable<CardContent['folded']> | null {
  const open = groups.filter(({ first }) => WAITING.has(partOf(first))).slice(0, MOST_OFFERED);
  if (open.length < 2) return null;
  const button = (key: string, verb: Verb) => execute({ title: say.plain(key), verb, data: { message }, inputs: true });
  return {
    title: say.plain('button.several'),
    blocks: [
      choiceInput({
        id: 'chosen',
        label: say.plain('input.chosen'),
        required: say.plain('error.reminders.none-chosen'),
        style: 'expanded',
        multiple: true,
        choices: [
          { title: say.plain('digest.all-of-these', { count: countOf(open) }), value: idsOf(open) },
          ...open.map((group): Choice => ({ title: choiceLine(say, group), value: idsOf([group]) })),
        ],
      }),
      {
        type: 'ActionSet',
        spacing: 'Small',
        actions: [button('button.done', VERBS.remindersDone), button('button.take', VERBS.remindersTake)],
      },
    ],
  };
}

const MOST_OFFERED = 12;
const WAITING: ReadonlySet<ReturnType<typeof partOf>> = new Set(['missed', 'in-time'] as const);

/** A comma would part the choices themselves. */
const idsOf = (groups: readonly ReminderGroup[]): string =>
  groups.flatMap(({ all }) => all.map(({ moveId, reminder: { key } }) => lineId({ moveId, key }))).join('+');
