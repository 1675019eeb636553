import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

/** How the SDK's clients send; its type is not exported. */
type ClientOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;

/** What Teams said. */
export interface TeamsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A request to Teams that failed. Of errors of its own kind, the SDK sends the request again; of this one it does not. */
export class TeamsRequestError extends Error {
  /** Null: none came, so nobody knows whether Teams took it. */
  readonly answer: TeamsAnswer | null;

  constructor(answer: TeamsAnswer | null, options?: ErrorOptions) {
    super(answer === null ? 'Teams did not answer' : `Teams answered ${answer.status}`, options);
    this.name = 'TeamsRequestError';
    this.answer = answer;
  }
}

/**
 * Sends a request to Teams once.
 *
 * Left to itself, the SDK (4.23.3) sends up to three more times what was answered 408, 5xx, or 429 and 503 with `Retry-After`, and what
 * was not answered at all, and it has no setting against it. Each of these counts against Teams' limits without our knowing, and one
 * that was not answered may have been taken: the person would read it four times. Nor has it a time limit. Whether and when something is
 * sent again is for the outbox to say.
 */
export function sendOnce(timeLimit = TIME_LIMIT): HttpClient {
  return {
    sendRequest: async (request) => {
      const { url, method, body } = request;
      // Not answered in time, not answered at all: to us it is the same.
      const answer = await post(url, method, request.headers.rawHeaders(), String(body ?? ''), timeLimit).catch(
        (cause) => {
          throw new TeamsRequestError(null, { cause });
        },
      );
      if (isSentAgain(answer.status)) throw new TeamsRequestError(answer);
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      for (const [name, value] of answer.headers) headers.set(name, value);
      return { request, status: answer.status, headers, bodyAsText: answer.text };
    },
  };
}

/** Milliseconds in which Teams has to answer. */
const TIME_LIMIT = 30_000;

async function post(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string,
  timeLimit: number,
): Promise<TeamsAnswer> {
  const bodiless = method === 'GET' || method === 'HEAD' || body === '';
  const answer = await fetch(url, {
    method,
    headers,
    ...(bodiless ? {} : { body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeLimit),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What the SDK would send again by itself. */
function isSentAgain(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
