import { type Action, execute } from './actions.ts';
import { type Block, choiceInput } from './blocks.ts';
import type { CardContent } from './frame.ts';
import type { ReminderView } from './reminder.ts';
import type { Speaker } from './speaker.ts';
import { VERBS, type Verb } from './verbs.ts';
import type { Reader } from './view.ts';

/** Putting it off and giving it to somebody: folded away, because the reminder itself is the main thing. */
export function laterOrElse(say: Speaker, view: ReminderView, reader: Reader): NonNullable<CardContent['folded']> {
  const putOff = snooze(say, view);
  return {
    title: say.plain(putOff.length === 0 ? 'button.somebody-else' : 'button.later-or-else'),
    blocks: [...putOff, ...assign(say, view, reader)],
  };
}

function snooze(say: Speaker, view: ReminderView): readonly Block[] {
  const [first] = view.snoozes;
  if (first === undefined) return [];
  return [
    choiceInput({
      id: 'days',
      label: say.plain('input.snooze'),
      choices: view.snoozes.map(({ value, until }) => ({
        title: say.plain(value === 'stage' ? 'reminder-card.until-stage' : 'reminder-card.until-day', {
          count: Number(value),
          until,
        }),
        value,
      })),
      value: first.value,
    }),
    button(say, view, 'button.snooze', VERBS.reminderSnooze),
  ];
}

function assign(say: Speaker, view: ReminderView, { sandbox }: Reader): readonly Block[] {
  const people = view.people.slice(0, MOST_PEOPLE).map(({ id, name }) => ({ title: say.plainName(name), value: id }));
  return [
    choiceInput({
      id: 'person',
      label: say.plain('input.assign'),
      placeholder: say.plain('input.assign-hint'),
      choices: [{ title: say.plain('reminder-card.me'), value: 'me' }, ...people],
      // The sandbox's chat window knows no search and would print a note below every reminder.
      ...(sandbox ? {} : { search: 'people' as const }),
    }),
    button(say, view, 'button.assign', VERBS.reminderAssign),
  ];
}

/** The search finds the others. */
const MOST_PEOPLE = 10;

function button(say: Speaker, { moveId, version, reminder }: ReminderView, key: string, verb: Verb): Block {
  const data = { moveId, version, reminder: reminder.key };
  const actions: readonly Action[] = [execute({ title: say.plain(key), verb, data, inputs: true })];
  return { type: 'ActionSet', spacing: 'Small', actions };
}
