import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type restify from 'restify';
import { onceADay } from '../services/once-a-day.ts';
import { keptSigners } from '../services/partner-center/events/kept-signers.ts';
import { eventReceiver, type PostedEvent } from '../services/partner-center/events/receive.ts';
import { type RefusalReason, RefusedEvent } from '../services/partner-center/events/refused-event.ts';
import { keepRegistered } from '../services/partner-center/events/registration.ts';
import type { Store } from '../services/store/store.ts';
import type { Config } from './config.ts';
import type { Microsoft } from './microsoft.ts';

/** Events of Partner Center: taking them in, and seeing to it that they come. */
export interface PartnerCenterEvents {
  /** Answers with an HTTP status (receive.ts). */
  receive(posted: PostedEvent): Promise<number>;
  /** To be called often: once a day the registration for this address is looked after, and old events are forgotten. */
  daily(url: string | null): () => Promise<void>;
}

/** Built once at start-up. */
export function partnerCenterEvents(
  { clock, partnerCenter, partnerCenterUrl, eventTrust }: Microsoft,
  { partnerEvents, alerts }: Pick<Store, 'partnerEvents' | 'alerts'>,
  log: Logger,
): PartnerCenterEvents {
  const signers = keptSigners(eventTrust, clock);
  return {
    receive: eventReceiver({ signers, events: partnerEvents, clock, log, partnerCenterUrl }),
    daily: (url) =>
      onceADay(
        clock,
        async () => {
          await partnerEvents.forgetOld(clock.now());
          if (url !== null) await keepRegistered(url, { calls: partnerCenter.webhook(), alerts, clock, log });
        },
        (err) =>
          log.error({ err }, 'Could not see to the registration for events of Partner Center: the bot goes on asking'),
      ),
  };
}

export const EVENTS_PATH = '/api/partner-center/events';

/** Largest body read, in bytes: a real event has a few hundred. */
const MOST_BYTES = 64 * 1024;
/** A body has to be here after so long, in milliseconds. */
const READ_MS = 10_000;

/**
 * `POST /api/partner-center/events`, before any body parser: the signature is over the bytes as they came. Answers with a
 * status and nothing else: 200 taken in, 400, 401 or 413 refused, 503 when it could not be kept.
 */
export function eventsRoute(receive: (posted: PostedEvent) => Promise<number>, log: Logger): restify.RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'POST' || request.url?.split('?')[0] !== EVENTS_PATH) return next();
    const answer = (status: number) => {
      // What was not read any more would be taken for the next request.
      if (!request.complete) response.header('Connection', 'close');
      response.send(status);
      next(false);
    };
    bodyOf(request)
      .then((body) => receive({ body, header: (name) => headerOf(request, name) }))
      .then(answer, (error: unknown) => {
        if (error instanceof RefusedEvent) log.warn({ reason: error.reason }, 'An event was refused unread');
        else log.error({ err: error }, 'An event of Partner Center could not be kept');
        answer(error instanceof RefusedEvent ? error.status : 503);
      });
  };
}

/** Where Partner Center reaches this bot: the public address, in the sandbox the port on this machine; null: nowhere. */
export function eventsUrl({ publicUrl, credentials, host }: Config, port: number): string | null {
  if (credentials === null) return `http://${host.includes(':') ? `[${host}]` : host}:${port}${EVENTS_PATH}`;
  return publicUrl === null ? null : `${publicUrl}${EVENTS_PATH}`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const ended = new AbortController();
  const late = wait(READ_MS, undefined, { signal: ended.signal, ref: false }).then(() => {
    throw refused('body-slow', 400);
  });
  try {
    return await Promise.race([read(request), late]);
  } finally {
    ended.abort();
    late.catch(() => {});
  }
}

function read(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= MOST_BYTES) parts.push(part);
      else {
        request.pause();
        reject(refused('body-too-large', 413));
      }
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', (cause) => reject(refused('body-slow', 400, cause)));
    request.on('close', () => reject(refused('body-slow', 400)));
  });
}

function refused(reason: RefusalReason, status: 400 | 413, cause?: unknown): RefusedEvent {
  return new RefusedEvent(reason, { status, cause });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
