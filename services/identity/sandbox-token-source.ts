import { z } from 'zod';
import { AppError } from '../errors.ts';
import { refusedSignIn } from './sign-in-error.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Tokens of the sandbox's own token endpoint, asked for over HTTP like the real one.
 * `as: 'application'` gives app-only tokens, which some calls refuse with 900329; `assertion` tokens on behalf of a person.
 */
export function sandboxTokenSource(options: {
  readonly loginUrl: string;
  /** The partner's tenant. */
  readonly tenantId: string;
  readonly as?: 'user' | 'application';
  /** What the person signed in with. */
  readonly assertion?: string;
}): TokenSource {
  const application = { client_id: 'sandbox', client_secret: 'sandbox' };
  const grant: Record<string, string> =
    options.assertion !== undefined
      ? { ...application, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: options.assertion }
      : options.as === 'application'
        ? { ...application, grant_type: 'client_credentials' }
        : { grant_type: 'refresh_token', client_id: 'sandbox', refresh_token: 'sandbox' };
  return {
    async token(audience, tenantId = options.tenantId) {
      const url = `${options.loginUrl}/${tenantId}/oauth2/v2.0/token`;
      const reply = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ ...grant, scope: `${audience}/.default` }),
      }).catch((cause: unknown) => {
        throw new AppError('microsoft.unreachable', {
          hint: 'The sandbox does not answer. Is it still running?',
          cause,
        });
      });
      const body = TokenReply.parse(await reply.json());
      if (body.access_token === undefined)
        throw refusedSignIn(body.error_description ?? null, options.as === 'application' ? 'application' : 'person');
      return body.access_token;
    },
  };
}

const TokenReply = z.looseObject({ access_token: z.string().optional(), error_description: z.string().optional() });
