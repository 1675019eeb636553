import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../clock.ts';
import { RESOURCE_HOSTS } from './allowed-hosts.ts';
import type { Signer } from './certificate-chain.ts';
import { eventIn, type PartnerEvent } from './event.ts';
import { isOurs } from './event-names.ts';
import { RefusedEvent } from './refused-event.ts';
import { type HeaderReader, isSignedBy, signatureIn } from './signature.ts';

/** Where events that proved genuine are taken in: each one once. */
export interface EventTaker {
  take(
    event: { readonly key: string; readonly tenantId: string | null; readonly relationshipId?: string | null },
    now: Temporal.Instant,
  ): Promise<string>;
}

/** A posted event: its headers, and its body byte for byte as it came. */
export interface PostedEvent {
  readonly header: HeaderReader;
  readonly body: Buffer;
}

export interface ReceiverDeps {
  readonly signers: (certificateUrl: string) => Promise<Signer>;
  readonly events: EventTaker;
  readonly clock: Clock;
  readonly log: Logger;
  /** `PARTNER_CENTER_URL`: events name resources there. */
  readonly partnerCenterUrl: string;
}

/** Further than this from now, a change is not news but an old event sent again. */
const NEWS_FOR = Temporal.Duration.from({ hours: 7 * 24 });

/**
 * Takes events of Partner Center in. Nothing is believed but that Microsoft says "look there again": the only thing that
 * follows is a job that reads the resource itself.
 *
 * @returns a function that gives the HTTP status to answer with: 200 taken in, known already, or nothing to do; 400, 401 or 413
 * refused, with no word why; 503 when the certificate could not be read just now. It rejects when the database fails: the sender will try again.
 */
export function eventReceiver(deps: ReceiverDeps): (posted: PostedEvent) => Promise<number> {
  const { signers, events, clock, log } = deps;
  const hosts = [...RESOURCE_HOSTS, new URL(deps.partnerCenterUrl).host];
  const ignored = new LRUCache<string, true>({ max: 100 });

  /** What needs no network goes first: a certificate is only read for what looks like an event. */
  async function genuine({ header, body }: PostedEvent): Promise<PartnerEvent> {
    const { signature, certificateUrl } = signatureIn(header);
    const event = eventIn(body, hosts);
    const age = clock.now().since(event.changedAt).abs();
    if (Temporal.Duration.compare(age, NEWS_FOR) > 0) throw new RefusedEvent('date-out-of-range', { status: 400 });
    const signer = await signers(certificateUrl);
    if (!isSignedBy(signer.key, body, signature)) throw new RefusedEvent('signature-wrong');
    return event;
  }

  async function take(event: PartnerEvent): Promise<void> {
    const { key, name, subject } = event;
    if (!isOurs(name)) {
      if (!ignored.has(name)) log.info({ event: name }, 'An event that the bot has no use for is ignored');
      ignored.set(name, true);
      return;
    }
    if (subject.kind === 'nothing') {
      log.info({ event: name }, 'An event names no customer');
      return;
    }
    const tenantId = subject.kind === 'customer' ? subject.tenantId : null;
    const relationshipId = subject.kind === 'delegation' ? subject.relationshipId : null;
    const outcome = await events.take({ key, tenantId, relationshipId }, clock.now());
    log.info({ event: name, outcome }, 'An event of Partner Center was taken in');
  }

  return async (posted) => {
    try {
      await take(await genuine(posted));
      return 200;
    } catch (error) {
      if (!(error instanceof RefusedEvent)) throw error;
      log.warn(
        { reason: error.reason, detail: error.detail },
        'An event was refused: it is not proved to be of Partner Center',
      );
      return error.status;
    }
  };
}
