import type { AdaptiveCardInvokeResponse, SignInUrlResponse } from 'botbuilder';

/*
 * How a card action answers when somebody has to sign in first (Universal Actions for Adaptive Cards, "response format"):
 *
 * | statusCode | answer | the client |
 * | --- | --- | --- |
 * | 401 loginRequest | sign in first | gets a token by itself and presses again with it, or shows a sign-in button |
 * | 412 preconditionFailed | that token cannot be exchanged | shows the sign-in button |
 * | 401 incorrectAuthCode | that code is not the right one | asks for it again |
 *
 * The status stands in the body: the HTTP answer itself is a 200.
 */

/**
 * Sign in first. The client comes back with the very action, and with a token or a code beside it.
 *
 * @param words what the sign-in card says, and what stands on its button
 */
export function loginRequest(
  connectionName: string,
  words: { readonly text: string; readonly button: string },
  { signInLink, tokenExchangeResource }: SignInUrlResponse,
): AdaptiveCardInvokeResponse {
  return {
    statusCode: 401,
    type: 'application/vnd.microsoft.activity.loginRequest',
    value: {
      text: words.text,
      connectionName,
      ...(tokenExchangeResource !== undefined && { tokenExchangeResource }),
      buttons: [{ title: words.button, text: words.button, type: 'signin', value: signInLink }],
    },
  };
}

/** The token of single sign-on cannot be exchanged: the client shows the sign-in button. */
export function preconditionFailed(message: string): AdaptiveCardInvokeResponse {
  return {
    statusCode: 412,
    type: 'application/vnd.microsoft.error.preconditionFailed',
    value: { code: '412', message },
  };
}

/** The code of a sign-in is not the right one: the client asks for it again. */
export function incorrectAuthCode(): AdaptiveCardInvokeResponse {
  return {
    statusCode: 401,
    type: 'application/vnd.microsoft.error.incorrectAuthCode',
    // The SDK types `value` as an object; the protocol wants null for this type.
    value: null as unknown as Record<string, unknown>,
  };
}
