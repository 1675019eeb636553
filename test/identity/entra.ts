import { Writable } from 'node:stream';
import type { INetworkModule } from '@azure/msal-node';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';
import type { AppCredentials, ClientProof } from '../../services/identity/app-credentials.ts';
import { msalNetwork } from '../../services/identity/msal-network.ts';
import type { KeptSignIn, RefreshTokenVault } from '../../services/identity/refresh-token-vault.ts';
import { SANDBOX_PARTNER } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox } from '../sandbox/start.ts';

export const CLIENT_ID = '5d1b1b2c-6d44-4e40-9d3e-2f7e6f8f0b11';
export const SECRET = 'the-client-secret';

/** A request MSAL sent. */
export interface Sent {
  readonly tenant: string;
  readonly path: string;
  readonly form: URLSearchParams;
}

/** The sandbox's Entra, reached by MSAL through the product's own network as if it were Microsoft's. */
export interface Entra {
  readonly running: RunningSandbox;
  /** Token requests in the order in which they were sent. */
  readonly sent: Sent[];
  /** Milliseconds the network wanted to sleep; it did not. */
  readonly slept: number[];
  readonly network: INetworkModule;
  credentials(overrides?: Partial<AppCredentials>): AppCredentials;
  close(): Promise<void>;
}

export async function startEntra(): Promise<Entra> {
  const running = await runSandbox();
  const sent: Sent[] = [];
  const slept: number[] = [];
  const network = msalNetwork({
    fetch: (input, init) => {
      const url = new URL(String(input));
      const form = new URLSearchParams(String(init?.body ?? ''));
      if (url.pathname.endsWith('/token'))
        sent.push({ tenant: url.pathname.split('/')[1] ?? '', path: url.pathname, form });
      return fetch(`${running.sandbox.url}${url.pathname}${url.search}`, init);
    },
    sleep: async (milliseconds) => void slept.push(milliseconds),
    random: () => 0,
  });
  return {
    running,
    sent,
    slept,
    network,
    credentials: (overrides = {}) => ({
      loginUrl: 'https://login.microsoftonline.com',
      tenantId: SANDBOX_PARTNER.tenantId,
      clientId: CLIENT_ID,
      proof: { kind: 'secret', secret: SECRET } satisfies ClientProof,
      network,
      ...overrides,
    }),
    close: () => running.close(),
  };
}

/** A refresh token of the sandbox's Entra, as a device code would have brought it. */
export function aRefreshToken({ running }: Entra): string {
  return running.sandbox.signIn.issueRefreshToken({ person: { guest: false, mfa: true }, device: false });
}

/** A vault in memory that behaves as the one in the database. */
export function memoryVault(refreshToken: string, overrides: Partial<KeptSignIn> = {}) {
  let version = 1;
  let challenge: string | null = null;
  let kept: KeptSignIn = {
    refreshToken,
    id: 'sign-in-1',
    homeAccountId: null,
    client: 'confidential',
    version: '1',
    usedAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
    ...overrides,
  };
  const tokens = [refreshToken];
  const vault: RefreshTokenVault = {
    read: async () => kept,
    rotate: async (used, token) => {
      if (used.version !== kept.version) return;
      version += 1;
      tokens.push(token);
      kept = { ...kept, refreshToken: token, version: String(version) };
    },
    keep: async (signIn) => {
      version += 1;
      tokens.push(signIn.refreshToken);
      kept = { ...kept, ...signIn, id: `sign-in-${version}`, version: String(version) };
    },
    challenge: async () => challenge,
    setChallenge: async (claims) => {
      challenge = claims;
    },
  };
  return Object.assign(vault, { tokens });
}

/** A clock that a test moves. */
export function movedClock(start = Temporal.Now.instant()): Clock & { advance(duration: Temporal.DurationLike): void } {
  let now = start;
  return {
    now: () => now,
    advance: (duration) => {
      now = now.add(duration);
    },
  };
}

/** Where a log writes its lines. */
export function linesTo(lines: string[]): Writable {
  return new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
}
