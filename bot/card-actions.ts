import { randomUUID } from 'node:crypto';
import type { Activity, AdaptiveCardInvokeResponse, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { errorSentence } from '../cards/error-sentence.ts';
import { drawGone } from '../cards/gone.ts';
import { plainSentence } from '../cards/language.ts';
import { type NotAllowedView, notAllowedSentence } from '../cards/not-allowed.ts';
import { VERBS } from '../cards/verbs.ts';
import type { Sentence } from '../cards/view.ts';
import { drawNotDone, drawWorking, type Pressed } from '../cards/working.ts';
import type { Conversation } from '../dialogs/conversation.ts';
import { localeOf, reply, send, setTurn, turnOf } from '../dialogs/dialog-turn.ts';
import { handedOver } from '../dialogs/hand-over.ts';
import { refusedTask } from '../dialogs/permission.ts';
import { replyActivity } from '../dialogs/reply-activity.ts';
import { Shown } from '../dialogs/shown.ts';
import { taskOfVerb } from '../dialogs/tasks.ts';
import { cardReply, type Reply, showing, type Turn, textReply } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';
import type { Action } from './actions/action.ts';
import { ACTIONS } from './actions/index.ts';
import type { InTime } from './in-time.ts';
import { cardAnswer, errorAnswer, messageAnswer } from './invoke-answers.ts';
import type { Later } from './later.ts';
import { type PersonSignIn, SignInFirst } from './person-sign-in.ts';
import { refreshing } from './refreshing.ts';
import { answerView } from './views.ts';

/** What a client sends when a button is pressed, or when a card that can be drawn anew comes into view. */
const Invoked = z.looseObject({
  action: z.looseObject({ type: z.string().max(100), verb: z.unknown().optional(), data: z.unknown().optional() }),
  trigger: z.string().max(100).optional().catch(undefined),
  authentication: z
    .looseObject({ token: z.string().optional(), connectionName: z.string().optional(), id: z.string().optional() })
    .optional()
    .catch(undefined),
  state: z.union([z.string(), z.number()]).optional().catch(undefined),
});
export type Invoked = z.infer<typeof Invoked>;

/** What came of a press. */
export interface Acted {
  readonly reply: Reply;
  /** It was carried out, and not refused. */
  readonly done: boolean;
}

/** What somebody sees who looks at a card. */
export type Looked =
  | { readonly kind: 'seen'; readonly reply: Reply }
  | { readonly kind: 'refused'; readonly refused: NotAllowedView };

/** Whether an activity is the press of a button, or asks for the present state of a card. */
export function isCardAction({ type, name }: Pick<Activity, 'type' | 'name'>): boolean {
  return type === 'invoke' && name === 'adaptiveCard/action';
}

/** Whether an activity asks for the present state of a card by itself: then nothing is written, not even that somebody was seen. */
export function isRefresh(activity: Pick<Activity, 'type' | 'name' | 'value'>): boolean {
  if (!isCardAction(activity)) return false;
  const invoked = Invoked.safeParse(activity.value);
  return invoked.success && (invoked.data.trigger === 'automatic' || invoked.data.action.verb === VERBS.view);
}

/** Carries out what the buttons of the cards ask for, in time, and answers as the matrix in invoke-answers.ts says. */
export class CardActions {
  readonly #services: Services;
  readonly #conversation: Conversation;
  readonly #inTime: InTime<Acted>;
  readonly #looking: InTime<Looked>;
  readonly #later: Later;
  readonly #signIn: PersonSignIn | null;

  constructor(deps: {
    services: Services;
    conversation: Conversation;
    inTime: InTime<Acted>;
    looking: InTime<Looked>;
    later: Later;
    signIn: PersonSignIn | null;
  }) {
    this.#services = deps.services;
    this.#conversation = deps.conversation;
    this.#inTime = deps.inTime;
    this.#looking = deps.looking;
    this.#later = deps.later;
    this.#signIn = deps.signIn;
  }

  /** The answer to `adaptiveCard/action`. Never throws. */
  async invoked(context: TurnContext): Promise<AdaptiveCardInvokeResponse> {
    try {
      const invoked = Invoked.safeParse(context.activity.value);
      if (!invoked.success) return errorAnswer(400, 'BadRequest', 'There is no action in it.');
      const { action } = invoked.data;
      if (action.type !== 'Action.Execute')
        return errorAnswer(400, 'NotSupported', `The action '${action.type}' is not supported.`);
      if (isRefresh(context.activity)) return await this.#refresh(context, invoked.data);
      return await this.#as(context, () => this.#pressed(context, invoked.data));
    } catch (thrown) {
      if (thrown instanceof SignInFirst && this.#signIn !== null)
        return this.#signIn.loginRequest(context, thrown).catch((err) => this.ourFault(context, err));
      return this.ourFault(context, thrown);
    }
  }

  /** The same for a client without Universal Actions, which sends the button as a message (Action.Submit). @throws SignInFirst */
  async submitted(context: TurnContext, data: { readonly verb: unknown }): Promise<void> {
    const turn = turnOf(context);
    const answered =
      data.verb === VERBS.view
        ? await this.#viewed(turn, data)
        : await this.#as(context, () => this.#inTimeOr(context, data.verb, data));
    const { replyToId } = context.activity;
    if (answered.kind !== 'card' || answered.below === true || replyToId === undefined) return reply(context, answered);
    const drawn = await refreshing(
      this.#services,
      { scope: turn.scope, id: turn.conversationId },
      answered,
      turn.reader,
    );
    try {
      await context.updateActivity({ ...replyActivity(drawn, turn.reader), id: replyToId });
    } catch (cause) {
      this.#services.log.info({ err: cause }, 'The card could not be replaced, so it is sent anew');
      await reply(context, answered);
    }
  }

  /** The same for what somebody wrote instead of pressing the button. Below, because the card may be far up. @throws SignInFirst */
  async written(context: TurnContext, verb: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const sent = Promise.withResolvers<string | null>();
    try {
      sent.resolve(await send(context, await this.#inTimeOr(context, verb, data, sent.promise)));
    } finally {
      sent.resolve(null);
    }
  }

  /** Does what somebody asked for, in their name. @throws SignInFirst */
  #as<T>(context: TurnContext, work: () => Promise<T>): Promise<T> {
    return this.#signIn === null ? work() : this.#signIn.as(context, work);
  }

  async #pressed(
    context: TurnContext,
    { action, authentication, state }: Invoked,
  ): Promise<AdaptiveCardInvokeResponse> {
    const { verb, data } = action;
    const known = typeof verb === 'string' ? ACTIONS.get(verb) : undefined;
    const wrong = await this.#signIn?.brought(context, { authentication, state });
    if (wrong != null) return wrong;
    if (known?.verb === VERBS.signIn) await this.#signIn?.require(context);
    const turn = turnOf(context);
    const answered = await this.#inTimeOr(context, verb, data);
    if (answered.below === true || answered.kind === 'file') {
      await reply(context, answered);
      return messageAnswer(plainSentence(turn.reader.locale, 'say.shown-below'));
    }
    return this.#answer(turn, answered);
  }

  /** Asked for by the client, or by somebody in the menu of the card: nothing is changed, written or sent. */
  async #refresh(context: TurnContext, { action, trigger }: Invoked): Promise<AdaptiveCardInvokeResponse> {
    if (action.verb !== VERBS.view) return errorAnswer(400, 'BadRequest', 'Only a view is drawn anew by itself.');
    const turn = turnOf(context);
    if (trigger !== 'automatic') return this.#answer(turn, await this.#viewed(turn, action.data));
    const shown = Shown.safeParse(action.data);
    if (!shown.success) return errorAnswer(400, 'BadRequest', 'The card does not say what it shows.');
    try {
      const looked = await this.#look(turn, shown.data);
      if (looked.kind === 'refused') return errorAnswer(400, 'Forbidden', notAllowed(turn, looked.refused));
      return await this.#answer(turn, looked.reply);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      const sentence = errorSentence(thrown);
      if (thrown.code === 'view.gone' || !thrown.code.endsWith('.gone'))
        return errorAnswer(400, 'Gone', plainSentence(turn.reader.locale, sentence.key, sentence.params));
      return cardAnswer(drawGone({ reason: sentence }, turn.reader));
    }
  }

  async #viewed(turn: Turn, data: unknown): Promise<Reply> {
    const shown = Shown.safeParse(data);
    if (!shown.success) {
      // Who may see nothing is told that first, whatever was sent.
      const refused = await refusedTask(this.#services, turn, 'look');
      if (refused === null) return textReply('error.action.malformed');
      return { kind: 'text', sentence: notAllowedSentence(refused, turn.reader) };
    }
    return this.#inWords(turn, async () => {
      const looked = await this.#look(turn, shown.data);
      if (looked.kind === 'seen') return looked.reply;
      return { kind: 'text', sentence: notAllowedSentence(looked.refused, turn.reader) };
    });
  }

  /**
   * What a card shows now, or, when that takes too long, a sentence that it is not up to date. Whoever looks at the same again meanwhile,
   * as a client does each time the card comes into view, waits for the same reading.
   */
  async #look(turn: Turn, shown: Shown): Promise<Looked> {
    const { conversationId, person, reader } = turn;
    const key = JSON.stringify([conversationId, person.id, reader.locale, reader.timeZone, shown]);
    const outcome = await this.#looking.run(key, async () => {
      const refused = await refusedTask(this.#services, turn, 'look');
      if (refused !== null) return { kind: 'refused', refused };
      return { kind: 'seen', reply: await answerView(this.#services, turn, shown) };
    });
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.first)
      outcome.result.catch((err: unknown) => this.#services.log.warn({ err }, 'A card could not be drawn anew, late'));
    return { kind: 'seen', reply: textReply('view.late') };
  }

  async #answer(turn: Turn, answered: Reply): Promise<AdaptiveCardInvokeResponse> {
    const { scope, conversationId, reader } = turn;
    const drawn = await refreshing(this.#services, { scope, id: conversationId }, answered, reader);
    if (drawn.kind === 'card') return cardAnswer(drawn.drawn);
    if (drawn.kind === 'file') return messageAnswer(plainSentence(reader.locale, 'say.shown-below'));
    const { key, params } = drawn.sentence;
    return messageAnswer(plainSentence(reader.locale, key, params));
  }

  /** What came of a press, or that it takes longer: then the card itself tells when it is over. */
  async #inTimeOr(
    context: TurnContext,
    verb: unknown,
    data: unknown,
    card: Promise<string | null> = Promise.resolve(turnOf(context).cardId),
  ): Promise<Reply> {
    const action = typeof verb === 'string' ? ACTIONS.get(verb) : undefined;
    if (action === undefined) return textReply('error.action.unknown');
    const turn = turnOf(context);
    const { look, sent } = lookingIn(data ?? {});
    const key = JSON.stringify([turn.conversationId, turn.person.id, action.verb, sent]);
    const outcome = await this.#inTime.run(key, () => this.#act(turn, action, sent), look);
    if (outcome.kind === 'done') {
      await this.#ask(context, outcome.result);
      return outcome.result.reply;
    }
    const moveId = moveOfPress(sent);
    // In a channel the answer is for who pressed alone: the card of all the others stays, and is not theirs to replace.
    const replaced = turn.scope === 'personal';
    const again = replaced ? null : (look ?? randomUUID());
    const pressed = pressedOf(action, sent, again);
    if (again !== null) this.#inTime.keep(key, again, outcome.result);
    else if (outcome.first) this.#replaceWhenOver(context, { turn, card, pressed, result: outcome.result });
    const working = cardReply(drawWorking({ pressed, moveId, replaced }, turn.reader));
    if (moveId === null) return working;
    return showing(working, { view: 'working', moveId, since: this.#services.clock.now().toString(), ...pressed });
  }

  #replaceWhenOver(context: TurnContext, { turn, card, pressed, result }: UnderWayPress): void {
    const { log } = this.#services;
    const moveId = moveOfPress(pressed.data);
    const notDone = (reason: Sentence): Reply => cardReply(drawNotDone({ pressed, moveId, reason }, turn.reader));
    const speak = this.#later(context);
    const over = async () => {
      const acted = await result.catch(async (thrown: unknown): Promise<Acted> => {
        if (!(thrown instanceof SignInFirst) || this.#signIn === null)
          return { reply: notDone(this.#numbered(thrown)), done: false };
        const act = { text: '', value: { ...pressed.data, verb: pressed.verb }, replyToId: turn.cardId };
        return { reply: await this.#signIn.askLater(turn, thrown, act), done: false };
      });
      const { reply: answered } = acted;
      const shown = answered.kind === 'text' ? notDone(answered.sentence) : answered;
      const { below: _, ...inPlace } = shown;
      const { scope, conversationId, reader } = turn;
      const drawn = await refreshing(this.#services, { scope, id: conversationId }, inPlace, reader);
      await speak(async (later) => {
        setTurn(later, turn);
        await this.#ask(later, acted);
        const activity = replyActivity(drawn, reader);
        const cardId = await card;
        if (cardId === null || drawn.kind === 'file') await later.sendActivity(activity);
        else await later.updateActivity({ ...activity, id: cardId });
      });
    };
    void this.#inTime.underWay
      .add(over())
      .catch((err: unknown) => log.warn({ err }, 'What came of a press could not be shown on its card'));
  }

  async #act(turn: Turn, action: Action, data: unknown): Promise<Acted> {
    let done = false;
    const answered = await this.#inWords(turn, async () => {
      const refused = await refusedTask(this.#services, turn, taskOfVerb(action.verb, turn.scope));
      if (refused !== null) return { kind: 'text', sentence: notAllowedSentence(refused, turn.reader) };
      const elsewhere = await handedOver(this.#services, turn, action.verb, data);
      const came = elsewhere ?? (await action.run(this.#services, turn, data ?? {}));
      done = true;
      return came;
    });
    return { reply: answered, done };
  }

  /** What was refused or failed leaves the question open that was asked before. */
  async #ask(context: TurnContext, { reply: answered, done }: Acted): Promise<void> {
    if (done) await this.#conversation.answered(context, answered);
  }

  /** Whatever is wrong becomes a sentence, and so does a missing role: the card has to stay as it is for those who hold it. */
  async #inWords(turn: Turn, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#services.log.warn(
        { err: thrown, code: thrown.code, hint: thrown.hint },
        'A person was told about a problem',
      );
      const sentence = errorSentence(thrown);
      // A card whose move is not there any more gives way to one that says so.
      if (thrown.code.endsWith('.gone')) return cardReply(drawGone({ reason: sentence }, turn.reader));
      return { kind: 'text', sentence };
    }
  }

  /**
   * The answer when something fails that is nobody's doing but ours. The client shows words of its own for an error: a person who
   * waits is told in the chat as well. Never throws.
   */
  async ourFault(context: TurnContext, thrown: unknown): Promise<AdaptiveCardInvokeResponse> {
    const { key, params } = this.#numbered(thrown);
    const text = plainSentence(localeOf(context), key, params);
    if (!isRefresh(context.activity))
      await context
        .sendActivity({ type: 'message', text, textFormat: 'plain' })
        .catch((err: unknown) => this.#services.log.error({ err }, 'The apology could not be sent either'));
    return errorAnswer(500, 'ServerError', text);
  }

  #numbered(thrown: unknown): Sentence {
    const id = randomUUID().slice(0, 8);
    this.#services.log.error({ err: thrown, incident: id }, 'A card action failed');
    return { key: 'error.ours', params: { id } };
  }
}

/** A press that takes longer, and the card that says so. */
interface UnderWayPress {
  readonly turn: Turn;
  /** Id of the message on which it stands, as soon as that is known; null: none. */
  readonly card: Promise<string | null>;
  readonly pressed: Pressed;
  readonly result: Promise<Acted>;
}

const notAllowed = (turn: Turn, refused: NotAllowedView): string => {
  const { key, params } = notAllowedSentence(refused, turn.reader);
  return plainSentence(turn.reader.locale, key, params);
};

const Data = z.record(z.string(), z.unknown());

/** What only the button of a card that says "working" carries: it asks what came of that very press. */
const Looking = z.looseObject({ look: z.guid() });

function lookingIn(data: unknown): { readonly look: string | null; readonly sent: unknown } {
  const looking = Looking.safeParse(data);
  if (!looking.success) return { look: null, sent: data };
  const { look, ...sent } = looking.data;
  return { look, sent };
}

/** Without the verb that a submit carries in its data. */
function pressedOf({ verb }: Action, data: unknown, look: string | null): Pressed {
  const { verb: _, ...sent } = Data.catch({}).parse(data);
  return { verb, data: look === null ? sent : { ...sent, look } };
}

function moveOfPress(data: unknown): string | null {
  return z.object({ moveId: z.guid() }).safeParse(data).data?.moveId ?? null;
}
