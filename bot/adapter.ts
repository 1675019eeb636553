import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  type TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { AppError } from '../services/errors.ts';
import { isRefresh } from './card-actions.ts';
import type { Credentials } from './config.ts';
import { sendOnce } from './send-once.ts';

/** Tells the person in the chat what went wrong and what to do next. */
export type Apology = (context: TurnContext, error: AppError) => Promise<void>;

export interface AdapterOptions {
  /**
   * Sends each request once, for who decides by itself what is sent again; otherwise the SDK sends again at once what failed, which is
   * right for the answer somebody waits for.
   */
  readonly once?: boolean;
}

/**
 * The Bot Framework adapter. Without credentials it checks nobody (sandbox, loopback only); with them it accepts only
 * what Microsoft's channel signed for this bot.
 *
 * A turn in which the bot speaks first has no person to apologise to: what failed in it is thrown to who began it, as it is.
 */
export function createAdapter(
  credentials: Credentials | null,
  log: Logger,
  apologise: Apology,
  { once = false }: AdapterOptions = {},
): CloudAdapter {
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      botIdentity(credentials),
      undefined,
      undefined,
      undefined,
      once ? { httpClient: sendOnce() } : {},
    ),
  );
  adapter.onTurnError = async (context, thrown) => {
    if (isProactive(context)) throw thrown;
    const error = thrown instanceof AppError ? thrown : new AppError('unexpected', { cause: thrown });
    log.error(
      { err: thrown, code: error.code, hint: error.hint, activityType: context.activity.type },
      'A turn failed',
    );
    // Nobody waits for what a client asks by itself, and in a channel everybody's client asks.
    if (isRefresh(context.activity)) return;
    await apologise(context, error).catch((cause: unknown) =>
      log.error({ err: cause }, 'The apology could not be sent either'),
    );
  };
  return adapter;
}

/** The bot's identity as the SDK takes it; empty in the sandbox, where nobody is checked. */
export function botIdentity(credentials: Credentials | null): ConfigurationBotFrameworkAuthenticationOptions {
  if (credentials === null) return {};
  return {
    MicrosoftAppType: credentials.type,
    MicrosoftAppId: credentials.appId,
    MicrosoftAppTenantId: credentials.tenantId,
    ...(credentials.password !== null && { MicrosoftAppPassword: credentials.password }),
  };
}

/** The bot speaks first. */
function isProactive(context: TurnContext): boolean {
  return context.activity.type === 'event' && context.activity.name === 'ContinueConversation';
}
