import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { answerCheck, askWhomToCheck, checkOf } from '../../dialogs/check.ts';
import { isDomain } from '../../services/moves/customer-directory.ts';
import { type Action, parse } from './action.ts';

const Chosen = z.object({
  customer: z.string().trim().max(400).optional(),
  domain: z.string().trim().max(400).optional(),
});

/** The customer picked on the question whom to check, or a domain. Looks only. */
export const checkCustomer: Action = {
  verb: VERBS.checkCustomer,
  async run(services, turn, data) {
    const { customer = '', domain = '' } = parse(Chosen, data);
    const known = TENANT_ID.test(customer) ? await services.directory.customer(customer.toLowerCase()) : null;
    if (known !== null) return checkOf(services, turn, known);
    // A tenant that is not a customer yet stands in the search box by its domain.
    const typed = domain === '' ? customer : domain;
    if (typed === '') return askWhomToCheck(services, turn, '', { key: 'error.customer.missing' });
    if (!isDomain(typed))
      return askWhomToCheck(services, turn, typed, { key: 'error.input.domain', params: { typed } });
    return answerCheck(services, turn, typed);
  },
};

const TENANT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
