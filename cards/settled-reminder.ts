import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import type { ReminderView } from './reminder.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

/** A reminder that asks for nothing more: its customer, and a line that says what became of it, by whom and when. */
export function drawSettledReminder(view: ReminderView, reader: Reader): DrawnCard {
  const { customer, reminder, moveId, version, undo, notice = null } = view;
  return drawFrame(reader, (say) => {
    const title = say.toldPlain({ key: `reminder.${reminder.code}.title`, params: reminder.params });
    const name = reminder.params.name;
    return {
      heading: customer,
      brief: true,
      notice,
      explanation: [
        {
          key: `reminder-card.${view.state}`,
          params: {
            what: typeof name === 'string' ? `${title} · ${say.plainName(name)}` : title,
            who: view.by?.name ?? say.plain('word.somebody'),
            when: view.when,
          },
        },
      ],
      actions: [
        ...(undo
          ? [
              execute({
                title: say.plain('button.undo'),
                verb: VERBS.reminderUndo,
                data: { moveId, version, reminder: reminder.key },
              }),
            ]
          : []),
        execute({ title: say.plain('button.open-move'), verb: VERBS.openMove, data: { moveId, version } }),
      ],
    };
  });
}
