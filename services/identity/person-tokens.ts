import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { TokenSource } from './token-source.ts';

/** People whose tokens are kept at once. */
const MOST_PEOPLE = 500;

/** Makes the source of tokens on behalf of whoever signed in with this token. */
export type OnBehalfOf = (assertion: string) => TokenSource;

/** Whether a token was issued to this person (object id in the partner's tenant). */
export type IsOf = (assertion: string, personId: string) => boolean;

/**
 * The tokens of the people who signed in, in this process only. Each person has their own; a token that was issued to somebody else,
 * as when they sign in with another account, is nobody's.
 */
export class PersonTokens {
  readonly #onBehalfOf: OnBehalfOf;
  readonly #isOf: IsOf;
  readonly #kept = new LRUCache<string, { readonly assertion: string; readonly source: TokenSource }>({
    max: MOST_PEOPLE,
  });

  constructor(deps: { onBehalfOf: OnBehalfOf; isOf: IsOf }) {
    this.#onBehalfOf = deps.onBehalfOf;
    this.#isOf = deps.isOf;
  }

  /** Tokens on behalf of the person by the token they signed in with; null when it is not theirs. */
  of(personId: string, assertion: string): TokenSource | null {
    if (!this.#isOf(assertion, personId)) return null;
    const known = this.#kept.get(personId);
    if (known?.assertion === assertion) return known.source;
    const source = this.#onBehalfOf(assertion);
    this.#kept.set(personId, { assertion, source });
    return source;
  }

  forget(personId: string): void {
    this.#kept.delete(personId);
  }
}

/**
 * Whether Entra issued a token to this person of this tenant. Only read here: its signature is for Entra, which the token is shown to
 * before anything is done with it.
 */
export function isOfPerson(tenantId: string): IsOf {
  return (assertion, personId) => {
    try {
      const { oid, tid } = decodeJwt(assertion);
      return typeof oid === 'string' && oid.toLowerCase() === personId.toLowerCase() && tid === tenantId.toLowerCase();
    } catch {
      return false;
    }
  };
}
