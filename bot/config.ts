import { z } from 'zod';
import { AppError } from '../services/errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const url = z.url().transform((text) => text.replace(/\/+$/u, ''));

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
  readonly logLevel: string;
}

/**
 * The settings of an environment. Empty variables count as unset.
 *
 * @throws AppError `config.invalid` naming each variable that is wrong, `config.credentials-incomplete` when only a part of
 * the bot's identity is given, `config.sandbox-not-on-loopback` when a sandbox was told to listen for other machines
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
    // Who tries the sandbox reads one line on the console, not a log.
    logLevel: env.LOG_LEVEL ?? (credentials === null ? 'warn' : 'info'),
  };
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/u;

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
