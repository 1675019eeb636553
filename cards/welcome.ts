import { execute } from './actions.ts';
import { footnote, points } from './blocks.ts';
import type { Scope } from './commands.ts';
import { drawFrame } from './frame.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface WelcomeView {
  readonly scope: Scope;
}

/** Once, when the app is installed: what it is good for, what it needs, how to begin. */
export function drawWelcome({ scope }: WelcomeView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    const personal = scope === 'personal';
    return {
      heading: say.plain('welcome.title'),
      explanation: [{ key: personal ? 'welcome.what' : 'welcome.what-team' }],
      blocks: [
        ...points(
          personal
            ? [
                say.md('welcome.point-steps'),
                say.md('welcome.point-checks'),
                say.md('welcome.point-reminders'),
                say.md('welcome.point-settings'),
              ]
            : [say.md('welcome.point-team-reminders'), say.md('welcome.point-team-status')],
        ),
        footnote(say.md('welcome.limits')),
      ],
      actions: [
        ...(personal
          ? [execute({ title: say.plain('button.start-move'), verb: VERBS.startMove, data: {}, primary: true })]
          : []),
        execute({ title: say.plain('button.help'), verb: VERBS.help, data: {} }),
      ],
    };
  });
}
