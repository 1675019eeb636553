import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import { fileNameOf, type SigningCertificates, signed, signingCertificates } from './certificate.ts';
import type { SandboxWorld } from './world.ts';
import { changesBetween, type Sight, sightOf, type WorldChange } from './world-changes.ts';

/** The partner's one registration, with whatever else it was given. */
export type Registration = Readonly<Record<string, unknown>> & {
  readonly WebhookUrl: string;
  readonly WebhookEvents: readonly string[];
  readonly SignatureTokenToMsSignatureHeader?: boolean | null | undefined;
};

/**
 * How events are sent, for tests. `copies` of each; `delaySeconds` later; `tamper`: the body, the signature or the address
 * of the certificate is changed on the way; `replay`: the last one is sent again as it was.
 */
export const EventWish = z.object({
  copies: z.number().int().min(0).max(5).default(1),
  delaySeconds: z.number().min(0).max(60).default(0),
  tamper: z.enum(['body', 'signature', 'certificate-url']).nullable().default(null),
  replay: z.boolean().default(false),
});
export type EventWish = z.output<typeof EventWish>;

export interface SandboxEventOptions {
  readonly world: SandboxWorld;
  /** Address of the sandbox. */
  readonly origin: () => string;
  /** Calls back every now and then until it is told to stop; time alone brings things about too. */
  readonly every?: (look: () => void) => () => void;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** How a test event fared, as Partner Center reports it. */
export interface Delivery {
  readonly correlationId: string;
  readonly results: { responseCode: string; responseMessage: string; systemError: boolean; dateTimeUtc: string }[];
  done: boolean;
}

interface SentEvent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How often an event is sent when nobody takes it, and how long after each other at first. */
const RETRIES = 3;
const RETRY_MS = 500;

/** Sends signed events to the registered address when something changes in the simulated world. */
export class SandboxEvents {
  readonly #options: SandboxEventOptions;
  readonly #ended = new AbortController();
  readonly deliveries = new Map<string, Delivery>();
  #registration: Registration | null = null;
  #certificates: Promise<SigningCertificates> | null = null;
  #made: SigningCertificates | null = null;
  #seen: Sight | null = null;
  #wish: EventWish = EventWish.parse({});
  #last: SentEvent | null = null;
  #stop: (() => void) | null = null;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: SandboxEventOptions) {
    this.#options = options;
  }

  get registration(): Registration | null {
    return this.#registration;
  }

  /** From now on events go there; what happened before is no news. */
  register(registration: Registration): void {
    this.#registration = registration;
    this.#seen ??= sightOf(this.#options.world);
    this.#stop ??= (this.#options.every ?? everySecond)(() => this.look());
  }

  /** Compares the world with how it was seen last, and sends an event for each difference. */
  look(): void {
    if (this.#seen === null || this.#ended.signal.aborted) return;
    const now = sightOf(this.#options.world);
    const changes = changesBetween(this.#seen, now);
    this.#seen = now;
    for (const change of changes) this.send(change);
  }

  /** Sends one event after those that wait, when somebody registered for it. */
  send(change: WorldChange, delivery: Delivery | null = null): void {
    const registration = this.#registration;
    if (!registration?.WebhookEvents.some((name) => name.toLowerCase() === change.eventName)) return;
    const wish = this.#wish;
    this.#then(async () => {
      // Now, not when it began to wait: time may have been moved on since.
      const payload = JSON.stringify({
        EventName: change.eventName,
        ResourceUri: `${this.#options.origin()}${change.resource}`,
        ResourceName: change.resourceName,
        AuditUri: null,
        ResourceChangeUtcDate: this.#options.world.clock.now().toString(),
      });
      const event = await this.#signedEvent(payload, registration, wish.tamper);
      this.#last = event;
      await this.#sleep(wish.delaySeconds * 1000);
      for (let n = 0; n < wish.copies; n++) await this.#deliver(registration.WebhookUrl, event, delivery);
      if (delivery !== null) delivery.done = true;
    });
  }

  /** How events are sent from now on. */
  behave(wish: z.input<typeof EventWish>): void {
    this.#wish = EventWish.parse(wish);
    const last = this.#last;
    const url = this.#registration?.WebhookUrl;
    if (this.#wish.replay && last !== null && url !== undefined) this.#then(() => this.#deliver(url, last, null));
  }

  /** Resolves when everything that waited was sent or given up. */
  async sent(): Promise<void> {
    await this.#queue;
  }

  /** The root that whoever is to believe these events has to trust, as PEM. */
  async root(): Promise<string> {
    return (await this.#signing()).root.pem;
  }

  /** A published certificate by its file name; null when there is none of that name. */
  published(fileName: string): Buffer | null {
    const made = this.#made;
    if (made === null) return null;
    if (fileName === ISSUER) return made.intermediate.der;
    return fileName === fileNameOf(made.leaf) ? made.leaf.der : null;
  }

  close(): void {
    this.#ended.abort();
    this.#stop?.();
  }

  /** Made when first needed: keys take a moment. */
  #signing(): Promise<SigningCertificates> {
    this.#certificates ??= this.#make();
    return this.#certificates;
  }

  async #make(): Promise<SigningCertificates> {
    const from = new Date(this.#options.world.clock.now().epochMilliseconds);
    this.#made = await signingCertificates(from, `${this.#options.origin()}${CERTIFICATES}/${ISSUER}`);
    return this.#made;
  }

  async #signedEvent(payload: string, registration: Registration, tamper: EventWish['tamper']): Promise<SentEvent> {
    const { leaf } = await this.#signing();
    const signature = await signed(Buffer.from(payload), leaf);
    const value = `Signature ${tamper === 'signature' ? `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` : signature}`;
    const own = registration.SignatureTokenToMsSignatureHeader === true;
    const host = tamper === 'certificate-url' ? 'http://127.0.0.1:9' : this.#options.origin();
    return {
      body: tamper === 'body' ? payload.replace('"EventName"', '"EventNamed"') : payload,
      headers: {
        'Content-Type': 'application/json',
        [own ? 'x-ms-signature' : 'Authorization']: value,
        'X-MS-Signature-Algorithm': 'rsa-sha256',
        'X-MS-Certificate-Url': `${host}${CERTIFICATES}/${fileNameOf(leaf)}`,
      },
    };
  }

  /** Tried a few times; who does not listen then finds out by asking. */
  async #deliver(url: string, event: SentEvent, delivery: Delivery | null): Promise<void> {
    const attempt = async () => {
      const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(10_000)]);
      const reply = await fetch(url, { method: 'POST', ...event, redirect: 'error', signal }).catch(
        (error: unknown) => {
          this.#report(delivery, 'SystemError', String(error));
          throw error;
        },
      );
      await reply.body?.cancel();
      this.#report(delivery, String(reply.status), '');
      // Who refuses will refuse it again.
      if (reply.status >= 400 && reply.status < 500) throw new AbortError(`refused with ${reply.status}`);
      if (!reply.ok) throw new Error(`answered ${reply.status}`);
    };
    await pRetry(attempt, {
      retries: RETRIES,
      minTimeout: 0,
      maxTimeout: 0,
      shouldRetry: () => !this.#ended.signal.aborted,
      onFailedAttempt: async ({ attemptNumber, retriesLeft }) => {
        if (retriesLeft > 0) await this.#sleep(RETRY_MS * attemptNumber);
      },
    }).catch(() => {});
  }

  #report(delivery: Delivery | null, responseCode: string, responseMessage: string): void {
    const dateTimeUtc = this.#options.world.clock.now().toString();
    delivery?.results.push({ responseCode, responseMessage, systemError: responseCode === 'SystemError', dateTimeUtc });
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (milliseconds > 0 && !this.#ended.signal.aborted) await (this.#options.sleep ?? sleepUnref)(milliseconds);
  }

  #then(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(() => (this.#ended.signal.aborted ? undefined : work())).catch(() => {});
  }
}

/** Path under which the certificates are published. */
export const CERTIFICATES = '/sandbox/certificates';
const ISSUER = 'issuer.cer';

function everySecond(look: () => void): () => void {
  const timer = setInterval(look, 1000).unref();
  return () => clearInterval(timer);
}

/** A pause that does not keep the process alive. */
function sleepUnref(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
