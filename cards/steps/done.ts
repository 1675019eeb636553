import { heading, points } from '../blocks.ts';
import { stepBanner } from '../step-banner.ts';
import { summaryBlocks } from '../summary.ts';
import { VERBS } from '../verbs.ts';
import type { MoveView } from '../view.ts';
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
        ...(window === null ? [] : [say.md(windowKey(view), { until: window })]),
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

/** The window is documented for purchases; for what a transfer brought it is not confirmed. */
function windowKey({ move }: MoveView): string {
  const moving = move.facts.originals.filter(({ path }) => path !== null && path !== 'leave');
  const transferred = moving.filter(({ path }) => path === 'transfer');
  if (transferred.length === 0) return 'step.done.window';
  return transferred.length === moving.length ? 'step.done.window-transfer' : 'step.done.window-mixed';
}
