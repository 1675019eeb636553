import {
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  type SignInUrlResponse,
  type TurnContext,
} from 'botbuilder';
import { AuthenticationConstants, ClaimsIdentity, type UserTokenClient } from 'botframework-connector';
import { AppError } from '../services/errors.ts';
import { within } from '../services/identity/time-limit.ts';
import { sendOnce, TeamsRequestError } from './send-once.ts';

/** Who speaks, as Teams tells it. */
export type Speaking = Pick<TurnContext, 'activity'>;

/** How long one answer of the token service is waited for, in milliseconds: somebody waits behind it. */
const WAIT_MS = 5000;

/**
 * The Bot Framework's token service, which keeps what people signed in with: for each person of each channel, in all instances. The
 * SDK's `OAuthPrompt` asks the same service, but keeps who is asked with the conversation, which in a channel belongs to everybody,
 * and knows no card action that goes on after a sign-in.
 *
 * Nothing it is asked or answers is ever logged: all of it may hold tokens.
 */
export class TokenService {
  readonly #connection: string;
  readonly #identity: ClaimsIdentity;
  readonly #authentication: Pick<ConfigurationBotFrameworkAuthentication, 'createUserTokenClient'>;
  #client: Promise<UserTokenClient> | null = null;

  /**
   * @param bot the bot's identity as the SDK takes it; empty in the sandbox
   * @param url where the service is
   * @param authentication left out: the SDK's
   */
  constructor(deps: {
    connection: string;
    url: string;
    bot: ConfigurationBotFrameworkAuthenticationOptions;
    authentication?: Pick<ConfigurationBotFrameworkAuthentication, 'createUserTokenClient'>;
  }) {
    this.#connection = deps.connection;
    const { MicrosoftAppId = '' } = deps.bot;
    this.#identity = new ClaimsIdentity([{ type: AuthenticationConstants.AudienceClaim, value: MicrosoftAppId }]);
    // Whoever waits for the answer does not wait for the SDK's retries.
    const options = { httpClient: sendOnce(WAIT_MS) };
    const settings = { ...deps.bot, OAuthUrl: deps.url };
    this.#authentication =
      deps.authentication ??
      new ConfigurationBotFrameworkAuthentication(settings, undefined, undefined, undefined, options);
  }

  /** What the person who speaks signed in with; null when they have not, or not any more. */
  async held({ activity }: Speaking): Promise<string | null> {
    return this.#token((client) => client.getUserToken(activity.from.id, this.#connection, activity.channelId, ''));
  }

  /** Takes the code that the sign-in page showed; null when it is not the right one. */
  async redeem({ activity }: Speaking, code: string): Promise<string | null> {
    return this.#token((client) => client.getUserToken(activity.from.id, this.#connection, activity.channelId, code));
  }

  /** Takes the token of single sign-on that the person's client brought; null when it cannot be used. */
  async exchange({ activity }: Speaking, token: string): Promise<string | null> {
    return this.#token((client) =>
      client.exchangeToken(activity.from.id, this.#connection, activity.channelId, { token }),
    );
  }

  /** Where the person who speaks signs in. */
  resource({ activity }: Speaking): Promise<SignInUrlResponse> {
    return this.#ask((client) => client.getSignInResource(this.#connection, activity, ''));
  }

  signOut({ activity }: Speaking): Promise<void> {
    return this.#ask((client) => client.signOutUser(activity.from.id, this.#connection, activity.channelId));
  }

  async #token(
    question: (client: UserTokenClient) => Promise<{ token?: string; expiration?: string } | undefined>,
  ): Promise<string | null> {
    const answer = await this.#ask(question);
    const ended = Date.parse(answer?.expiration ?? '') <= Date.now();
    return answer?.token === undefined || answer.token === '' || ended ? null : answer.token;
  }

  async #ask<T>(question: (client: UserTokenClient) => Promise<T>): Promise<T> {
    try {
      const client = await this.#connected();
      return await within(AbortSignal.timeout(WAIT_MS), () => question(client));
    } catch (error) {
      if (error instanceof AppError) throw error;
      // Without the cause: the SDK hangs the whole request on it.
      throw new AppError('sign-in-service.failed', {
        hint: `The Bot Framework's token service refused a question about the connection "${this.#connection}" (status ${statusOf(error) ?? 'none'}). Check SIGN_IN_CONNECTION against Azure portal > the Azure Bot > Configuration > OAuth connection settings, and TOKEN_SERVICE_URL.`,
      });
    }
  }

  /** Made once, by whoever asks first; one that could not be made is forgotten, so that the next question tries anew. */
  #connected(): Promise<UserTokenClient> {
    if (this.#client !== null) return this.#client;
    const client = this.#authentication.createUserTokenClient(this.#identity);
    this.#client = client;
    client.catch(() => {
      this.#client = null;
    });
    return client;
  }
}

function statusOf(error: unknown): unknown {
  if (error instanceof TeamsRequestError) return error.answer?.status;
  return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
}
