import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { sandboxTokenSource } from '../../services/identity/sandbox-token-source.ts';
import type { OrderQuote } from '../../services/moves/move.ts';
import { MoveService } from '../../services/moves/move-service.ts';
import { Ordering } from '../../services/moves/ordering.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import { openStore } from '../../services/store/store.ts';

/** What a child is told. `dieAt`: the point at which it kills itself, 1 for the first; 0: never, it lists the points. */
export interface CrashOrder {
  readonly databaseUrl: string;
  readonly sandboxUrl: string;
  readonly partnerTenantId: string;
  readonly now: string;
  readonly moveId: string;
  readonly quote: OrderQuote;
  readonly dieAt: number;
}

/**
 * A process that confirms an order and places it, as the product does: storage, job queue and client are the real ones. It
 * counts every request to Microsoft and every statement to the database, before it is sent and after it was answered, and
 * kills itself at the point it was told.
 */
async function main(order: CrashOrder): Promise<void> {
  const points: string[] = [];
  let counting = false;
  const point = (what: string): void => {
    if (!counting) return;
    points.push(what);
    if (points.length !== order.dieAt) return;
    process.kill(process.pid, 'SIGKILL');
    // Not one line more, however long the signal takes.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  watchRequests(point);
  watchStatements(point);

  const store = await openStore({ databaseUrl: order.databaseUrl }, pino({ level: 'silent' }));
  const clock = { now: () => Temporal.Instant.from(order.now) };
  const skus = loadSkuFacts();
  const rules = async () => ({ skus, catalogue: [] });
  const moves = new MoveService({ store: store.moves, clock, rules, newId: randomUUID });
  const tokens = sandboxTokenSource({ loginUrl: order.sandboxUrl, tenantId: order.partnerTenantId });
  const partnerCenter = new PartnerCenterClient({ baseUrl: order.sandboxUrl, tokens, clock });
  const ordering = new Ordering({ partnerCenter, catalogue: async () => [], clock });
  const person = { id: 'sam', name: 'Sam' };

  counting = true;
  const confirmed = { kind: 'order', requestId: randomUUID(), ...order.quote } as const;
  const outcome = await moves.run(order.moveId, 1, confirmed, person);
  if (outcome.kind !== 'done') throw new Error(`the order was not taken: ${JSON.stringify(outcome)}`);
  await ordering.place(moves, order.moveId);
  counting = false;
  await store.close();
  process.stdout.write(JSON.stringify(points));
}

type Point = (what: string) => void;

function watchRequests(point: Point): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const what = `${init?.method ?? 'GET'} ${pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`;
    point(`before ${what}`);
    const reply = await send(input, init);
    point(`after ${what}`);
    return reply;
  };
}

/** The statements of the store; the queue's own connections only look for work, which nobody takes up here. */
function watchStatements(point: Point): void {
  // The overloads of `query` cannot be named one by one: whatever is given is passed on.
  const prototype = pg.Client.prototype as unknown as { query: (this: pg.Client, ...given: unknown[]) => unknown };
  const query = prototype.query;
  prototype.query = function watched(...given) {
    // pg keeps it there and does not describe it.
    const { connectionParameters } = this as unknown as { connectionParameters: { application_name?: string } };
    const [statement] = given;
    if (connectionParameters.application_name !== 'csp-move-assistant' || typeof statement !== 'string')
      return query.apply(this, given);
    const what = statement.replaceAll(/\s+/g, ' ').trim().slice(0, 45);
    point(`before ${what}`);
    return Promise.resolve(query.apply(this, given)).then((result) => {
      point(`after ${what}`);
      return result;
    });
  };
}

const [given] = process.argv.slice(2);
// The test that starts this wrote it.
await main(JSON.parse(given ?? '') as CrashOrder);
