import type { Transport } from '../identity/signed-request.ts';
import type { TokenSource } from '../identity/token-source.ts';
import { type GraphCalls, graphCalls } from './calls.ts';
import { type CustomerSubscriptions, customerSubscriptions } from './customer-subscriptions.ts';
import { delegatedSupport } from './delegated-support.ts';
import { type FoundTenant, findTenant } from './tenants.ts';

/** Microsoft Graph and Entra sign-in metadata, as the move needs them. Methods are explained where they are written. */
export class GraphClient {
  readonly #calls: GraphCalls;

  constructor(options: {
    /** `GRAPH_URL`, without the version. */
    readonly baseUrl: string;
    /** `LOGIN_URL`: tenants are also found by their sign-in metadata. */
    readonly loginUrl: string;
    readonly tokens: TokenSource;
    readonly transport?: Partial<Transport>;
  }) {
    this.#calls = graphCalls(options);
  }

  findTenant(domain: string): Promise<FoundTenant | null> {
    return findTenant(this.#calls, domain);
  }

  customerSubscriptions(customerTenantId: string): Promise<CustomerSubscriptions> {
    return customerSubscriptions(this.#calls, customerTenantId);
  }

  delegatedSupport(tenantId: string): Promise<'yes' | 'no' | 'unknown'> {
    return delegatedSupport(this.#calls, tenantId);
  }
}
