import { X509Certificate } from 'node:crypto';
import type { Clock } from '../services/clock.ts';
import { GraphClient } from '../services/graph/client.ts';
import type { RoleGroups } from '../services/graph/partner-roles.ts';
import { asAssistant, tokensOfWhoeverActs } from '../services/identity/acting-as.ts';
import { onBehalfOfTokenSource } from '../services/identity/on-behalf-of-token-source.ts';
import { isOfPerson, PersonTokens } from '../services/identity/person-tokens.ts';
import { requestBudget } from '../services/identity/request-budget.ts';
import { sandboxTokenSource } from '../services/identity/sandbox-token-source.ts';
import type { SignInWatch } from '../services/identity/sign-in-watch.ts';
import { limitedTransport } from '../services/identity/time-limit.ts';
import type { TokenSource } from '../services/identity/token-source.ts';
import { PartnerCenterClient } from '../services/partner-center/client.ts';
import { type EventTrust, MICROSOFT_TRUST } from '../services/partner-center/events/kept-signers.ts';
import { keepCatalogue } from '../services/partner-center/kept-catalogue.ts';
import type { CatalogOffer } from '../services/rules/judgement.ts';
import type { SandboxControl } from '../services/services.ts';
import type { Config, PartnerApp, PeopleSignIn } from './config.ts';
import { credentialsOf, partnerSignIn, type SignInParts } from './partner-app.ts';
import { provisionByHand } from './provision-by-hand.ts';

/** Microsoft's services as the product reaches them: the real ones, or the simulated ones through the same clients. */
export interface Microsoft {
  readonly clock: Clock;
  readonly partnerCenter: PartnerCenterClient;
  readonly graph: GraphClient;
  /** What the partner can sell in its own country, as far as it has been read (`keepCatalogue`). */
  readonly catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly sandbox: SandboxControl | null;
  /** The groups of the partner's tenant that give a role. */
  readonly groups: RoleGroups;
  /** Where Partner Center is, and who may sign its events. */
  readonly partnerCenterUrl: string;
  readonly eventTrust: EventTrust;
  /** Watches the bot's own sign-in; null in the sandbox. */
  readonly signIn: SignInWatch | null;
  /** How people sign in, and the tokens they get by it; null: they do not. */
  readonly people: (PeopleSignIn & { readonly tokens: PersonTokens }) | null;
  close(): Promise<void>;
}

/**
 * Connects to Microsoft, or starts the sandbox when there are no credentials. `sandboxFile` is where its state is kept, `kept`
 * where the bot's own sign-in is.
 *
 * @throws AppError `config.partner-app`, `config.certificate`, `sandbox.*`
 */
export async function connectMicrosoft(
  config: Config,
  sandboxFile: string,
  machine: Clock,
  kept: SignInParts,
): Promise<Microsoft> {
  return config.partnerApp === null
    ? sandbox(config, sandboxFile, machine)
    : real(config, config.partnerApp, machine, kept);
}

function real(config: Config, app: PartnerApp, clock: Clock, kept: SignInParts): Microsoft {
  const { loginUrl, graphUrl, partnerCenterUrl } = config;
  const { tokens, watch } = partnerSignIn(app, loginUrl, clock, kept);
  return {
    ...clients(
      { partnerCenterUrl, graphUrl, loginUrl },
      tokensOfWhoeverActs(tokens, app.tenantId),
      clock,
      config.requestsPerMinute,
    ),
    people: config.peopleSignIn && { ...config.peopleSignIn, tokens: personTokens(app, loginUrl, clock, kept) },
    clock,
    sandbox: null,
    groups: config.groups,
    signIn: watch,
    partnerCenterUrl,
    eventTrust: MICROSOFT_TRUST,
  };
}

function personTokens(app: PartnerApp, loginUrl: string, clock: Clock, { network }: SignInParts): PersonTokens {
  const credentials = credentialsOf(app, loginUrl, network);
  return new PersonTokens({
    onBehalfOf: (assertion) => onBehalfOfTokenSource(credentials, assertion, { clock }),
    isOf: isOfPerson(app.tenantId),
  });
}

/** Loaded only here: a real deployment carries no simulated Microsoft in its memory. */
async function sandbox(config: Config, dataFile: string, clock: Clock): Promise<Microsoft> {
  const [{ startSandbox }, { OTHER_PARTNER, SANDBOX_PARTNER }, { SANDBOX_GROUPS }] = await Promise.all([
    import('../services/sandbox/sandbox.ts'),
    import('../services/sandbox/story.ts'),
    import('../services/sandbox/people-routes.ts'),
  ]);
  const running = await startSandbox({ dataFile, clock, extraCustomers: config.sandboxCustomers });
  const { login, graph, partnerCenter } = running.urls;
  const entra = { loginUrl: login, tenantId: SANDBOX_PARTNER.tenantId };
  const tokens = tokensOfWhoeverActs(sandboxTokenSource(entra), entra.tenantId);
  const connected = clients(
    { partnerCenterUrl: partnerCenter, graphUrl: graph, loginUrl: login },
    tokens,
    running.clock,
  );
  return {
    ...connected,
    clock: running.clock,
    signIn: null,
    people: {
      connection: 'sandbox',
      actAs: 'person',
      tokenServiceUrl: login,
      tokens: new PersonTokens({
        onBehalfOf: (assertion) => sandboxTokenSource({ ...entra, assertion }),
        // Everybody is who they say they are.
        isOf: () => true,
      }),
    },
    partnerCenterUrl: partnerCenter,
    eventTrust: {
      anchors: async () => [new X509Certificate(await running.events.root())],
      certificateOrigins: [running.url],
      issuerOrigins: [running.url],
    },
    groups: SANDBOX_GROUPS,
    sandbox: {
      url: running.url,
      advance: async (days) => running.clock.advance(days),
      offerFile: (name, bytes) => running.files.offer(running.url, name, bytes),
      invitationSent: async (tenantId) => running.sendInvitation(tenantId),
      provisionedByHand: (move) => provisionByHand(connected.partnerCenter, connected.catalogue, OTHER_PARTNER, move),
    },
    close: async () => {
      await connected.close();
      await running.close();
    },
  };
}

function clients(
  urls: { readonly partnerCenterUrl: string; readonly graphUrl: string; readonly loginUrl: string },
  tokens: TokenSource,
  clock: Clock,
  requestsPerMinute: number | null = null,
) {
  const ended = new AbortController();
  const transport = limitedTransport;
  const budget =
    requestsPerMinute === null ? {} : { turn: requestBudget({ perMinute: requestsPerMinute, ended: ended.signal }) };
  const partnerCenter = new PartnerCenterClient({
    baseUrl: urls.partnerCenterUrl,
    tokens,
    clock,
    transport: { ...transport, ...budget },
  });
  const graph = new GraphClient({ baseUrl: urls.graphUrl, loginUrl: urls.loginUrl, tokens, transport });
  const kept = keepCatalogue(partnerCenter, clock, { ended: ended.signal });
  // What is kept for everybody is read in nobody's name.
  const catalogue = () => asAssistant(kept);
  return { partnerCenter, graph, catalogue, close: async () => ended.abort() };
}
