import type { Verdict } from './verdict.ts';

/**
 * Whether the tenant is one that cannot buy from a partner at all: a CSP partner's own tenant cannot (rule I13).
 *
 * @param isPartner null = nothing tells; only tenants that are known to belong to a partner can be told apart
 */
export function judgeCustomer(isPartner: true | null): Verdict {
  return isPartner === true
    ? { code: 'customer.is-partner', severity: 'stop', params: {}, sources: ['I13'] }
    : { code: 'customer.ask-partner', severity: 'note', params: {}, sources: ['I13'] };
}
