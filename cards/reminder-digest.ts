import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import type { ReminderView } from './reminder.ts';
import { reminderLine } from './reminder-line.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface ReminderDigestView {
  /** Most urgent first. */
  readonly reminders: readonly ReminderView[];
  /** True after a pause in which reminders were not sent: says so. */
  readonly caughtUp?: boolean;
}

/** Several reminders due at once, told in one message. */
export function drawReminderDigest({ reminders, caughtUp }: ReminderDigestView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const { shown, more } = cut(reminders, say.room);
    return {
      heading: say.plain('digest.title', { count: reminders.length }),
      explanation: [{ key: caughtUp === true ? 'digest.caught-up' : 'digest.what' }],
      blocks: [...shown.map((reminder) => reminderLine(say, reader, reminder)), ...moreLine(say, more)],
      actions: [
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
      ],
    };
  });
}
