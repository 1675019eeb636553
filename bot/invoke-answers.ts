import type { AdaptiveCardInvokeResponse } from 'botbuilder';
import type { DrawnCard } from '../cards/view.ts';
import { ADAPTIVE_CARD } from '../dialogs/reply-activity.ts';

/*
 * Every answer to the press of a button (`adaptiveCard/action`), and when it is given. The status stands in the body; the HTTP answer
 * itself is a 200. With an error the client says that something went wrong, in its own words, and leaves the card as it is: so a
 * person who pressed a button of ours gets a sentence or a card whenever there is one to give, and an error only where the client
 * itself sent nonsense, or nobody waits for words.
 *
 * | statusCode | answer | pressed by a person | asked by the client when the card came into view |
 * | --- | --- | --- | --- |
 * | 200 | card | what came of it; work that takes long: a card that says so; its move is gone: a card that says so | the present state, for who looks |
 * | 200 | message | missing role, wrong input, Microsoft does not answer, a button no version knows any more; the present state takes too long | the present state takes too long |
 * | 400 | error `BadRequest`, `NotSupported` | no action in it, or of another type than Action.Execute | the same; a verb that changes something; data that names nothing |
 * | 400 | error `Forbidden`, `Gone` | - | may not look; what it shows is not kept any more |
 * | 401 | loginRequest, incorrectAuthCode | the action takes a sign-in (sign-in-answers.ts) | - |
 * | 412 | preconditionFailed | its token cannot be exchanged (sign-in-answers.ts) | - |
 * | 500 | error `ServerError` | a fault of ours: its number stands in the log, and is told in the chat as well | the same, told in the log alone, whatever fails |
 *
 * A view that cannot be drawn in time is answered with a message, also to a client that asks by itself. No answer, or an error, would
 * keep the client from asking again until the card changes, and the card would go on showing old figures as if they were new. The
 * message is seen by that one reader, counts as an answer, and says that the card is not up to date.
 *
 * After an error Teams does not ask again by itself until the card changes, so a refresh that fails costs one request.
 */

/** Takes the place of the card. */
export function cardAnswer({ card }: DrawnCard): AdaptiveCardInvokeResponse {
  return { statusCode: 200, type: ADAPTIVE_CARD, value: { ...card } };
}

/** Words: the card stays as it is. */
export function messageAnswer(text: string): AdaptiveCardInvokeResponse {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    // The SDK types `value` as an object; the protocol wants a plain text for this type.
    value: text as unknown as Record<string, unknown>,
  };
}

/** Something is wrong with the request (400) or with us (500): the card stays as it is. */
export function errorAnswer(statusCode: 400 | 500, code: ErrorAnswerCode, message: string): AdaptiveCardInvokeResponse {
  return { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } };
}

export type ErrorAnswerCode = 'BadRequest' | 'NotSupported' | 'Forbidden' | 'Gone' | 'ServerError';
