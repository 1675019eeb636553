import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Secrets } from '../store/secret-store.ts';
import type { Seal } from './seal.ts';
import { SignInNeeded } from './sign-in-error.ts';

/** The sign-in of the service user. */
export interface SignIn {
  readonly refreshToken: string;
  /** Made anew with every sign-in by a person, kept over the rotation of its token. */
  readonly id: string;
  /** MSAL's name for the account (`<object id>.<home tenant id>`); null where Entra did not tell. */
  readonly homeAccountId: string | null;
  /** Whether the application shows its own proof when it redeems the token (`confidential`), or must not (`public`). */
  readonly client: 'confidential' | 'public';
}

/** A sign-in as it is kept. */
export interface KeptSignIn extends SignIn {
  readonly version: string;
  readonly usedAt: Temporal.Instant;
}

/** Where the refresh token of the service user lives. It is replaced at every use. */
export interface RefreshTokenVault {
  /** @throws AppError `microsoft.sign-in-needed` when nobody ever signed in, `secrets.key-lost`, `secrets.damaged` */
  read(): Promise<KeptSignIn>;
  /** A use brought a new token. One that was kept by somebody else meanwhile stays: it is as new, or of a newer sign-in. */
  rotate(used: KeptSignIn, refreshToken: string): Promise<void>;
  /** A person has signed in. */
  keep(signIn: Omit<SignIn, 'id'>): Promise<void>;
  /** What the next sign-in has to prove (claims of a challenge, JSON); null: nothing in particular. */
  challenge(): Promise<string | null>;
  setChallenge(claims: string | null): Promise<void>;
}

const REFRESH_TOKEN = 'refresh-token';
const CHALLENGE = 'sign-in-challenge';
/** Beginning of the names under which token caches of the service user are kept. */
export const USER_TOKEN_CACHE = 'token-cache/user/';

/** The vault in the database; what is in it is sealed. */
export function refreshTokenVault(deps: {
  readonly secrets: Secrets;
  readonly seal: Seal;
  readonly clock: Clock;
}): RefreshTokenVault {
  const { secrets, seal, clock } = deps;
  const close = (signIn: SignIn) => seal.close(REFRESH_TOKEN, JSON.stringify(Sealed.parse(signIn)));
  return {
    async read() {
      const kept = await secrets.get(REFRESH_TOKEN);
      if (kept === null) throw new SignInNeeded('never');
      const signIn = Sealed.safeParse(parsed(await seal.open(REFRESH_TOKEN, kept.sealed)));
      if (!signIn.success) {
        throw new AppError('secrets.damaged', {
          hint: 'The kept sign-in is no sign-in. Sign in anew: npm run connect',
        });
      }
      return { ...signIn.data, version: kept.version, usedAt: kept.keptAt };
    },
    async rotate(used, refreshToken) {
      await secrets.put(REFRESH_TOKEN, await close({ ...used, refreshToken }), clock.now(), used.version);
    },
    async keep(signIn) {
      await secrets.put(REFRESH_TOKEN, await close({ ...signIn, id: randomUUID() }), clock.now(), null);
      await secrets.remove(CHALLENGE);
      // Tokens of the earlier sign-in prove less than those of this one.
      await secrets.removeAll(USER_TOKEN_CACHE);
    },
    async challenge() {
      const kept = await secrets.get(CHALLENGE);
      // One that cannot be opened any more is no loss: Entra will ask for it again.
      return kept === null ? null : await seal.open(CHALLENGE, kept.sealed).catch(() => null);
    },
    async setChallenge(claims) {
      if (claims === null) return secrets.remove(CHALLENGE);
      await secrets.put(CHALLENGE, await seal.close(CHALLENGE, claims), clock.now(), null);
    },
  };
}

const Sealed = z.object({
  refreshToken: z.string().min(1),
  id: z.string(),
  homeAccountId: z.string().nullable(),
  client: z.enum(['confidential', 'public']),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
