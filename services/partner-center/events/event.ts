import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { caseless } from '../../identity/checked-reply.ts';
import { RefusedEvent } from './refused-event.ts';

/** What an event is about: where to look again. It carries no data of its own. */
export type EventSubject =
  | { readonly kind: 'customer'; readonly tenantId: string }
  /** A delegated admin relationship (GDAP): its customer has to be asked for. */
  | { readonly kind: 'delegation'; readonly relationshipId: string }
  | { readonly kind: 'nothing' };

export interface PartnerEvent {
  /** The same for the same event however often it is sent: name, resource and moment of the change. */
  readonly key: string;
  readonly name: string;
  readonly changedAt: Temporal.Instant;
  readonly subject: EventSubject;
}

/**
 * Reads a posted event.
 *
 * @param hosts host names (with the port, where there is one) that may name a resource
 * @throws RefusedEvent `body-not-json`, `body-not-an-event`, `date-unreadable`
 */
export function eventIn(body: Buffer, hosts: readonly string[]): PartnerEvent {
  const parsed = Payload.safeParse(json(body));
  if (!parsed.success) throw new RefusedEvent('body-not-an-event', { status: 400 });
  const { EventName: name, ResourceUri, ResourceChangeUtcDate } = parsed.data;
  const uri = ResourceUri ?? '';
  const changedAt = instant(ResourceChangeUtcDate);
  const parts = [name.toLowerCase(), uri.toLowerCase(), changedAt.toString()];
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return { key, name, changedAt, subject: subjectOf(uri, hosts) };
}

const Payload = caseless({
  EventName: z.string().min(1).max(200),
  ResourceUri: z.string().max(2000).nullish(),
  ResourceChangeUtcDate: z.string().max(50),
});

function json(body: Buffer): unknown {
  try {
    // Takes a byte order mark away and refuses what is no UTF-8.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new RefusedEvent('body-not-json', { status: 400, cause });
  }
}

/** The field is UTC by its name; some events leave the offset out. */
function instant(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(/[zZ]|[+-]\d\d:?\d\d$/u.test(text) ? text : `${text}Z`);
  } catch (cause) {
    throw new RefusedEvent('date-unreadable', { status: 400, cause });
  }
}

/** The whole address, or only its path, with or without the version or the name of the service before it. */
function subjectOf(uri: string, hosts: readonly string[]): EventSubject {
  const base = 'https://nowhere.invalid';
  // An address that means another one than it shows is nobody's.
  if (!URL.canParse(uri, base) || /(?:^|\/)\.{1,2}(?:\/|$)|%2e|%2f|\\/iu.test(uri)) return { kind: 'nothing' };
  const { origin, host, pathname, protocol } = new URL(uri, base);
  const named = /^https?:$/u.test(protocol) && (origin === base || hosts.includes(host));
  if (!named) return { kind: 'nothing' };
  const tenantId = CUSTOMER.exec(pathname)?.[1];
  if (tenantId !== undefined) return { kind: 'customer', tenantId: tenantId.toLowerCase() };
  const relationshipId = DELEGATION.exec(pathname)?.[1];
  return relationshipId === undefined ? { kind: 'nothing' } : { kind: 'delegation', relationshipId };
}

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CUSTOMER = new RegExp(
  `^(?:/webhooks)?(?:/v1)?/customers/(${GUID})(?:/(?:subscriptions|granularAdminRelationships)(?:/[^/]+)?)?/?$`,
  'iu',
);
const DELEGATION =
  /^(?:\/webhooks)?(?:\/v1(?:\.0)?)?(?:\/tenantRelationships)?\/(?:granularAdminRelationships|delegatedAdminRelationships)\/([\w-]{1,200})(?:\/accessAssignments\/[^/]+)?\/?$/iu;
