import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { askForCustomer, openMoveFor } from '../../dialogs/choose-customer.ts';
import { isDomain } from '../../services/moves/customer-directory.ts';
import type { Customer } from '../../services/moves/move.ts';
import type { Services } from '../../services/services.ts';
import { type Action, parse } from './action.ts';

const Chosen = z.object({
  customer: z.string().trim().max(400).optional(),
  domain: z.string().trim().max(400).optional(),
});

/** A customer picked in the search box, or the domain of a tenant that is not a customer yet. Both are checked again here. */
export const chooseCustomer: Action = {
  verb: VERBS.chooseCustomer,
  async run(services, turn, data) {
    const { customer = '', domain = '' } = parse(Chosen, data);
    // A suggestion stands in the box before anybody looked: a domain that was typed beside it is what is meant.
    if (TENANT_ID.test(customer) || (customer !== '' && domain === '')) {
      // A tenant that is not a customer yet stands in the search box by its domain.
      const known = TENANT_ID.test(customer)
        ? await services.directory.customer(customer.toLowerCase())
        : await tenantOf(services, customer);
      if (known === null) {
        return askForCustomer(services, turn, {
          typed: customer,
          problem: { key: 'error.customer.unknown', params: { typed: customer } },
        });
      }
      return openMoveFor(services, turn, known);
    }
    if (domain === '') return askForCustomer(services, turn, { problem: { key: 'error.customer.missing' } });
    if (!isDomain(domain))
      return askForCustomer(services, turn, {
        typed: domain,
        problem: { key: 'error.input.domain', params: { typed: domain } },
      });
    const tenant = await tenantOf(services, domain);
    if (tenant === null)
      return askForCustomer(services, turn, {
        typed: domain,
        problem: { key: 'error.customer.no-tenant', params: { domain } },
      });
    return openMoveFor(services, turn, tenant);
  },
};

const TENANT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

async function tenantOf(services: Services, domain: string): Promise<Customer | null> {
  const tenant = isDomain(domain) ? await services.directory.tenantBehind(domain.toLowerCase()) : null;
  return tenant === null
    ? null
    : { tenantId: tenant.tenantId, name: tenant.name, domain: tenant.domain, language: null };
}
