import { type Clock, systemClock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE } from '../identity/token-source.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { type SandboxClock, sandboxClock } from './clock.ts';
import { controlRoutes } from './control-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { Faults } from './faults.ts';
import { generatedCustomers } from './generated.ts';
import { graphRoutes } from './graph-routes.ts';
import { loginRoutes } from './login-routes.ts';
import { orderRoutes } from './order-routes.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';
import { openStateFile } from './state.ts';
import { STORIES } from './stories.ts';
import type { Story } from './story.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { SandboxWorld } from './world.ts';

export interface SandboxOptions {
  /** Where what happened is kept; made when it does not exist. */
  readonly dataFile: string;
  readonly host?: string;
  /** 0 = a free one. */
  readonly port?: number;
  /** The machine's clock, from which the sandbox's own runs ahead. */
  readonly clock?: Clock;
  /** Made-up customers beside the stories (`SANDBOX_CUSTOMERS`). */
  readonly extraCustomers?: number;
  readonly stories?: readonly Story[];
  /** How long an order takes to be provisioned, in sandbox time; the first quarter of it, it cannot even be read. */
  readonly provisioningMinutes?: number;
}

/** The levers of the sandbox, for the bot's fast-forward and for tests. */
export interface SandboxControl {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  /** The invitation was sent to this customer: from now on the simulated customer thinks about it. */
  sendInvitation(tenantId: string): void;
  /** The owner of an original (id as the directory or the commerce system gives it) ended it at the source. */
  endOriginal(tenantId: string, id: string, how: 'stop-renewing' | 'cancel'): void;
}

export interface Sandbox extends SandboxControl {
  /** Origin of all three simulated services. */
  readonly url: string;
  readonly urls: { readonly partnerCenter: string; readonly graph: string; readonly login: string };
  close(): Promise<void>;
}

/**
 * Starts the simulated Partner Center, Graph and sign-in service on loopback. Its state survives the end of the process at any
 * moment. Fails with `sandbox.data-unreadable` when the data file makes no sense.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const machine = options.clock ?? systemClock;
  const state = openStateFile(options.dataFile, machine.now().toString());
  const clock = sandboxClock(machine, state);
  const world = new SandboxWorld({
    clock,
    state,
    stories: options.stories ?? STORIES,
    generated: generatedCustomers(options.extraCustomers ?? 0),
    provisioningMinutes: options.provisioningMinutes ?? 3,
  });
  const control = controlOf(world);
  const server = await serve({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes: routesOf(world, control),
    state,
    faults: control.faults,
  });
  const { url } = server;
  return { ...control, url, urls: { partnerCenter: url, graph: url, login: url }, close: server.close };
}

function routesOf(world: SandboxWorld, control: SandboxControl): Route[] {
  const partnerCenter = [
    ...customerRoutes(world),
    ...subscriptionRoutes(world),
    ...catalogueRoutes(world),
    ...orderRoutes(world),
  ];
  return [
    ...partnerCenter.map((route) => ({ ...route, audience: PARTNER_CENTER_AUDIENCE })),
    ...graphRoutes(world).map((route) => ({ ...route, audience: GRAPH_AUDIENCE })),
    ...loginRoutes(world),
    ...controlRoutes(control),
  ];
}

function controlOf(world: SandboxWorld): SandboxControl {
  return {
    clock: world.clock,
    faults: new Faults(),
    sendInvitation(tenantId) {
      const tenant = world.tenant(tenantId);
      if (tenant === null)
        throw new AppError('sandbox.unknown-tenant', { hint: 'No customer of the sandbox has this tenant id.' });
      // A second mail does not make anybody start thinking again.
      if (world.state.current.invitations[tenant.tenantId] !== undefined) return;
      const sentAt = world.clock.now().toString();
      world.state.change((state) => {
        state.invitations[tenant.tenantId] = sentAt;
      });
    },
    endOriginal(tenantId, id, how) {
      const tenant = world.tenant(tenantId);
      const original = tenant && world.originals(tenant).find((known) => known.id === id || known.commerceId === id);
      if (!original)
        throw new AppError('sandbox.unknown-original', { hint: 'The customer owns no such subscription.' });
      const cancelledAt = how === 'cancel' ? world.clock.now().toString() : null;
      world.state.change((state) => {
        state.endings[original.id] = { autoRenew: false, cancelledAt };
      });
    },
  };
}
