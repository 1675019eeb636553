import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { AppError } from '../services/errors.ts';
import type { Credentials } from './config.ts';

/** Tells the person in the chat what went wrong and what to do next. */
export type Apology = (context: TurnContext, error: AppError) => Promise<void>;

/**
 * The Bot Framework adapter. Without credentials it checks nobody (sandbox, loopback only); with them it accepts only
 * what Microsoft's channel signed for this bot.
 */
export function createAdapter(credentials: Credentials | null, log: Logger, apologise: Apology): CloudAdapter {
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      credentials === null
        ? {}
        : {
            MicrosoftAppType: credentials.type,
            MicrosoftAppId: credentials.appId,
            MicrosoftAppTenantId: credentials.tenantId,
            ...(credentials.password !== null && { MicrosoftAppPassword: credentials.password }),
          },
    ),
  );
  adapter.onTurnError = async (context, thrown) => {
    const error = thrown instanceof AppError ? thrown : new AppError('unexpected', { cause: thrown });
    log.error(
      { err: thrown, code: error.code, hint: error.hint, activityType: context.activity.type },
      'A turn failed',
    );
    await apologise(context, error).catch((cause: unknown) =>
      log.error({ err: cause }, 'The apology could not be sent either'),
    );
  };
  return adapter;
}
