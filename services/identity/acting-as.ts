import { AsyncLocalStorage } from 'node:async_hooks';
import type { TokenSource } from './token-source.ts';

/** In whose name work is done: a person's tokens, or null for the assistant's own. */
const acting = new AsyncLocalStorage<TokenSource | null>();

/**
 * Does work in a person's name: what it asks of Microsoft carries this person's tokens, and nobody else's. It reaches exactly as far
 * as the work itself; two turns at the same time never see each other's.
 */
export function actingAs<T>(person: TokenSource, work: () => Promise<T>): Promise<T> {
  return acting.run(person, work);
}

/** Does work as the assistant itself, whoever happened to start it: what is kept for everybody, roles, jobs. */
export function asAssistant<T>(work: () => Promise<T>): Promise<T> {
  return acting.run(null, work);
}

/**
 * The tokens of whoever the work is done for (`actingAs`), else the assistant's. In a customer's tenant it is always the assistant's:
 * the delegated access (GDAP) is given to it, and no page of Microsoft says that tokens on behalf of a person are issued there.
 *
 * @param homeTenant the partner's own tenant
 */
export function tokensOfWhoeverActs(assistant: TokenSource, homeTenant: string): TokenSource {
  const source = (tenantId: string | undefined): TokenSource =>
    tenantId === undefined || tenantId === homeTenant ? (acting.getStore() ?? assistant) : assistant;
  const own = { token: async (audience: string, tenantId?: string) => source(tenantId).token(audience, tenantId) };
  // Who cannot ask for a better token says so by having no way to forget one.
  if (assistant.forget === undefined) return own;
  return {
    ...own,
    forget: async (audience, tenantId, claims) => source(tenantId).forget?.(audience, tenantId, claims),
  };
}
