import {
  type AdaptiveCardInvokeResponse,
  CardFactory,
  type InvokeResponse,
  type SignInUrlResponse,
  TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import { plainSentence } from '../cards/language.ts';
import { drawSignIn } from '../cards/sign-in.ts';
import { reply, turnOf } from '../dialogs/dialog-turn.ts';
import { cardReply, type Reply, type Turn, textReply } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import { actingAs, asAssistant } from '../services/identity/acting-as.ts';
import type { PersonTokens } from '../services/identity/person-tokens.ts';
import { SignInNeeded } from '../services/identity/sign-in-error.ts';
import type { TokenSource } from '../services/identity/token-source.ts';
import type { Person } from '../services/moves/move.ts';
import type { Invoked } from './card-actions.ts';
import type { PendingAct, PendingActs } from './pending-acts.ts';
import { incorrectAuthCode, loginRequest, preconditionFailed } from './sign-in-answers.ts';
import type { Speaking, TokenService } from './token-service.ts';

/** The person who speaks has to sign in before this can go on. Nothing was changed yet: everything is read before it is written. */
export class SignInFirst extends Error {
  /** A word of `signing-in.why.<why>`; null: they have not signed in yet. */
  readonly why: string | null;

  constructor(why: string | null) {
    super('a person has to sign in first');
    this.name = 'SignInFirst';
    this.why = why;
  }
}

/** What an invoke of the sign-in came to, and what is gone on with now; null: nothing, a quicker client did. */
export interface SignedIn {
  readonly response: InvokeResponse;
  readonly acts: readonly PendingAct[] | null;
}

/**
 * People sign in with their own account, by single sign-on where their client can and by a button where not:
 *
 * | what was pressed or said | the question | comes back as |
 * | --- | --- | --- |
 * | a button (Action.Execute), anywhere | 401 loginRequest | the same press, with a token or a code beside it |
 * | a message or an Action.Submit, in the 1:1 chat | an OAuth card | `signin/tokenExchange` or `signin/verifyState`; the act was kept |
 * | a message or an Action.Submit, elsewhere | a card with a button (Action.Execute) | the press of that button; the act was kept |
 */
export class PersonSignIn {
  readonly #service: TokenService;
  readonly #connection: string;
  readonly #acts: boolean;
  readonly #tokens: PersonTokens;
  readonly #pending: PendingActs;
  readonly #log: Logger;

  /** Whether anybody is ever asked to sign in; in the sandbox nobody is. */
  readonly asks: boolean;

  /** @param acts whether people act in their own name towards Microsoft; else they can sign in, and it changes nothing */
  constructor(deps: {
    service: TokenService;
    connection: string;
    acts: boolean;
    asks: boolean;
    tokens: PersonTokens;
    pending: PendingActs;
    log: Logger;
  }) {
    this.#service = deps.service;
    this.#connection = deps.connection;
    this.#acts = deps.acts;
    this.asks = deps.asks;
    this.#tokens = deps.tokens;
    this.#pending = deps.pending;
    this.#log = deps.log;
  }

  /**
   * Does what a person asked for, in their name. They are asked to sign in only when Microsoft is really needed: what stands in the
   * database is told to whoever is not signed in as well.
   *
   * @throws SignInFirst
   */
  as<T>(context: TurnContext, work: () => Promise<T>): Promise<T> {
    if (!this.#acts) return asAssistant(work);
    // Taken now: work that goes on after the turn has no context any more.
    const who: Who = { activity: context.activity, person: turnOf(context).person };
    let source: Promise<TokenSource> | null = null;
    const own = () => {
      source ??= this.#sourceOf(who);
      return source;
    };
    return actingAs(
      {
        token: async (audience, tenantId) => {
          const tokens = await own();
          try {
            return await tokens.token(audience, tenantId);
          } catch (error) {
            if (error instanceof SignInNeeded) throw await this.#notGoodEnough(who, error);
            throw error;
          }
        },
        forget: async (audience, tenantId, claims) => (await own()).forget?.(audience, tenantId, claims),
      },
      work,
    );
  }

  /** Whether the person who speaks is signed in; false also while the token service does not answer. */
  async isSignedIn(context: TurnContext): Promise<boolean> {
    return (await this.#quietly(() => this.#service.held(context))) !== null;
  }

  /** @throws SignInFirst when the person is not signed in */
  async require(context: TurnContext): Promise<void> {
    await this.#sourceOf({ activity: context.activity, person: turnOf(context).person });
  }

  /** What a card action brought from a sign-in: null when it goes on, else the answer. */
  async brought(
    context: TurnContext,
    { authentication, state }: Pick<Invoked, 'authentication' | 'state'>,
  ): Promise<AdaptiveCardInvokeResponse | null> {
    const brought = authentication?.token ?? '';
    if (brought !== '') {
      const token = await this.#quietly(() => this.#service.exchange(context, brought));
      return token === null
        ? preconditionFailed(plainSentence(turnOf(context).reader.locale, 'signing-in.not-exchanged'))
        : null;
    }
    if (state === undefined || state === '') return null;
    return (await this.#redeemed(context, String(state))) ? null : incorrectAuthCode();
  }

  /** The answer to a card action of somebody who has to sign in first. */
  async loginRequest(context: TurnContext, first: SignInFirst): Promise<AdaptiveCardInvokeResponse> {
    return loginRequest(this.#connection, words(context, first), await this.#resource(context, first));
  }

  /** Asks in the conversation, and keeps what is gone on with afterwards. */
  async ask(context: TurnContext, first: SignInFirst, act: Omit<PendingAct, 'at'> | null): Promise<void> {
    const { conversationId, person, scope, reader } = turnOf(context);
    await this.#pending.put(conversationId, person.id, act);
    if (scope !== 'personal') return reply(context, cardReply(drawSignIn({ why: first.why }, reader)));
    const { text, button } = words(context, first);
    const { signInLink, tokenExchangeResource } = await this.#resource(context, first);
    const card = CardFactory.oauthCard(this.#connection, button, text, signInLink, tokenExchangeResource);
    await context.sendActivity({ type: 'message', summary: text, attachments: [card] });
  }

  /** The card in the place of work that turns out to need a sign-in when its turn is over; what was pressed is gone on with afterwards. */
  async askLater(turn: Turn, { why }: SignInFirst, act: Omit<PendingAct, 'at'>): Promise<Reply> {
    await this.#pending.put(turn.conversationId, turn.person.id, act);
    return cardReply(drawSignIn({ why }, turn.reader));
  }

  /** Answers the invokes of an OAuth card; null for any other. */
  async invoked(context: TurnContext): Promise<SignedIn | null> {
    const { name, value } = context.activity;
    switch (name) {
      case 'signin/tokenExchange':
        return this.#exchanged(context, value);
      case 'signin/verifyState':
        return this.#verified(context, value);
      case 'signin/failure': {
        const failure = Failure.safeParse(value);
        this.#log.warn(
          { code: failure.success ? failure.data.code : null },
          'Single sign-on failed in the Teams client: check the application ID URI, webApplicationInfo and the authorized client applications',
        );
        return { response: { status: 200 }, acts: null };
      }
      default:
        return null;
    }
  }

  /** What is gone on with after a sign-in by a button; null: nothing was asked for, or a quicker client took it. */
  async take(context: TurnContext): Promise<readonly PendingAct[] | null> {
    const { conversationId, person } = turnOf(context);
    return this.#pending.take(conversationId, person.id);
  }

  /** The answer to `sign in` and `sign out`. @throws SignInFirst by whoever wants to sign in and is not */
  signing(context: TurnContext, what: 'sign-in' | 'sign-out'): Promise<Reply> {
    return what === 'sign-in' ? this.#signedIn(context) : this.#signOut(context);
  }

  async #signedIn(context: TurnContext): Promise<Reply> {
    const { person } = turnOf(context);
    await this.require(context);
    return textReply(this.#acts ? 'say.signed-in-already' : 'say.signed-in-unused', { who: person.name });
  }

  /** Of all their clients and chats. */
  async #signOut(context: TurnContext): Promise<Reply> {
    const { conversationId, person } = turnOf(context);
    await this.#service.signOut(context);
    this.#tokens.forget(person.id);
    await this.#pending.take(conversationId, person.id);
    return textReply('say.signed-out');
  }

  async #sourceOf(who: Who): Promise<TokenSource> {
    const { person } = who;
    const token = await this.#service.held(who);
    if (token === null) throw new SignInFirst(null);
    const source = this.#tokens.of(person.id, token);
    if (source !== null) return source;
    // Somebody else's sign-in is not kept in this person's name.
    await this.#service.signOut(who);
    throw new SignInFirst('other-account');
  }

  /** Microsoft wants more than this sign-in proves: only a new one can, so this one ends. */
  async #notGoodEnough(who: Who, needed: SignInNeeded): Promise<SignInFirst> {
    this.#tokens.forget(who.person.id);
    await this.#service.signOut(who);
    const why = String(needed.params.reason).replace(/^sign-in\./u, '');
    this.#log.info({ why, code: needed.params.code }, 'A person is asked to sign in again');
    return new SignInFirst(why);
  }

  /** Single sign-on would bring the same token again where more is asked for: then there is the button only. */
  async #resource(context: TurnContext, { why }: SignInFirst): Promise<SignInUrlResponse> {
    const { tokenExchangeResource, ...rest } = await this.#service.resource(context);
    return why === null && tokenExchangeResource !== undefined ? { ...rest, tokenExchangeResource } : rest;
  }

  async #exchanged(context: TurnContext, value: unknown): Promise<SignedIn> {
    const asked = Exchange.safeParse(value);
    const ours = asked.success && asked.data.connectionName === this.#connection;
    const token = ours ? await this.#quietly(() => this.#service.exchange(context, asked.data.token)) : null;
    if (token === null) {
      const id = asked.success ? asked.data.id : null;
      const failureDetail = plainSentence(turnOf(context).reader.locale, 'signing-in.not-exchanged');
      // Teams shows the button then; every client gets this answer, so that each of them does.
      return {
        response: { status: 412, body: { id, connectionName: this.#connection, failureDetail } },
        acts: null,
      };
    }
    return { response: { status: 200 }, acts: await this.take(context) };
  }

  async #verified(context: TurnContext, value: unknown): Promise<SignedIn> {
    const { state = '' } = Verify.safeParse(value).data ?? {};
    // What Teams says when the person closes the window.
    if (state === 'CancelledByUser') return { response: { status: 200 }, acts: null };
    if (await this.#redeemed(context, state)) return { response: { status: 200 }, acts: await this.take(context) };
    await this.ask(context, new SignInFirst('wrong-code'), null);
    return { response: { status: 404 }, acts: null };
  }

  async #redeemed(context: TurnContext, code: string): Promise<boolean> {
    return /^\w{1,100}$/u.test(code) && (await this.#service.redeem(context, code)) !== null;
  }

  /** Null also when the service fails: the button is the way that is left. */
  async #quietly(question: () => Promise<string | null>): Promise<string | null> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#log.warn(
        { code: error.code, hint: error.hint },
        "The token service did not tell or exchange a person's token",
      );
      return null;
    }
  }
}

interface Who extends Speaking {
  readonly person: Person;
}

/** A turn in which the act is done as if it came now. */
export function turnOfAct(context: TurnContext, act: PendingAct): TurnContext {
  const { value: _, name: __, replyToId: ___, ...rest } = context.activity;
  const again = new TurnContext(context.adapter, {
    ...rest,
    type: 'message',
    text: act.text,
    entities: [],
    ...(act.value !== undefined && { value: act.value }),
    ...(act.replyToId !== null && { replyToId: act.replyToId }),
  });
  for (const [key, kept] of context.turnState) again.turnState.set(key, kept);
  return again;
}

function words(context: TurnContext, { why }: SignInFirst): { readonly text: string; readonly button: string } {
  const say = (key: string) => plainSentence(turnOf(context).reader.locale, key);
  return {
    text: why === null ? say('signing-in.text') : `${say(`signing-in.why.${why}`)} ${say('signing-in.again')}`,
    button: say('signing-in.button'),
  };
}

const Exchange = z.looseObject({ id: z.string(), connectionName: z.string(), token: z.string().min(1) });
const Verify = z.looseObject({ state: z.string().optional() });
const Failure = z.looseObject({ code: z.string().max(100) });
