import { execute } from './actions.ts';
import { footnote, table } from './blocks.ts';
import { helpNames, type Scope } from './commands.ts';
import { drawFrame } from './frame.ts';
import type { Language } from './languages.ts';
import { problemOf } from './problem.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface HelpView {
  readonly scope: Scope;
  /** What was not understood, when that is why the help is shown. */
  readonly problem?: Sentence | null;
  /** People sign in with their own account here. */
  readonly signIn?: boolean;
  /** The language somebody spoke, which is not the one they are set to: the card is in it, and offers to keep it. */
  readonly spoken?: Language | null;
}

/** What one can say, as a table. */
export function drawHelp({ scope, problem, signIn = false, spoken = null }: HelpView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const list = [
      table(
        [
          { title: say.plain('help.say'), width: 2 },
          { title: say.plain('help.get'), width: 3 },
        ],
        helpNames(scope, { signIn, sandbox: reader.sandbox }).map((command) => [
          `**${say.md(`command.${command}.say`)}**`,
          say.md(`command.${command}.what`),
        ]),
      ),
      // In a channel a word may be meant for somebody else, so there buttons are pressed.
      ...(scope === 'personal' ? [footnote(say.md('help.by-writing'))] : []),
      footnote(say.md('help.limits')),
    ];
    return {
      heading: say.plain('help.title'),
      notice: spoken === null ? null : { key: 'language.i-speak' },
      explanation: [{ key: scope === 'personal' ? 'help.what' : 'help.what-team' }],
      // Who was not understood is told so at a glance; the whole list is one press away.
      blocks: [...problemOf(say, problem), ...(problem == null ? list : [])],
      // Who only hears the card, or sees its notification, is told too.
      also: problem == null ? [] : [say.toldPlain(problem)],
      folded: problem == null ? null : { title: say.plain('help.title'), blocks: list },
      actions: [
        ...(scope === 'personal'
          ? [execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {}, primary: true })]
          : []),
        ...(spoken === null
          ? []
          : [
              execute({
                title: say.plain('button.always-this-language'),
                verb: VERBS.setLanguage,
                data: { language: spoken },
              }),
            ]),
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
        execute({ title: say.plain('button.reminders'), verb: VERBS.reminders, data: {} }),
      ],
    };
  });
}
