import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { SandboxClock } from './clock.ts';

/** A refusal of the token endpoint on demand. */
const Refusal = z.object({
  /** Grant that is refused; any when absent. */
  grant: z.string().optional(),
  /** Entra's error number: AADSTS<code>. */
  code: z.number().int(),
  error: z.string().default('invalid_grant'),
  suberror: z.string().optional(),
  /** What the next sign-in has to prove: a claims challenge. A request that brings just these claims is not refused. */
  claims: z.string().optional(),
  times: z.number().int().positive().default(1),
});
export type Refusal = z.output<typeof Refusal>;

/** Who signs in with the device code, and how. */
const Person = z.object({
  mfa: z.boolean(),
  /** Of another tenant. */
  guest: z.boolean(),
  answers: z.enum(['signs-in', 'declines', 'lets-it-expire']),
  /** How often the application asks before the person has answered. */
  afterPolls: z.number().int().nonnegative(),
});

/** How the simulated Entra behaves from now on; what is left out stays as it was. */
export const SignInWish = z.object({
  refusals: z.array(Refusal).optional(),
  /** Token requests that are throttled before anything else. */
  throttled: z.object({ times: z.number().int().nonnegative(), retryAfterSeconds: z.number().int() }).optional(),
  /** Whether a refresh token that was replaced is taken again, as Entra does. */
  oldRefreshTokens: z.enum(['taken', 'refused']).optional(),
  /** The only client secret that is right; null: any. */
  secret: z.string().nullable().optional(),
  /** SHA-256 thumbprints (hexadecimal) of the certificates the application has; null: any. */
  certificates: z.array(z.string()).nullable().optional(),
  /** Whether refresh tokens of a device code are taken with the application's proof, or only without. */
  deviceTokens: z.enum(['with-proof', 'without-proof']).optional(),
  /** Who signs in with the device code, and how. */
  person: Person.partial().optional(),
});
export type SignInWish = z.input<typeof SignInWish>;

/** A device code that waits for its person. */
interface DeviceCode {
  readonly clientId: string;
  polls: number;
}

/** The memory of the simulated Entra: what it was told to do, which refresh tokens it replaced. Not kept over a restart. */
export class SignInDesk {
  readonly #clock: SandboxClock;
  readonly #replaced = new Set<string>();
  readonly #devices = new Map<string, DeviceCode>();
  #refusals: Refusal[] = [];
  #throttled = { times: 0, retryAfterSeconds: 1 };
  #oldRefreshTokens: 'taken' | 'refused' = 'taken';
  secret: string | null = null;
  certificates: readonly string[] | null = null;
  deviceTokens: 'with-proof' | 'without-proof' = 'with-proof';
  person: z.output<typeof Person> = { mfa: true, guest: false, answers: 'signs-in', afterPolls: 0 };

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  behave(wish: SignInWish): void {
    const { refusals, throttled, oldRefreshTokens, secret, certificates, deviceTokens, person } =
      SignInWish.parse(wish);
    if (refusals !== undefined) this.#refusals = refusals;
    if (throttled !== undefined) this.#throttled = throttled;
    if (oldRefreshTokens !== undefined) this.#oldRefreshTokens = oldRefreshTokens;
    if (secret !== undefined) this.secret = secret;
    if (certificates !== undefined) this.certificates = certificates;
    if (deviceTokens !== undefined) this.deviceTokens = deviceTokens;
    this.person = {
      mfa: person?.mfa ?? this.person.mfa,
      guest: person?.guest ?? this.person.guest,
      answers: person?.answers ?? this.person.answers,
      afterPolls: person?.afterPolls ?? this.person.afterPolls,
    };
  }

  /** Seconds this token request has to wait, if it is throttled. */
  throttle(): number | null {
    if (this.#throttled.times === 0) return null;
    this.#throttled = { ...this.#throttled, times: this.#throttled.times - 1 };
    return this.#throttled.retryAfterSeconds;
  }

  /** The refusal that hits this request, if any. */
  refusal(grant: string, claims: string | undefined): Refusal | null {
    const index = this.#refusals.findIndex(
      (refusal) =>
        (refusal.grant === undefined || refusal.grant === grant) &&
        (refusal.claims === undefined || !brings(claims, refusal.claims)),
    );
    const hit = this.#refusals[index];
    if (hit === undefined) return null;
    this.#refusals = this.#refusals.flatMap((refusal, i) =>
      i !== index ? [refusal] : refusal.times > 1 ? [{ ...refusal, times: refusal.times - 1 }] : [],
    );
    return hit;
  }

  issueRefreshToken(content: Pick<RefreshToken, 'person' | 'device'>): string {
    const token: RefreshToken = { ...content, id: randomUUID(), at: this.#clock.now().toString() };
    return `sandbox-refresh.${Buffer.from(JSON.stringify(token)).toString('base64url')}`;
  }

  /** What a refresh token says; `gone` when it was replaced or lay unused for 90 days; null for any other text. */
  readRefreshToken(text: string): RefreshToken | 'replaced' | 'unused' | null {
    try {
      const payload = text.match(/^sandbox-refresh\.([\w-]+)$/)?.[1] ?? '';
      const token = RefreshToken.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      if (this.#oldRefreshTokens === 'refused' && this.#replaced.has(token.id)) return 'replaced';
      const unusedHours = (this.#clock.now().epochMilliseconds - Date.parse(token.at)) / 3_600_000;
      return unusedHours > 90 * 24 ? 'unused' : token;
    } catch {
      return null;
    }
  }

  replace({ id }: RefreshToken): void {
    this.#replaced.add(id);
  }

  newDeviceCode(clientId: string): string {
    const code = randomUUID();
    this.#devices.set(code, { clientId, polls: 0 });
    return code;
  }

  /** What has become of a device code. */
  device(code: string, clientId: string): 'pending' | 'signs-in' | 'declines' | 'lets-it-expire' | 'unknown' {
    const waiting = this.#devices.get(code);
    if (waiting === undefined || waiting.clientId !== clientId) return 'unknown';
    if (waiting.polls < this.person.afterPolls) {
      waiting.polls += 1;
      return 'pending';
    }
    this.#devices.delete(code);
    return this.person.answers;
  }
}

const RefreshToken = z.object({
  id: z.string(),
  at: z.string(),
  person: z.object({ guest: z.boolean(), mfa: z.boolean() }),
  /** Came by a device code: from a public client. */
  device: z.boolean(),
});
export type RefreshToken = z.output<typeof RefreshToken>;

/** MSAL adds claims of its own to those it was given. */
function brings(given: string | undefined, wanted: string): boolean {
  const { access_token } = Claims.parse(JSON.parse(given ?? '{}'));
  return isDeepStrictEqual(access_token, Claims.parse(JSON.parse(wanted)).access_token);
}

const Claims = z.object({ access_token: z.unknown().optional() });
