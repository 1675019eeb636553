import { execute } from './actions.ts';
import { footnote, table } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { problemOf } from './problem.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface HelpView {
  readonly scope: 'personal' | 'groupChat' | 'team';
  /** What was not understood, when that is why the help is shown. */
  readonly problem?: Sentence | null;
}

/** What one can say, as a table. */
export function drawHelp({ scope, problem }: HelpView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const commands = COMMANDS.filter((c) =>
      scope === 'personal' ? c !== 'remind-here' : c !== 'move' && c !== 'cancel',
    );
    return {
      heading: say.plain('help.title'),
      explanation: [{ key: scope === 'personal' ? 'help.what' : 'help.what-team' }],
      blocks: [
        ...problemOf(say, problem),
        table(
          [
            { title: say.plain('help.say'), width: 2 },
            { title: say.plain('help.get'), width: 3 },
          ],
          [...commands, ...(reader.sandbox ? ['fast-forward'] : [])].map((command) => [
            `**${say.md(`command.${command}.say`)}**`,
            say.md(`command.${command}.what`),
          ]),
        ),
        footnote(say.md('help.limits')),
      ],
      actions: [
        ...(scope === 'personal'
          ? [execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {}, primary: true })]
          : []),
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
      ],
    };
  });
}

const COMMANDS = [
  'move',
  'check',
  'status',
  'moves',
  'reminders',
  'silence',
  'weekly',
  'assistant-status',
  'settings',
  'undelivered',
  'remind-here',
  'alerts-here',
  'cancel',
  'help',
] as const;
