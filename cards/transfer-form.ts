import { execute } from './actions.ts';
import { type Block, textInput } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { problemOf } from './problem.ts';
import type { Speaker } from './speaker.ts';
import { refOf } from './steps/step-parts.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Move, Reader, Sentence } from './view.ts';

export interface TransferFormView {
  readonly move: Move;
  readonly problems: Readonly<Record<string, Sentence>>;
  readonly typed: Readonly<Record<string, string>>;
}

/** Asks for what Partner Center wants to know about a transfer: the other partner and somebody at the customer. */
export function drawTransferForm({ move, problems, typed }: TransferFormView, reader: Reader): DrawnCard {
  const last = move.facts.transfers.at(-1);
  const given: Readonly<Record<string, string>> = {
    ...(last === undefined
      ? {}
      : {
          partner: last.sourcePartnerTenantId,
          partnerName: last.sourcePartnerName,
          customerEmail: last.customerEmail,
        }),
    ...typed,
  };
  return drawFrame(reader, (say) => {
    const input = (
      id: string,
      more: { readonly placeholder?: string; readonly required?: string },
    ): readonly Block[] => [
      ...problemOf(say, problems[id]),
      textInput({ id, label: say.plain(`input.transfer-${id}`), value: given[id], ...more }),
    ];
    return {
      heading: move.customer.name,
      subheading: move.customer.domain,
      banner: banner(say),
      explanation: [{ key: 'transfer.form-what' }, { key: 'transfer.form-nobody-has-to' }],
      blocks: [
        ...input('partner', {
          placeholder: say.plain('input.transfer-partner-placeholder'),
          required: say.plain('input.transfer-partner-missing'),
        }),
        ...input('partnerName', { placeholder: say.plain('input.transfer-partnerName-placeholder') }),
        ...input('customerEmail', { required: say.plain('input.transfer-customerEmail-missing') }),
      ],
      actions: [
        execute({
          title: say.plain('button.request-transfer'),
          verb: VERBS.transferRequested,
          data: refOf({ move }),
          primary: true,
          inputs: true,
        }),
        execute({ title: say.plain('button.not-yet'), verb: VERBS.openMove, data: refOf({ move }) }),
      ],
    };
  });
}

const banner = (say: Speaker) => ({
  severity: 'ask' as const,
  word: say.plain('transfer.form-word'),
  reason: say.md('transfer.form-reason'),
  plainReason: say.plain('transfer.form-reason'),
});
