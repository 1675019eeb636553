import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/clock.ts';
import { secretEndsOn } from '../../services/graph/application-secret.ts';
import { graphCalls } from '../../services/graph/calls.ts';
import { signedRequests, type Transport } from '../../services/identity/signed-request.ts';
import { PARTNER_CENTER_AUDIENCE, type TokenSource } from '../../services/identity/token-source.ts';
import { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { partnerCenterRefusal } from '../../services/partner-center/refusals.ts';
import type { Config } from '../config.ts';
import { ownSecrets } from '../own-secrets.ts';
import { EVENTS_PATH } from '../partner-center-events.ts';
import { embeddedDatabase, postgres } from './database.ts';
import { attempt, bad, type Check, type Finding, ok, skipped } from './finding.ts';
import { directoryRolesReadable, pinnedGroups, signedInWithMfa, tokensFor, webhook } from './microsoft.ts';
import { clockSkew, publicEndpoint } from './outside.ts';
import { peopleSignIn } from './people.ts';
import { lasting, secretOf } from './secrets.ts';

/** A deployment as the doctor gets to see it. */
export interface Patient {
  readonly config: Config;
  readonly clock: Clock;
  readonly transport: Pick<Transport, 'fetch'> & Partial<Transport>;
  /** A token for the Bot Framework, by the bot's own credentials. */
  readonly botToken: () => Promise<string>;
  /** Signs in to Partner Center and Graph; a finding when that is not possible. */
  readonly signIn: () => Promise<SignedIn | Finding>;
}

export interface SignedIn {
  readonly tokens: TokenSource;
  /** Last day of the service user's sign-in; null when no person signs in. */
  readonly ends: Temporal.PlainDate | null;
  close(): Promise<void>;
}

/**
 * Looks at a deployment from the outside to the inside, one finding after another, and changes nothing. In the sandbox there is
 * only the database.
 */
export async function* examine(patient: Patient): AsyncGenerator<Finding> {
  if (patient.config.credentials === null) {
    yield skipped('sandbox');
    yield* await databaseOf(patient.config);
    return;
  }
  for (const check of outerChecks(patient)) yield* await check();
  const signedIn = await patient.signIn();
  if (!('tokens' in signedIn)) {
    yield signedIn;
    yield skipped('rest');
    return;
  }
  try {
    for (const check of innerChecks(patient, signedIn)) yield* await check();
  } finally {
    await signedIn.close();
  }
}

function outerChecks({ config, clock, transport, botToken }: Patient): readonly Check[] {
  return [
    () => publicEndpoint(config.publicUrl, transport.fetch),
    () => clockSkew(config.loginUrl, clock, transport.fetch),
    () =>
      attempt(
        async () => {
          await botToken();
          return ok('bot.signs-in');
        },
        (hint) => bad('bot.refused', { hint }),
      ),
    () => peopleSignIn(config, botToken, transport.fetch),
    () => databaseOf(config),
  ];
}

function innerChecks({ config, clock, transport }: Patient, { tokens, ends }: SignedIn): readonly Check[] {
  const graph = graphCalls({ baseUrl: config.graphUrl, loginUrl: config.loginUrl, tokens, transport });
  const partnerCenter = new PartnerCenterClient({ baseUrl: config.partnerCenterUrl, tokens, transport, clock });
  const send = signedRequests({
    baseUrl: config.partnerCenterUrl,
    tokens,
    transport,
    audience: PARTNER_CENTER_AUDIENCE,
    service: 'Partner Center',
    refusal: partnerCenterRefusal,
  });
  const registeredUrl = async () => (await partnerCenter.webhook().registration())?.WebhookUrl ?? null;
  return [
    () => tokensFor(tokens),
    () => signedInWithMfa(send, config.partnerApp?.signInAs ?? 'application'),
    () => pinnedGroups(graph, config.groups),
    () => directoryRolesReadable(graph),
    () => webhook(config.publicUrl, registeredUrl, EVENTS_PATH),
    ...secretChecks({ config, clock }, graph, ends),
    async () => [config.ordering ? ok('ordering.on') : skipped('ordering.off')],
  ];
}

function secretChecks(
  { config, clock }: Pick<Patient, 'config' | 'clock'>,
  graph: ReturnType<typeof graphCalls>,
  ends: Temporal.PlainDate | null,
): readonly Check[] {
  const secrets = ownSecrets(config, (application) => secretEndsOn(graph, application));
  return [
    ...secrets.map((secret) => () => secretOf(secret, config.secretEndsOn, clock)),
    ...(ends === null ? [] : [async () => [lasting('npm run connect', ends, clock)]]),
  ];
}

function databaseOf({ databaseUrl, dataDir }: Config): Promise<readonly Finding[]> {
  return databaseUrl === null ? embeddedDatabase(dataDir) : postgres(databaseUrl);
}
