import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { withoutLimit } from './time-limit.ts';
import type { TokenSource } from './token-source.ts';

/** A token as it was issued. */
export interface Issued {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** An earlier token was refused: the new one must not come from a cache, and has to prove these claims (JSON). */
export interface Demand {
  readonly claims: string | undefined;
}

export interface TokenRequest {
  readonly audience: string;
  readonly tenantId: string;
  readonly demand: Demand | null;
}

/**
 * The tokens this process has in its hands. However many ask for the same one at once, it is asked for once; while the sign-in
 * service has told us to wait, nobody asks.
 *
 * A customer's tenant that has not let us in is left alone for a few minutes, so that a watched move does not ask Entra every
 * minute. The partner's own is asked each time: somebody may be mending it right now.
 *
 * A token is held for a minute only, then whoever issues it is asked again (from a cache that all instances share): so long a new
 * sign-in may go unnoticed.
 *
 * @param homeTenant the tenant that is meant when none is named
 * @param clock the machine's: tokens end by it
 * @param issue gets a token; what it throws goes to all who asked
 */
export function keptTokens(
  homeTenant: string,
  clock: Clock,
  issue: (request: TokenRequest) => Promise<Issued>,
): Required<TokenSource> {
  const held = new LRUCache<string, { readonly token: string; readonly until: number }>({ max: MOST });
  const blocked = new LRUCache<string, number>({ max: MOST });
  const closed = new LRUCache<string, { readonly refusal: AppError; readonly until: number }>({ max: MOST });
  const demands = new LRUCache<string, Demand>({ max: MOST });
  const renewed = new LRUCache<string, number>({ max: MOST });
  const underWay = new Map<string, Promise<string>>();
  const now = () => clock.now().epochMilliseconds;

  const obtain = async (key: string, request: TokenRequest) => {
    try {
      const { token, expiresAt } = await issue(request);
      // One that was refused while this one was under way must not come back by it.
      if ((demands.get(key) ?? null) !== request.demand) return token;
      held.set(key, { token, until: Math.min(expiresAt - RENEW_BEFORE_MS, now() + HELD_MS) });
      if (request.demand !== null) renewed.set(key, now());
      demands.delete(key);
      return token;
    } catch (error) {
      if (error instanceof AppError && error.code === 'microsoft.throttled') {
        blocked.set(key, now() + Number(error.params.retryAfterSeconds ?? 0) * 1000);
      }
      if (error instanceof AppError && error.code === 'microsoft.consent-missing' && request.tenantId !== homeTenant) {
        closed.set(key, { refusal: error, until: now() + CLOSED_MS });
      }
      throw error;
    }
  };
  return {
    async token(audience, tenantId = homeTenant) {
      const key = `${tenantId} ${audience}`;
      const known = held.get(key);
      if (known !== undefined && now() < known.until) return known.token;
      const secondsLeft = Math.ceil(((blocked.get(key) ?? 0) - now()) / 1000);
      if (secondsLeft > 0) throw throttled(secondsLeft);
      const shut = closed.get(key);
      if (shut !== undefined && now() < shut.until) throw shut.refusal;
      const already = underWay.get(key);
      if (already !== undefined) return already;
      const request = { audience, tenantId, demand: demands.get(key) ?? null };
      // The first who asks may stop waiting: the others have not.
      const obtaining = withoutLimit(() => obtain(key, request)).finally(() => {
        if (underWay.get(key) === obtaining) underWay.delete(key);
      });
      underWay.set(key, obtaining);
      return obtaining;
    },
    forget(audience, tenantId = homeTenant, claims) {
      const key = `${tenantId} ${audience}`;
      const known = demands.get(key);
      // Many hear of the same refused token at once: one new token is enough for all of them.
      if (known !== undefined && (claims === undefined || known.claims === claims)) return;
      if (claims === undefined && now() - (renewed.get(key) ?? 0) < SAME_REFUSAL_MS) return;
      demands.set(key, { claims });
      held.delete(key);
      underWay.delete(key);
    },
  };
}

const MOST = 2000;
const HELD_MS = 60_000;
const CLOSED_MS = 3 * 60_000;
/** The same time before the end at which MSAL asks for a new one. */
const RENEW_BEFORE_MS = 5 * 60_000;
const SAME_REFUSAL_MS = 5_000;

function throttled(seconds: number): AppError {
  return new AppError('microsoft.throttled', {
    params: { retryAfterSeconds: seconds },
    hint: `The sign-in service asked to wait; ${seconds} seconds are left.`,
  });
}
