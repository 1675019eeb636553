import { heading, points } from '../blocks.ts';
import { stepBanner } from '../step-banner.ts';
import { summaryBlocks } from '../summary.ts';
import { VERBS } from '../verbs.ts';
import { firstWindow, provisionedVerdicts } from './provisioned.ts';
import { button, isOpen, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 12: before and after, and what comes next. */
export const doneStep: StepDrawing = (view, say, reader) => {
  const { closed } = view.move.facts;
  const window = firstWindow(view, reader);
  return {
    banner: stepBanner(
      view,
      say,
      closed === null ? undefined : { key: `closed.${closed.value}`, params: { who: closed.by.name, when: closed.at } },
    ),
    explanation: isOpen(view) ? [{ key: 'step.done.what' }] : [],
    blocks: [
      ...summaryBlocks(view.move, say),
      heading(say.plain('step.done.next')),
      ...points([
        ...(window === null ? [] : [say.md('step.done.window', { until: window })]),
        say.md('step.done.azure'),
        say.md('step.done.partners'),
      ]),
    ],
    details: why(view, say, { verdicts: provisionedVerdicts(view, reader), sources: ['I8', 'N1'] }),
    actions: isOpen(view)
      ? [button(view, say, 'close-move', VERBS.closeMove, { primary: true, data: { outcome: 'done' } })]
      : [],
  };
};
