import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ConversationState } from 'botbuilder';
import type { Logger } from 'pino';
import { Conversation } from '../dialogs/conversation.ts';
import { Authority, type RoleSource } from '../services/authority.ts';
import { type Clock, systemClock } from '../services/clock.ts';
import { KeptTables } from '../services/files/kept-tables.ts';
import { asAssistant } from '../services/identity/acting-as.ts';
import { CustomerDirectory } from '../services/moves/customer-directory.ts';
import { CustomerIndex } from '../services/moves/customer-index.ts';
import { MoveService } from '../services/moves/move-service.ts';
import { Ordering } from '../services/moves/ordering.ts';
import { Transfers } from '../services/moves/transfers.ts';
import { Team } from '../services/reminders/team.ts';
import { DEFAULT_TEAM_SETTINGS, SANDBOX_TEAM_SETTINGS } from '../services/reminders/team-settings.ts';
import { loadSkuFacts } from '../services/rules/sku-facts.ts';
import type { Services } from '../services/services.ts';
import { SharedWork } from '../services/shared-work.ts';
import { openStore, type Store } from '../services/store/store.ts';
import { MoveBot } from './activity-handler.ts';
import { botIdentity } from './adapter.ts';
import type { Config } from './config.ts';
import { connectMicrosoft, type Microsoft } from './microsoft.ts';
import { type PartnerCenterEvents, partnerCenterEvents } from './partner-center-events.ts';
import { PendingActs } from './pending-acts.ts';
import { PersonSignIn } from './person-sign-in.ts';
import { stateStorage } from './state-storage.ts';
import { TokenService } from './token-service.ts';
import { type HouseWatches, houseWatches } from './watches.ts';

/** Everything behind the HTTP server: storage, Microsoft, the services and the bot that answers activities. */
export interface House {
  readonly services: Services;
  readonly store: Store;
  readonly bot: MoveBot;
  /** How people sign in with their own account; null: they do not. */
  readonly signIn: PersonSignIn | null;
  readonly events: PartnerCenterEvents;
  readonly watches: HouseWatches;
  close(): Promise<void>;
}

/**
 * Opens the storage, connects to Microsoft (or starts the sandbox) and builds the bot on both.
 *
 * @param options.drawsAnew see `Services`
 * @throws AppError `store.*`, `sandbox.*`
 */
export async function openHouse(
  config: Config,
  log: Logger,
  { machine = systemClock, drawsAnew = true }: { readonly machine?: Clock; readonly drawsAnew?: boolean } = {},
): Promise<House> {
  const location = config.databaseUrl === null ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl };
  const store = await openStore(location, log);
  try {
    if (config.credentials === null) mkdirSync(config.dataDir, { recursive: true });
    const microsoft = await connectMicrosoft(config, path.join(config.dataDir, 'sandbox.json'), machine, {
      secrets: store.secrets,
      alerts: store.alerts,
      log,
    });
    const { clock, partnerCenter, graph, sandbox, catalogue } = microsoft;
    const team = new Team({
      settings: store.settings,
      fallback: sandbox === null ? DEFAULT_TEAM_SETTINGS : SANDBOX_TEAM_SETTINGS,
    });
    const watches = houseWatches({ config, store, graph, clock, machine, log });
    const skus = loadSkuFacts();
    const closing = new AbortController();
    // Without a catalogue the rules still judge; they only propose no offers.
    const rules = async () => ({ skus, catalogue: await catalogue().catch(() => []) });
    // Who may do what is read in nobody's name: it decides what somebody may do in theirs.
    const source: RoleSource = {
      partnerRoles: (...asked) => asAssistant(() => graph.partnerRoles(...asked)),
    };
    const authority = new Authority({ source, groups: microsoft.groups, clock });
    if (!authority.pinned) log.warn(NO_GROUPS);
    const services: Services = {
      clock,
      log,
      authority,
      moves: new MoveService({
        store: store.moves,
        clock,
        rules,
        newId: randomUUID,
        teamChannel: async () => (await store.places.remindersChannel())?.conversationId ?? null,
        stages: { now: () => team.stages(), ever: () => team.stagesEver() },
      }),
      directory: new CustomerDirectory({ partnerCenter, graph, skus, catalogue, log }),
      customerIndex: new CustomerIndex({
        // What is kept for everybody is read in nobody's name.
        list: (limit) => asAssistant(() => partnerCenter.listCustomers(limit)),
        clock,
        log,
        ended: closing.signal,
      }),
      ordering: config.ordering
        ? new Ordering({ partnerCenter, catalogue, clock, approvalSeats: config.orderApprovalSeats })
        : null,
      transfers: config.ordering ? new Transfers({ partnerCenter, transferType: config.transferType, log }) : null,
      skus,
      catalogue,
      moveStore: store.moves,
      reminders: store.reminders,
      reminderActs: store.reminderActs,
      outbox: store.outbox,
      deliveries: store.deliveries,
      team,
      runs: watches.runs,
      alerts: store.alerts,
      people: store.people,
      conversations: store.conversations,
      drawsAnew,
      places: store.places,
      watches: store.watches,
      figures: store.figures,
      inFlight: store.inFlight,
      overviews: new SharedWork(),
      weekly: store.weekly,
      jobs: store.jobs,
      partnerEvents: store.partnerEvents,
      keptTables: new KeptTables({ keyValues: store.keyValues, newId: randomUUID }),
      signIn: microsoft.signIn,
      sandbox,
    };
    const state = new ConversationState(stateStorage(store.keyValues));
    const conversation = new Conversation(services, state);
    const signIn = personSignIn(config, microsoft, store, log);
    const bot = new MoveBot({
      services,
      conversation,
      state,
      tenantId: config.credentials?.tenantId ?? null,
      appId: config.credentials?.appId ?? '',
      signIn,
    });
    const close = async () => {
      closing.abort();
      await bot.finished();
      await store.close();
      await microsoft.close();
    };
    const events = partnerCenterEvents(microsoft, store, log);
    return { services, store, bot, signIn, events, watches, close };
  } catch (error) {
    await store.close().catch((err: unknown) => log.error({ err }, 'Could not close the storage'));
    throw error;
  }
}

function personSignIn(
  config: Config,
  { people, clock, sandbox }: Microsoft,
  store: Store,
  log: Logger,
): PersonSignIn | null {
  if (people === null) return null;
  const { connection, tokenServiceUrl, actAs, tokens } = people;
  return new PersonSignIn({
    service: new TokenService({ connection, url: tokenServiceUrl, bot: botIdentity(config.credentials) }),
    connection,
    acts: actAs === 'person',
    asks: sandbox === null,
    tokens,
    pending: new PendingActs({ store: store.keyValues, clock }),
    log,
  });
}

const NO_GROUPS =
  'No group is pinned, so nobody can change anything: set ADMIN_AGENTS_GROUP, SALES_AGENTS_GROUP and HELPDESK_AGENTS_GROUP ' +
  "to the object ids of these groups in the partner's tenant";
