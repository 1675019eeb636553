import { z } from 'zod';
import { AppError } from '../../services/errors.ts';
import type { Config } from '../config.ts';
import { attempt, bad, type Finding, ok, skipped, warn } from './finding.ts';

const TIMEOUT_MS = 10_000;

/** Whether people can sign in: whether the bot has the OAuth connection, and whether it is made for single sign-on. */
export async function peopleSignIn(
  { peopleSignIn: people, credentials }: Config,
  botToken: () => Promise<string>,
  fetcher: typeof fetch,
): Promise<readonly Finding[]> {
  if (people === null || credentials === null) return [skipped('people.off')];
  const { connection, actAs, tokenServiceUrl: url } = people;
  const used = actAs === 'person' ? ok('people.act', { connection }) : ok('people.do-not-act', { connection });
  return attempt(
    async () => {
      const state = encodeURIComponent(stateOf(credentials.appId, connection));
      const reply = await fetcher(`${url}/api/botsignin/GetSignInResource?state=${state}`, {
        headers: { authorization: `Bearer ${await botToken()}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await reply.text();
      if (reply.status >= 500) return warn('people.unread', { hint: `status ${reply.status}` });
      if (!reply.ok) return bad('people.no-connection', { connection, status: reply.status });
      const resource = Resource.safeParse(parsed(text));
      if (!resource.success) return warn('people.unread', { hint: 'another answer than expected' });
      const sso = resource.data.tokenExchangeResource?.uri ?? '';
      return [used, sso === '' ? warn('people.no-sso', { connection }) : ok('people.sso', { uri: sso })];
    },
    (hint, error) => warn('people.unread', { hint: error instanceof AppError ? hint : `${url} cannot be reached` }),
  );
}

/** What a sign-in would be for, in a conversation of nobody: the answer only tells of the connection. */
function stateOf(msAppId: string, connectionName: string): string {
  const nobody = { id: 'nobody' };
  const conversation = {
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/teams/',
    conversation: nobody,
    user: nobody,
    bot: nobody,
  };
  return Buffer.from(JSON.stringify({ connectionName, conversation, msAppId })).toString('base64');
}

const Resource = z.looseObject({
  signInLink: z.string(),
  tokenExchangeResource: z.looseObject({ uri: z.string().nullish() }).nullish(),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
