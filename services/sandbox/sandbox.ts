import { type Clock, systemClock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE } from '../identity/token-source.ts';
import type { PartnerRole } from '../rules/permissions.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { type SandboxClock, sandboxClock } from './clock.ts';
import { controlRoutes } from './control-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { delegation } from './delegation.ts';
import { directoryRoutes } from './directory-routes.ts';
import { type SandboxEventOptions, SandboxEvents } from './events.ts';
import { Faults } from './faults.ts';
import { FileShelf } from './file-shelf.ts';
import { gdapRoutes } from './gdap-routes.ts';
import { generatedCustomers } from './generated.ts';
import { graphRoutes } from './graph-routes.ts';
import { loginRoutes } from './login-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import type { Route } from './route.ts';
import { serve } from './server.ts';
import { SignInDesk } from './sign-in-desk.ts';
import { openStateFile, type SandboxState, type StateFile } from './state.ts';
import { STORIES } from './stories.ts';
import type { Story } from './story.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { TokenDesk } from './token-desk.ts';
import { certificateRoute, webhookRoutes } from './webhook-routes.ts';
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
  /** How the sandbox looks by itself for what time brought about; every second when left out. */
  readonly events?: Pick<SandboxEventOptions, 'every' | 'sleep'>;
}

/** The levers of the sandbox, for the bot's fast-forward and for tests. */
export interface SandboxControl {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  /** The simulated Entra: how it treats sign-ins. */
  readonly signIn: SignInDesk;
  /** The simulated token service of the Bot Framework: how people sign in. */
  readonly tokens: TokenDesk;
  /** In whose name Partner Center and Graph were asked: channel ids of people, null for the assistant itself; the newest last. */
  readonly callers: (string | null)[];
  readonly events: SandboxEvents;
  /** What was done since the sandbox was first started, to be counted. */
  happened(): SandboxState;
  /** The invitation was sent to this customer: from now on the simulated customer thinks about it. */
  sendInvitation(tenantId: string): void;
  /** The owner of an original (id as the directory or the commerce system gives it) ended it at the source. */
  endOriginal(tenantId: string, id: string, how: 'stop-renewing' | 'cancel'): void;
  /** Microsoft changes its prices by this factor. */
  changePrices(factor: number): void;
  /** The other partner answers every transfer request of this customer with a word of Partner Center, known or not. */
  answerTransfers(tenantId: string, status: string): void;
  /** The customer approved another delegated admin relationship, or it ended. */
  changeDelegation(tenantId: string, access: Story['delegatedAccess']): void;
  /** The customer approves a delegated admin relationship that waits for it, or one made since the start ends before its time. */
  changeRelationship(relationshipId: string, to: 'approved' | 'expired' | 'terminated'): void;
  /** From now on the person holds exactly these roles at the partner; null: the directory does not know them. */
  giveRoles(personId: string, roles: readonly PartnerRole[] | null): void;
}

export interface Sandbox extends SandboxControl {
  /** Files that the bot hands to people. */
  readonly files: FileShelf;
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
  const file = openStateFile(options.dataFile, machine.now().toString());
  const state: StateFile = {
    get current() {
      return file.current;
    },
    change(edit) {
      file.change(edit);
      events.look();
    },
  };
  const clock = sandboxClock(machine, state);
  const world = new SandboxWorld({
    clock,
    state,
    stories: options.stories ?? STORIES,
    generated: generatedCustomers(options.extraCustomers ?? 0),
    provisioningMinutes: options.provisioningMinutes ?? 3,
  });
  let url = '';
  const events = new SandboxEvents({ world, origin: () => url, ...options.events });
  const control = controlOf(world, events);
  const files = new FileShelf(machine);
  const server = await serve({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes: [...routesOf(world, control), ...files.routes()],
    state,
    faults: control.faults,
    called(person) {
      control.callers.push(person);
      if (control.callers.length > CALLERS_KEPT) control.callers.shift();
    },
  });
  url = server.url;
  const close = async () => {
    events.close();
    await server.close();
  };
  return { ...control, files, url, urls: { partnerCenter: url, graph: url, login: url }, close };
}

const CALLERS_KEPT = 500;

function routesOf(world: SandboxWorld, control: SandboxControl): Route[] {
  const partnerCenter = [
    ...customerRoutes(world),
    ...subscriptionRoutes(world),
    ...catalogueRoutes(world),
    ...orderRoutes(world),
    ...webhookRoutes(control.events),
  ];
  return [
    ...partnerCenter.map((route) => ({ ...route, audience: PARTNER_CENTER_AUDIENCE })),
    ...[...graphRoutes(world), ...gdapRoutes(world), ...peopleRoutes(world), ...directoryRoutes(world)].map(
      (route) => ({
        ...route,
        audience: GRAPH_AUDIENCE,
      }),
    ),
    ...loginRoutes(world, control.signIn),
    ...control.tokens.routes(),
    ...controlRoutes(control),
    certificateRoute(control.events),
  ];
}

function controlOf(world: SandboxWorld, events: SandboxEvents): SandboxControl {
  return {
    clock: world.clock,
    faults: new Faults(),
    signIn: new SignInDesk(world.clock),
    tokens: new TokenDesk(),
    callers: [],
    events,
    happened: () => world.state.current,
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
    giveRoles(personId, roles) {
      world.state.change((state) => {
        state.people[personId] = roles === null ? null : [...roles];
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
    changePrices(factor) {
      world.state.change((state) => {
        state.priceFactor *= factor;
      });
    },
    answerTransfers(tenantId, status) {
      world.state.change((state) => {
        for (const asked of state.transfers) if (asked.tenantId === tenantId) asked.status = status;
      });
    },
    changeDelegation(tenantId, access) {
      const tenant = world.tenant(tenantId);
      if (tenant === null)
        throw new AppError('sandbox.unknown-tenant', { hint: 'No customer of the sandbox has this tenant id.' });
      world.state.change((state) => {
        state.delegations[tenant.tenantId] = access;
      });
    },
    changeRelationship(relationshipId, to) {
      const waits = delegation(world, relationshipId)?.status === 'approvalPending';
      if (!world.state.current.relationships.some(({ id }) => id === relationshipId) || (to === 'approved' && !waits))
        throw new AppError('sandbox.unknown-relationship', { hint: 'No such relationship, or it is not waiting.' });
      const now = world.clock.now().toString();
      world.state.change((state) => {
        for (const made of state.relationships) {
          if (made.id !== relationshipId) continue;
          if (to === 'approved') made.approvedAt = now;
          else made.endedAs = to;
        }
      });
    },
  };
}
