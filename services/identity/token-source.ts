/** Resources a token may be asked for. They name the service, not the address it is reached at (the sandbox has another). */
export const PARTNER_CENTER_AUDIENCE = 'https://api.partnercenter.microsoft.com';
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';

/** Where the clients get their bearer tokens. */
export interface TokenSource {
  /**
   * A token for `audience`, issued by the partner's own tenant or by `tenantId` (a customer's).
   * Fails with `microsoft.sign-in-needed` where somebody has to sign in anew, with `microsoft.consent-missing` where that tenant
   * gave us no access, with `microsoft.sign-in-failed` when the application itself is refused, with `microsoft.throttled` and
   * with `microsoft.unreachable` when there is no answer.
   */
  token(audience: string, tenantId?: string): Promise<string>;
  /**
   * The service refused this token: the next one must not come from a cache. With `claims` (of a claims challenge, JSON) it has
   * to prove them; where it cannot without a person, `token` fails with `microsoft.sign-in-needed`.
   */
  forget?(audience: string, tenantId?: string, claims?: string): void | Promise<void>;
}
