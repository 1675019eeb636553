import { execute } from './actions.ts';
import { choiceInput, textInput } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { problemOf } from './problem.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader, Sentence } from './view.ts';

export interface ChooseCustomerView {
  /** First choices of the search box. */
  readonly matches: readonly {
    readonly tenantId: string;
    readonly name: string;
    readonly domain: string;
    readonly isCustomer: boolean;
  }[];
  /** What was typed in the message or on the card before. */
  readonly typed: string;
  readonly problem: Sentence | null;
  /** What the customer is chosen for. Default: a move. */
  readonly purpose?: 'move' | 'check';
}

/** Asks which customer to move, or to check: the search box over the partner's customers, or a domain. */
export function drawChooseCustomer(view: ChooseCustomerView, reader: Reader): DrawnCard {
  const checks = view.purpose === 'check';
  return drawFrame(reader, (say) => {
    const choices = view.matches.slice(0, say.room.lines * 2).map(({ tenantId, name, domain, isCustomer }) => ({
      title: say.plain(isCustomer ? 'customer.choice' : 'customer.choice-new', { name, domain }),
      // A tenant that is not a customer yet is looked up by its domain.
      value: isCustomer ? tenantId : domain,
    }));
    return {
      heading: say.plain(checks ? 'check.title' : 'customer.title'),
      explanation: [{ key: checks ? 'check.choose' : 'customer.what' }],
      blocks: [
        ...problemOf(say, view.problem),
        choiceInput({
          id: 'customer',
          label: say.plain('customer.search'),
          placeholder: say.plain('customer.search-hint'),
          choices,
          search: 'customers',
          value: choices.length === 1 && view.typed !== '' ? choices[0]?.value : undefined,
        }),
        textInput({
          id: 'domain',
          label: say.plain('customer.domain'),
          placeholder: 'contoso.com',
          value: view.typed.includes('.') ? view.typed : undefined,
          maxLength: 253,
        }),
      ],
      actions: [
        execute({
          title: say.plain(checks ? 'button.check-customer' : 'button.start'),
          verb: checks ? VERBS.checkCustomer : VERBS.chooseCustomer,
          data: {},
          primary: true,
          inputs: true,
        }),
        execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
      ],
    };
  });
}
