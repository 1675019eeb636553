import { facts } from '../blocks.ts';
import { stepBanner } from '../step-banner.ts';
import type { StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 1: which customer. Always done once there is a move; the choice itself is asked by choose-customer.ts. */
export const customerStep: StepDrawing = (view, say) => {
  const { customer, openedBy, openedAt } = view.move;
  return {
    banner: stepBanner(view, say),
    explanation: [{ key: 'step.customer.what' }],
    blocks: [
      facts([
        [say.md('fact.customer'), say.name(customer.name)],
        [say.md('fact.domain'), say.name(customer.domain)],
        [say.md('fact.tenant'), customer.tenantId],
        [say.md('status.opened'), say.md('status.who-when', { who: openedBy.name, when: openedAt })],
      ]),
    ],
    details: why(view, say, { sources: ['R10'] }),
  };
};
