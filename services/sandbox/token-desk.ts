import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Ask, ok, type Reply, type Route } from './route.ts';
import { granted } from './sandbox-token.ts';
import { SANDBOX_PARTNER } from './story.ts';

/** How the simulated token service behaves from now on; what is left out stays as it was. */
export const TokenDeskWish = z.object({
  /** Whether everybody is signed in without being asked. */
  automatic: z.boolean().optional(),
  /** Whether tokens of single sign-on can be exchanged. */
  exchange: z.enum(['taken', 'refused']).optional(),
  /** The code that the sign-in page shows; null: none. */
  code: z.string().nullable().optional(),
  /** These people's sign-ins (channel ids) are over, though the service still tells of them. */
  expired: z.array(z.string()).optional(),
});
type TokenDeskWish = z.output<typeof TokenDeskWish>;

/**
 * The simulated token service of the Bot Framework: keeps what people signed in with. Everybody is signed in by themselves, as nobody
 * has an account here; told otherwise, it behaves as the real one.
 */
export class TokenDesk {
  #automatic = true;
  #exchange: 'taken' | 'refused' = 'taken';
  #code: string | null = null;
  #expired: readonly string[] = [];
  readonly #tokens = new Map<string, string>();

  behave({ automatic, exchange, code, expired }: TokenDeskWish): void {
    if (automatic !== undefined) this.#automatic = automatic;
    if (exchange !== undefined) this.#exchange = exchange;
    if (code !== undefined) this.#code = code;
    if (expired !== undefined) this.#expired = expired;
    if (automatic === false) this.#tokens.clear();
  }

  routes(): Route[] {
    const anyone = (method: Route['method'], path: string, handle: (ask: Ask) => Reply): Route => ({
      method,
      path,
      needs: 'anyone',
      handle,
    });
    return [
      anyone('get', '/api/usertoken/GetToken', (ask) => this.#held(ask)),
      anyone('post', '/api/usertoken/exchange', (ask) => this.#exchanged(ask)),
      anyone('del', '/api/usertoken/SignOut', (ask) => this.#signedOut(ask)),
      anyone('get', '/api/botsignin/GetSignInResource', (ask) => this.#resource(ask)),
    ];
  }

  #held(ask: Ask): Reply {
    const code = ask.query.get('code') ?? '';
    if (code === '') return this.#answer(ask, this.#automatic ? this.#signIn(ask) : this.#tokens.get(personOf(ask)));
    return this.#answer(ask, code === this.#code ? this.#signIn(ask) : undefined);
  }

  #exchanged(ask: Ask): Reply {
    if (this.#exchange === 'taken') return this.#answer(ask, this.#signIn(ask));
    return ok({ error: { code: 'invalid_grant', message: 'Failed to exchange token: consent is required.' } }, 400);
  }

  #signedOut(ask: Ask): Reply {
    this.#tokens.delete(personOf(ask));
    return ok({});
  }

  #resource({ origin }: Ask): Reply {
    return ok({
      signInLink: `${origin}/api/oauth/signin?signin=${randomUUID()}`,
      tokenExchangeResource: { id: randomUUID(), uri: 'api://botid-sandbox', providerId: 'sandbox' },
    });
  }

  #signIn(ask: Ask): string {
    const person = personOf(ask);
    const known = this.#tokens.get(person);
    if (known !== undefined) return known;
    const { access_token } = granted({
      tenantId: SANDBOX_PARTNER.tenantId,
      audience: 'api://botid-sandbox',
      as: 'user',
      amr: ['pwd', 'mfa'],
      person,
    });
    this.#tokens.set(person, access_token);
    return access_token;
  }

  #answer(ask: Ask, token: string | undefined): Reply {
    if (token === undefined) return ok({}, 404);
    const expiration = this.#expired.includes(personOf(ask)) ? '2020-01-01T00:00:00Z' : '2100-01-01T00:00:00Z';
    return ok({ connectionName: ask.query.get('connectionName'), token, expiration });
  }
}

const personOf = (ask: Ask): string => ask.query.get('userId') ?? '';
