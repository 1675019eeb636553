import { z } from 'zod';
import { caseless } from '../../identity/checked-reply.ts';
import type { PartnerCenterCalls } from '../calls.ts';
import { nothingWhen } from '../customers.ts';

/** The partner's one registration for events. Properties the bot does not know are kept as they are. */
export type WebhookRegistration = z.output<typeof Registration>;

/** The calls for registering; each fails with an AppError `microsoft.*`. */
export interface WebhookCalls {
  /** Null when nothing is registered. */
  registration(): Promise<WebhookRegistration | null>;
  register(registration: WebhookRegistration): Promise<void>;
  replace(registration: WebhookRegistration): Promise<void>;
  /** Names of the events that Partner Center can send at present. */
  eventNames(): Promise<readonly string[]>;
}

/** Registering for events (learn.microsoft.com/partner-center/developer/partner-center-webhooks). */
export function webhookCalls(calls: PartnerCenterCalls): WebhookCalls {
  const path = '/webhooks/v1/registration';
  return {
    async registration() {
      const found = await calls.get(path, Registration.nullish()).catch(nothingWhen(['microsoft.not-found']));
      return found?.WebhookUrl ? found : null;
    },
    async register(registration) {
      await calls.send('POST', path, registration, z.unknown());
    },
    async replace(registration) {
      await calls.send('PUT', path, registration, z.unknown());
    },
    eventNames: () => calls.list(`${path}/events`, z.string()),
  };
}

const Registration = caseless({
  WebhookUrl: z.string().nullish(),
  WebhookEvents: z.array(z.string()).nullish(),
});
