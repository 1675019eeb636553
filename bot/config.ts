import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';
import type { RoleGroups } from '../services/graph/partner-roles.ts';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/u;

const port = z.coerce.number().int().min(0).max(65535);
/** An address of a service: nothing else may stand in it, as it is put before paths and may be logged. */
const plainUrl = z.url().refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const { username, password, search, hash, protocol, hostname } = new URL(text);
    const safe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname.replace(/^\[|\]$/gu, '')));
    return safe && `${username}${password}${search}${hash}` === '';
  },
  { error: 'must be an https address without user, query or fragment', abort: true },
);
const url = plainUrl.transform((text) => text.replace(/\/+$/u, ''));

const Environment = z.object({
  MicrosoftAppType: z.enum(['SingleTenant', 'UserAssignedMSI']).optional(),
  MicrosoftAppId: z.guid().optional(),
  MicrosoftAppPassword: z.string().min(1).optional(),
  MicrosoftAppTenantId: z.guid().optional(),
  PORT: port.default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  PLAYGROUND_PORT: port.default(56150),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//u, 'must begin with postgres://')
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  PARTNER_CENTER_URL: url.default('https://api.partnercenter.microsoft.com'),
  GRAPH_URL: url.default('https://graph.microsoft.com'),
  LOGIN_URL: url.default('https://login.microsoftonline.com'),
  SANDBOX_CUSTOMERS: z.coerce.number().int().min(0).max(1_000_000).default(0),
  ORDERING: z.enum(['on', 'off']).optional(),
  ORDER_APPROVAL_SEATS: z.coerce.number().int().min(1).optional(),
  TRANSFER_TYPE: z.coerce.number().int().min(0).max(99).default(5),
  PARTNER_CENTER_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(500).default(400),
  PUBLIC_URL: url.refine((text) => text.startsWith('https:'), 'must begin with https://').optional(),
  SIGN_IN_AS: z.enum(['application', 'service-user']).default('application'),
  ACT_AS: z.enum(['assistant', 'person']).optional(),
  SIGN_IN_CONNECTION: z.string().trim().min(1).max(100).optional(),
  TOKEN_SERVICE_URL: url.default('https://api.botframework.com'),
  SECRETS_KEY: z.string().optional(),
  PARTNER_APP_ID: z.guid().optional(),
  PARTNER_APP_PASSWORD: z.string().min(1).optional(),
  PARTNER_APP_CERTIFICATE: z.string().min(1).optional(),
  SECRET_ENDS_ON: z.iso.date('must be a date such as 2027-03-31').optional(),
  ADMIN_AGENTS_GROUP: z.guid().optional(),
  SALES_AGENTS_GROUP: z.guid().optional(),
  HELPDESK_AGENTS_GROUP: z.guid().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
});

/** The bot's identity in Microsoft Entra and what goes with it. */
export interface Credentials {
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  readonly appId: string;
  /** Absent for a managed identity. */
  readonly password: string | null;
  readonly tenantId: string;
}

/** The application that asks Partner Center and Graph: the bot's own, or another one. */
export interface PartnerApp {
  readonly tenantId: string;
  readonly appId: string;
  readonly password: string | null;
  /** PEM file with certificate and private key; goes before the password. */
  readonly certificateFile: string | null;
  /** A managed identity vouches for the application when there is neither. */
  readonly managedIdentity: string | null;
  readonly signInAs: 'application' | 'service-user';
  /** Keys that seal secrets in the database, newest first: base64 of 32 bytes each. */
  readonly secretsKeys: readonly string[];
}

/** How the people of the team sign in with their own account. */
export interface PeopleSignIn {
  /** Name of the OAuth connection of the Azure Bot. */
  readonly connection: string;
  /** In whose name Microsoft is asked for what a person wants. */
  readonly actAs: 'assistant' | 'person';
  /** Where the Bot Framework's token service is. */
  readonly tokenServiceUrl: string;
}

/** All settings, checked. `credentials: null` means the sandbox. */
export interface Config {
  readonly credentials: Credentials | null;
  readonly host: string;
  readonly port: number;
  readonly playgroundPort: number;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly partnerCenterUrl: string;
  readonly graphUrl: string;
  readonly loginUrl: string;
  readonly sandboxCustomers: number;
  readonly ordering: boolean;
  /** From this many seats in one order on, a second person has to approve it; null: never. */
  readonly orderApprovalSeats: number | null;
  /** Partner Center's number of the new-commerce transfer type; which one is right is not confirmed. */
  readonly transferType: number;
  /** How many requests this instance may send to Partner Center in a minute (the partner has 500 in all). */
  readonly requestsPerMinute: number;
  /** Where Microsoft reaches this bot, for the webhook; null: no webhook. */
  readonly publicUrl: string | null;
  /** Object ids of the partner tenant's groups that give a role; null: not pinned. */
  readonly groups: RoleGroups;
  /** How the bot itself signs in to Microsoft; null in the sandbox. */
  readonly partnerApp: PartnerApp | null;
  /** Null: people do not sign in. In the sandbox they do it by themselves. */
  readonly peopleSignIn: PeopleSignIn | null;
  /** Last day (UTC calendar date) of the client secrets, where Microsoft may not tell it; null: nobody stated it. */
  readonly secretEndsOn: Temporal.PlainDate | null;
  readonly logLevel: string;
}

/**
 * The settings of an environment. Empty variables count as unset.
 *
 * @throws AppError `config.invalid` naming each variable that is wrong, `config.credentials-incomplete` when only a part of
 * the bot's identity is given, `config.secrets-key` when a service user is wanted and no usable key seals its refresh token,
 * `config.sandbox-not-on-loopback` when a sandbox was told to listen for other machines
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new AppError('config.invalid', { params: { problems }, hint: problems });
  }
  const env = parsed.data;
  const credentials = credentialsOf(env);
  if (credentials === null && !LOOPBACK.test(env.HOST)) {
    throw new AppError('config.sandbox-not-on-loopback', {
      params: { host: env.HOST },
      hint: 'The sandbox checks nobody; it may only listen on 127.0.0.1, ::1 or localhost. Unset HOST or set the bot credentials.',
    });
  }
  return {
    credentials,
    host: env.HOST,
    port: env.PORT,
    playgroundPort: env.PLAYGROUND_PORT,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.DATA_DIR,
    partnerCenterUrl: env.PARTNER_CENTER_URL,
    graphUrl: env.GRAPH_URL,
    loginUrl: env.LOGIN_URL,
    sandboxCustomers: env.SANDBOX_CUSTOMERS,
    ordering: env.ORDERING === undefined ? credentials === null : env.ORDERING === 'on',
    orderApprovalSeats: env.ORDER_APPROVAL_SEATS ?? null,
    transferType: env.TRANSFER_TYPE,
    requestsPerMinute: env.PARTNER_CENTER_REQUESTS_PER_MINUTE,
    publicUrl: env.PUBLIC_URL ?? null,
    groups: {
      adminAgents: env.ADMIN_AGENTS_GROUP ?? null,
      salesAgents: env.SALES_AGENTS_GROUP ?? null,
      helpdeskAgents: env.HELPDESK_AGENTS_GROUP ?? null,
    },
    partnerApp: credentials === null ? null : partnerAppOf(env, credentials),
    peopleSignIn: credentials === null ? null : peopleSignInOf(env),
    secretEndsOn: env.SECRET_ENDS_ON === undefined ? null : Temporal.PlainDate.from(env.SECRET_ENDS_ON),
    // Who tries the sandbox reads one line on the console, not a log.
    logLevel: env.LOG_LEVEL ?? (credentials === null ? 'warn' : 'info'),
  };
}

function credentialsOf(env: z.infer<typeof Environment>): Credentials | null {
  const { MicrosoftAppType, MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId } = env;
  const any = MicrosoftAppType ?? MicrosoftAppId ?? MicrosoftAppPassword ?? MicrosoftAppTenantId;
  if (any === undefined) return null;
  const missing = [
    // An unset type would mean MultiTenant to the SDK, which can no longer be registered: it has to be said.
    ...(MicrosoftAppType === undefined ? ['MicrosoftAppType'] : []),
    ...(MicrosoftAppId === undefined ? ['MicrosoftAppId'] : []),
    ...(MicrosoftAppTenantId === undefined ? ['MicrosoftAppTenantId'] : []),
    ...(MicrosoftAppType === 'SingleTenant' && MicrosoftAppPassword === undefined ? ['MicrosoftAppPassword'] : []),
  ];
  if (
    missing.length > 0 ||
    MicrosoftAppType === undefined ||
    MicrosoftAppId === undefined ||
    MicrosoftAppTenantId === undefined
  ) {
    throw new AppError('config.credentials-incomplete', {
      params: { missing: missing.join(', ') },
      hint: `Set ${missing.join(', ')}.`,
    });
  }
  return {
    type: MicrosoftAppType,
    appId: MicrosoftAppId,
    password: MicrosoftAppPassword ?? null,
    tenantId: MicrosoftAppTenantId,
  };
}

function peopleSignInOf(env: z.infer<typeof Environment>): PeopleSignIn | null {
  const { SIGN_IN_CONNECTION: connection, ACT_AS: actAs = 'assistant', TOKEN_SERVICE_URL: tokenServiceUrl } = env;
  if (connection !== undefined) return { connection, actAs, tokenServiceUrl };
  if (actAs === 'assistant') return null;
  const problems = 'ACT_AS: SIGN_IN_CONNECTION is missing beside it';
  throw new AppError('config.invalid', { params: { problems }, hint: problems });
}

/** 32 bytes in base64, and not one byte repeated, as somebody writes who only fills the field. */
function isKey(text: string): boolean {
  const key = Buffer.from(text, 'base64');
  return /^[\w+/-]{43}=?$/u.test(text) && key.length === 32 && new Set(key).size > 8;
}

function partnerAppOf(env: z.infer<typeof Environment>, bot: Credentials): PartnerApp {
  const secretsKeys = (env.SECRETS_KEY ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  const unusable = secretsKeys.some((key) => !isKey(key));
  if (unusable || (env.SIGN_IN_AS === 'service-user' && secretsKeys.length === 0)) {
    throw new AppError('config.secrets-key', {
      hint: 'SECRETS_KEY is one key or several, separated by commas: base64 of 32 random bytes each.',
    });
  }
  const own = env.PARTNER_APP_ID === undefined;
  if (own && env.PARTNER_APP_PASSWORD !== undefined) {
    const problems = 'PARTNER_APP_PASSWORD: PARTNER_APP_ID is missing beside it';
    throw new AppError('config.invalid', { params: { problems }, hint: problems });
  }
  const password = env.PARTNER_APP_PASSWORD ?? (own ? bot.password : null);
  const certificateFile = env.PARTNER_APP_CERTIFICATE ?? null;
  return {
    tenantId: bot.tenantId,
    appId: env.PARTNER_APP_ID ?? bot.appId,
    password,
    certificateFile,
    managedIdentity: password === null && certificateFile === null && bot.type === 'UserAssignedMSI' ? bot.appId : null,
    signInAs: env.SIGN_IN_AS,
    secretsKeys,
  };
}
