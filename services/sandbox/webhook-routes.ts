import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
import { CERTIFICATES, type Delivery, type SandboxEvents } from './events.ts';
import { type Ask, ok, param, type Reply, type Route, refuse } from './route.ts';
import { SANDBOX_PARTNER } from './story.ts';

/** Registering for events, as Partner Center documents it: one registration per partner. */
export function webhookRoutes(events: SandboxEvents): Omit<Route, 'audience'>[] {
  const path = '/webhooks/v1/registration';
  const needs = 'signed-in' as const;
  return [
    { method: 'get', path: `${path}/events`, needs, handle: () => ok(KNOWN_EVENTS) },
    { method: 'get', path, needs, handle: () => ok(reply(events)) },
    { method: 'post', path, needs, handle: (ask) => register(events, ask, 'new') },
    { method: 'put', path, needs, handle: (ask) => register(events, ask, 'existing') },
    { method: 'post', path: `${path}/validationEvents`, needs, handle: () => validate(events) },
    { method: 'get', path: `${path}/validationEvents/:id`, needs, handle: (ask) => validation(events, ask) },
  ];
}

/** The published certificates: anybody may read them. */
export function certificateRoute(events: SandboxEvents): Route {
  return {
    method: 'get',
    path: `${CERTIFICATES}/:file`,
    needs: 'anyone',
    handle: (ask) => {
      const der = events.published(param(ask, 'file'));
      if (der === null) throw refuse(404, 20000, 'There is no such certificate.');
      return ok(der);
    },
  };
}

/** More than the bot asks for, as at the real one. Written out and not taken from the bot: a name it gets wrong has to be noticed. */
export const KNOWN_EVENTS: readonly string[] = [
  'test-created',
  'reseller-relationship-accepted-by-customer',
  'indirect-reseller-relationship-accepted-by-customer',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-terminated',
  'granular-admin-relationship-expired',
  'granular-admin-access-assignment-created',
  'granular-admin-access-assignment-activated',
  'granular-admin-access-assignment-updated',
  'granular-admin-access-assignment-deleted',
  'subscription-updated',
  'usagerecords-thresholdExceeded',
  'referral-created',
  'referral-updated',
  'invoice-ready',
  'azure-fraud-event-detected',
];
const KNOWN: ReadonlySet<string> = new Set(KNOWN_EVENTS.map((name) => name.toLowerCase()));

/** The sandbox never calls anything but programs of this machine. */
const ON_THIS_MACHINE = /^http:\/\/(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)(?::\d+)?\//u;

const Body = caseless({
  WebhookUrl: z.url().regex(ON_THIS_MACHINE),
  WebhookEvents: z.array(z.string().refine((name) => KNOWN.has(name.toLowerCase()))).min(1),
  SignatureTokenToMsSignatureHeader: z.boolean().nullish(),
});

function register(events: SandboxEvents, ask: Ask, expected: 'new' | 'existing'): Reply {
  if (expected === 'existing' && events.registration === null) throw nothingRegistered();
  const body = Body.safeParse(ask.body);
  if (!body.success) throw refuse(400, 3000, 'Invalid webhook address or event.');
  events.register(body.data);
  return ok(reply(events));
}

function reply(events: SandboxEvents) {
  if (events.registration === null) throw nothingRegistered();
  return { SubscriberId: SANDBOX_PARTNER.tenantId, ...events.registration };
}

function nothingRegistered() {
  return refuse(404, 20000, 'There is no registration.');
}

function validate(events: SandboxEvents): Reply {
  if (events.registration === null) throw nothingRegistered();
  const delivery: Delivery = { correlationId: crypto.randomUUID(), results: [], done: false };
  events.deliveries.set(delivery.correlationId, delivery);
  events.send(
    {
      eventName: 'test-created',
      resourceName: 'test',
      resource: `/webhooks/v1/registration/validationEvents/${delivery.correlationId}`,
    },
    delivery,
  );
  return ok({ correlationId: delivery.correlationId });
}

function validation(events: SandboxEvents, ask: Ask): Reply {
  const delivery = events.deliveries.get(param(ask, 'id'));
  if (delivery === undefined) throw refuse(404, 20000, 'There is no such test event.');
  return ok({
    correlationId: delivery.correlationId,
    partnerId: SANDBOX_PARTNER.tenantId,
    status: delivery.done ? 'completed' : 'pending',
    callbackUrl: events.registration?.WebhookUrl ?? null,
    results: delivery.results,
  });
}
