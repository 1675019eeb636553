import type { Clock } from '../services/clock.ts';
import { GraphClient } from '../services/graph/client.ts';
import { managedIdentityTokenSource } from '../services/identity/managed-identity-token-source.ts';
import { sandboxTokenSource } from '../services/identity/sandbox-token-source.ts';
import { limitedTransport } from '../services/identity/time-limit.ts';
import { appTokenSource, type TokenSource } from '../services/identity/token-source.ts';
import { PartnerCenterClient } from '../services/partner-center/client.ts';
import { keepCatalogue } from '../services/partner-center/kept-catalogue.ts';
import type { CatalogOffer } from '../services/rules/judgement.ts';
import type { SandboxControl } from '../services/services.ts';
import type { Config, Credentials } from './config.ts';
import { provisionByHand } from './provision-by-hand.ts';

/** Microsoft's services as the product reaches them: the real ones, or the simulated ones through the same clients. */
export interface Microsoft {
  readonly clock: Clock;
  readonly partnerCenter: PartnerCenterClient;
  readonly graph: GraphClient;
  /** What the partner can sell in its own country, as far as it has been read (`keepCatalogue`). */
  readonly catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly sandbox: SandboxControl | null;
  close(): Promise<void>;
}

/** Connects to Microsoft, or starts the sandbox when there are no credentials. `sandboxFile` is where its state is kept. */
export async function connectMicrosoft(config: Config, sandboxFile: string, machine: Clock): Promise<Microsoft> {
  return config.credentials === null
    ? sandbox(config, sandboxFile, machine)
    : real(config, config.credentials, machine);
}

function real(config: Config, credentials: Credentials, clock: Clock): Microsoft {
  const { loginUrl, graphUrl, partnerCenterUrl } = config;
  return {
    ...clients({ partnerCenterUrl, graphUrl, loginUrl }, tokensOf(credentials, loginUrl), clock),
    clock,
    sandbox: null,
  };
}

function tokensOf({ password, tenantId, appId }: Credentials, loginUrl: string): TokenSource {
  return password === null
    ? managedIdentityTokenSource(appId)
    : appTokenSource({ loginUrl, tenantId, clientId: appId, clientSecret: password });
}

/** Loaded only here: a real deployment carries no simulated Microsoft in its memory. */
async function sandbox(config: Config, dataFile: string, clock: Clock): Promise<Microsoft> {
  const [{ startSandbox }, { OTHER_PARTNER, SANDBOX_PARTNER }] = await Promise.all([
    import('../services/sandbox/sandbox.ts'),
    import('../services/sandbox/story.ts'),
  ]);
  const running = await startSandbox({ dataFile, clock, extraCustomers: config.sandboxCustomers });
  const { login, graph, partnerCenter } = running.urls;
  const tokens = sandboxTokenSource({ loginUrl: login, tenantId: SANDBOX_PARTNER.tenantId });
  const connected = clients(
    { partnerCenterUrl: partnerCenter, graphUrl: graph, loginUrl: login },
    tokens,
    running.clock,
  );
  return {
    ...connected,
    clock: running.clock,
    sandbox: {
      advance: async (days) => running.clock.advance(days),
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
) {
  const transport = limitedTransport;
  const partnerCenter = new PartnerCenterClient({ baseUrl: urls.partnerCenterUrl, tokens, clock, transport });
  const graph = new GraphClient({ baseUrl: urls.graphUrl, loginUrl: urls.loginUrl, tokens, transport });
  const ended = new AbortController();
  const catalogue = keepCatalogue(partnerCenter, clock, { ended: ended.signal });
  return { partnerCenter, graph, catalogue, close: async () => ended.abort() };
}
