import type { Customer } from '../services/moves/move.ts';
import { heaviest, type Verdict } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import { text } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import { VERBS } from './verbs.ts';
import { sourceBlocks, verdictLine } from './verdict-lines.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface CheckView {
  readonly customer: Pick<Customer, 'tenantId' | 'name' | 'domain'>;
  readonly region: Verdict;
  readonly relationship: Verdict;
  readonly agreement: Verdict;
  readonly eligibility: readonly Verdict[];
  /** Subscriptions seen in the tenant; null = cannot be read without delegated access. */
  readonly originals: number | null;
  /** The open move of this customer, when there is one. */
  readonly open: { readonly moveId: string; readonly version: number } | null;
}

/** What can be said about a customer without opening a move. */
export function drawCheck(view: CheckView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => {
    // Without a relationship Partner Center tells nothing of the rest: that is not something to ask for yet.
    const related = view.relationship.severity === 'ok' ? [view.agreement, ...view.eligibility] : [];
    const verdicts = [view.region, view.relationship, ...related];
    const severity = heaviest(verdicts);
    const { shown, more } = cut(verdicts, say.room);
    return {
      heading: view.customer.name,
      subheading: view.customer.domain,
      banner: {
        severity,
        word: say.plain(`check.word.${severity}`),
        reason: say.md(`check.${severity}`),
        plainReason: say.plain(`check.${severity}`),
      },
      blocks: [
        ...shown.map((verdict) => verdictLine(say, verdict)),
        ...moreLine(say, more),
        text(
          view.originals === null
            ? say.md('check.originals-unknown')
            : say.md('check.originals', { count: view.originals }),
          { isSubtle: true, spacing: 'Medium' },
        ),
      ],
      details: sourceBlocks(say, verdicts),
      actions: [
        view.open === null
          ? execute({
              title: say.plain('button.start-this-move'),
              verb: VERBS.chooseCustomer,
              data: startData(view.customer, view.relationship),
              primary: true,
            })
          : execute({ title: say.plain('button.open-move'), verb: VERBS.openMove, data: view.open, primary: true }),
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
      ],
    };
  });
}

/** A tenant that is not a customer yet is found by its domain, a customer by its tenant id. */
function startData(customer: CheckView['customer'], relationship: Verdict): Record<string, string> {
  return relationship.severity === 'ok' ? { customer: customer.tenantId } : { domain: customer.domain };
}
