import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { ConversationState, MemoryStorage } from 'botbuilder';
import { z } from 'zod';
import { MoveBot } from '../../bot/activity-handler.ts';
import { createLog } from '../../bot/log.ts';
import { PendingActs } from '../../bot/pending-acts.ts';
import { PersonSignIn } from '../../bot/person-sign-in.ts';
import { TokenService } from '../../bot/token-service.ts';
import { VERBS } from '../../cards/verbs.ts';
import { Conversation } from '../../dialogs/conversation.ts';
import { PersonTokens } from '../../services/identity/person-tokens.ts';
import { Chat } from './chat.ts';
import { type HttpAnswer, type HttpTalker, OverHttp } from './over-http.ts';

const LOGIN_REQUEST = 'application/vnd.microsoft.activity.loginRequest';
const OAUTH_CARD = 'application/vnd.microsoft.card.oauth';

const OAuthCard = z.looseObject({
  text: z.string(),
  connectionName: z.string(),
  buttons: z.array(z.looseObject({ type: z.string(), title: z.string(), value: z.string() })),
  tokenExchangeResource: z.looseObject({ id: z.string(), uri: z.string() }).optional(),
});

describe('signing in', () => {
  let chat: Chat;
  let http: OverHttp;
  before(async () => {
    chat = await Chat.open();
    http = await OverHttp.open(chat);
  });
  after(async () => {
    await http.close();
    await chat.close();
  });
  beforeEach(async () => {
    await chat.lever('tokens', { automatic: false, exchange: 'taken', code: null, expired: [] });
    await chat.lever('sign-in', { refusals: [] });
    await callers();
  });

  const callers = async (): Promise<(string | null)[]> => {
    const reply = await fetch(`${chat.house.services.sandbox?.url}/sandbox/callers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return z.object({ callers: z.array(z.string().nullable()) }).parse(await reply.json()).callers;
  };
  /** In whose names Partner Center and Graph were asked, beside the assistant's own questions. */
  const people = async () => [...new Set((await callers()).filter((caller) => caller !== null))];

  const oauthCard = (answer: HttpAnswer): z.output<typeof OAuthCard> => {
    const [card] = answer.sent.flatMap((a) => a.attachments ?? []).filter((a) => a.contentType === OAUTH_CARD);
    return OAuthCard.parse(card?.content);
  };
  const exchange = (talker: HttpTalker, of: HttpAnswer, connectionName = 'sandbox') =>
    talker.invoke('signin/tokenExchange', {
      id: oauthCard(of).tokenExchangeResource?.id ?? 'none',
      connectionName,
      token: 'token-of-teams',
    });
  const authentication = { authentication: { id: '1', connectionName: 'sandbox', token: 'token-of-teams' } };

  it('when nobody has to be asked for a sign-in, as in the sandbox, then the work is done in the name of who asked', async () => {
    await chat.lever('tokens', { automatic: true });
    const answer = await http.as('Auto').say('check contoso.com');
    assert.match(answer.text, /Contoso/);
    assert.deepEqual(await people(), ['29:auto']);
  });

  it('when a command needs Microsoft, then an OAuth card asks for the sign-in and nothing is asked of Microsoft', async () => {
    const answer = await http.as('Ann').say('check contoso.com');
    const card = oauthCard(answer);
    assert.equal(card.connectionName, 'sandbox');
    assert.deepEqual(
      card.buttons.map(({ type, title }) => ({ type, title })),
      [{ type: 'signin', title: 'Sign in' }],
    );
    assert.match(card.text, /in your own name/);
    assert.deepEqual(await people(), []);
  });

  it('when a command needs only what the bot knows itself, then it is answered without a sign-in', async () => {
    const bob = http.as('Bob');
    for (const text of ['hello', 'help', 'moves', 'status', 'reminders', 'weekly', 'settings', 'nonsense'])
      assert.ok((await bob.say(text)).card !== null, text);
  });

  it('when the client brings a token, then the very command goes on in the name of this person', async () => {
    const cleo = http.as('Cleo');
    const asked = await cleo.say('check contoso.com');
    const answer = await exchange(cleo, asked);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /Contoso/);
    assert.deepEqual(await people(), ['29:cleo']);
    assert.match((await cleo.say('check contoso.com')).text, /Contoso/);
  });

  it('when several clients bring a token for one question, then the command is done once, whoever is first', async () => {
    const dora = http.as('Dora');
    const asked = await dora.say('check contoso.com');
    const answers = await Promise.all([1, 2, 3].map(() => exchange(dora, asked)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    const late = await exchange(dora, asked);
    assert.equal(late.status, 200);
    assert.deepEqual(late.sent, []);
    assert.equal((await people()).length, 1);
  });

  it('when the product is started anew between the question and the sign-in, then the command still goes on', async () => {
    const first = await Chat.open();
    await first.lever('tokens', { automatic: false });
    const before = await OverHttp.open(first);
    const asked = await before.as('Eve').say('check contoso.com');
    await before.close();
    const second = await Chat.open(await first.stop());
    await second.lever('tokens', { automatic: false });
    const after = await OverHttp.open(second);
    const answer = await exchange(after.as('Eve'), asked);
    assert.match(answer.text, /Contoso/);
    await after.close();
    await second.close();
  });

  it('when the token cannot be exchanged, then each client is told with 412 to show the button, and the code goes on', async () => {
    const finn = http.as('Finn');
    await chat.lever('tokens', { exchange: 'refused', code: '123456' });
    const asked = await finn.say('check contoso.com');
    for (const _ of [1, 2]) {
      const refused = await exchange(finn, asked);
      assert.equal(refused.status, 412);
      assert.deepEqual(refused.sent, []);
      const { connectionName } = z.looseObject({ connectionName: z.string() }).parse(refused.body);
      assert.equal(connectionName, 'sandbox');
    }
    const wrong = await finn.invoke('signin/verifyState', { state: '999999' });
    assert.equal(wrong.status, 404);
    assert.match(oauthCard(wrong).text, /not the right one/);
    const right = await finn.invoke('signin/verifyState', { state: '123456' });
    assert.equal(right.status, 200);
    assert.match(right.text, /Contoso/);
  });

  it('when the person closes the sign-in window, then nothing is said and the card stays good', async () => {
    const gus = http.as('Gus');
    const asked = await gus.say('check contoso.com');
    const closed = await gus.invoke('signin/verifyState', { state: 'CancelledByUser' });
    assert.equal(closed.status, 200);
    assert.deepEqual(closed.sent, []);
    assert.match((await exchange(gus, asked)).text, /Contoso/);
  });

  it('when a token is brought for another connection, then it is not exchanged', async () => {
    const hal = http.as('Hal');
    const asked = await hal.say('check contoso.com');
    assert.equal((await exchange(hal, asked, 'another')).status, 412);
    assert.equal((await hal.execute('customer.check', { domain: 'contoso.com' })).invoke?.statusCode, 401);
  });

  it('when single sign-on fails in the client, then it is answered and the button is left', async () => {
    const answer = await http.as('Ian').invoke('signin/failure', { code: 'resourcematchfailed', message: 'x' });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.sent, []);
  });

  it('when a button needs Microsoft, then it is answered with a login request, and the same press with a token goes on', async () => {
    const joy = http.as('Joy', 'channel');
    const first = await joy.execute('customer.check', { domain: 'contoso.com' });
    assert.equal(first.status, 200);
    assert.equal(first.invoke?.statusCode, 401);
    assert.equal(first.invoke?.type, LOGIN_REQUEST);
    const asked = OAuthCard.parse(first.invoke?.value);
    assert.equal(asked.buttons[0]?.type, 'signin');
    assert.ok(asked.tokenExchangeResource);
    const second = await joy.execute('customer.check', { domain: 'contoso.com' }, authentication);
    assert.equal(second.invoke?.statusCode, 200);
    assert.match(second.text, /Contoso/);
    assert.deepEqual(await people(), ['29:joy']);
  });

  it('when the token beside a button cannot be exchanged, then 412; a wrong code is 401 incorrectAuthCode, the right one goes on', async () => {
    const kim = http.as('Kim');
    await chat.lever('tokens', { exchange: 'refused', code: '654321' });
    const refused = await kim.execute('customer.check', { domain: 'contoso.com' }, authentication);
    assert.equal(refused.invoke?.statusCode, 412);
    assert.equal(refused.invoke?.type, 'application/vnd.microsoft.error.preconditionFailed');
    const wrong = await kim.execute('customer.check', { domain: 'contoso.com' }, { state: '111111' });
    assert.deepEqual(wrong.body, {
      statusCode: 401,
      type: 'application/vnd.microsoft.error.incorrectAuthCode',
      value: null,
    });
    assert.deepEqual(await people(), []);
    const right = await kim.execute('customer.check', { domain: 'contoso.com' }, { state: '654321' });
    assert.match(right.text, /Contoso/);
  });

  it('when Microsoft asks for a second factor, then the person is asked again with the reason, by the button only', async () => {
    const lea = http.as('Lea');
    const asked = await lea.say('check contoso.com');
    await chat.lever('sign-in', { refusals: [{ grant: 'urn:ietf:params:oauth:grant-type:jwt-bearer', code: 50076 }] });
    const again = oauthCard(await exchange(lea, asked));
    assert.match(again.text, /second factor/);
    assert.equal(again.tokenExchangeResource, undefined);
    await chat.lever('tokens', { code: '222222' });
    assert.match((await lea.invoke('signin/verifyState', { state: '222222' })).text, /Contoso/);
  });

  it('when a sign-in is over, then it is asked for anew', async () => {
    const mia = http.as('Mia');
    await exchange(mia, await mia.say('check contoso.com'));
    await chat.lever('tokens', { expired: ['29:mia'] });
    assert.match(oauthCard(await mia.say('check contoso.com')).text, /sign in/);
  });

  it('when somebody signs out, then they are asked again; nobody else is', async () => {
    const [ned, oda] = [http.as('Ned'), http.as('Oda')];
    for (const each of [ned, oda]) await exchange(each, await each.say('check contoso.com'));
    assert.match((await http.as('Ned', 'channel').say('sign out')).text, /signed out/);
    oauthCard(await ned.say('check contoso.com'));
    assert.match((await oda.say('check contoso.com')).text, /Contoso/);
  });

  it('when somebody signs in or out by a button or an answer of "did you mean", then it is as if they had typed it', async () => {
    const uma = http.as('Uma');
    const exchanged = async () => exchange(uma, await uma.say('check contoso.com'));
    await exchanged();
    const signIn = { kind: 'sign-in', value: '' };
    const already = /are signed in/i;
    assert.match((await uma.execute(VERBS.meant, signIn)).text, already);
    assert.match((await uma.execute(VERBS.meant, { kind: 'sign-out', value: '' })).text, /signed out/);
    assert.equal((await uma.execute(VERBS.meant, signIn)).invoke?.type, LOGIN_REQUEST);
    await uma.say('sign in out');
    const asked = await uma.say('yes');
    await exchange(uma, asked);
    await uma.say('sign in out');
    assert.match((await uma.say('yes')).text, already);
  });

  it('when somebody is signed in, then nobody else acts in their name, also at the same time and in the same channel', async () => {
    const [pia, rob] = [http.as('Pia', 'channel'), http.as('Rob', 'channel')];
    assert.equal(
      (await pia.execute('customer.check', { domain: 'contoso.com' }, authentication)).invoke?.statusCode,
      200,
    );
    assert.deepEqual(await people(), ['29:pia']);
    assert.equal((await rob.execute('customer.check', { domain: 'contoso.com' })).invoke?.statusCode, 401);
    assert.deepEqual(await people(), []);
    await rob.execute('customer.check', { domain: 'contoso.com' }, authentication);
    await callers();
    const both = [pia, rob, pia, rob].map((each) => each.execute('customer.check', { domain: 'contoso.com' }));
    for (const { text } of await Promise.all(both)) assert.match(text, /Contoso/);
    assert.deepEqual((await people()).sort(), ['29:pia', '29:rob']);
  });

  it('when a command in a channel needs Microsoft, then a card with a button asks, and its press goes on for who asked', async () => {
    const [sue, tom] = [http.as('Sue', 'channel'), http.as('Tom', 'channel')];
    const asked = await sue.say('check contoso.com');
    assert.deepEqual([...asked.actions.keys()], ['Sign in']);
    const other = await tom.execute('say.sign-in', {}, authentication);
    assert.match(other.text, /You are signed in/);
    assert.deepEqual(await people(), []);
    assert.equal((await sue.execute('say.sign-in', {})).invoke?.type, LOGIN_REQUEST);
    const answer = await sue.execute('say.sign-in', {}, authentication);
    assert.match(JSON.stringify(answer.sent), /Contoso/);
    assert.deepEqual(await people(), ['29:sue']);
  });

  it('when somebody says "sign in", then they are asked once, and told afterwards who they are', async () => {
    const una = http.as('Una');
    const answer = await exchange(una, await una.say('Sign in!'));
    assert.match(answer.text, /You are signed in/);
    assert.match((await una.say('sign in')).text, /signed in as Una/);
  });

  it('when a card asks by itself for its newest state, then nobody has to sign in for it', async () => {
    const value = { action: { type: 'Action.Execute', verb: VERBS.view, data: { view: 'moves' } } };
    const answer = await http.as('Val').invoke('adaptiveCard/action', { ...value, trigger: 'automatic' });
    assert.equal(answer.invoke?.statusCode, 200);
    assert.deepEqual(await people(), []);
  });

  describe('where people have accounts', () => {
    let own: OverHttp;
    let acts = true;
    let serviceUrl = '';
    const logged: string[] = [];
    const open = async () => {
      const { services, store } = chat.house;
      const state = new ConversationState(new MemoryStorage());
      const log = createLog('trace', new Writable({ write: (line, _, done) => done(void logged.push(String(line))) }));
      const signIn = new PersonSignIn({
        service: new TokenService({ connection: 'people', url: serviceUrl, bot: {} }),
        connection: 'people',
        acts,
        asks: true,
        // What somebody whose name begins with X signs in with belongs to somebody else.
        tokens: new PersonTokens({
          onBehalfOf: () => ({ token: async () => 'nobody asks with it' }),
          isOf: (_, personId) => !personId.startsWith('x'),
        }),
        pending: new PendingActs({ store: store.keyValues, clock: services.clock }),
        log,
      });
      const conversation = new Conversation(services, state);
      own = await OverHttp.open({
        house: { bot: new MoveBot({ services, conversation, state, tenantId: null, signIn }) },
      });
    };
    beforeEach(async () => {
      acts = true;
      serviceUrl = chat.house.services.sandbox?.url ?? '';
      logged.length = 0;
      await open();
    });
    afterEach(() => own.close());

    it('when somebody asks for help or for the status, then the sign-in is told of, in the personal chat', async () => {
      const yan = own.as('Yan');
      assert.match((await yan.say('help')).text, /sign out/);
      assert.match(JSON.stringify((await yan.say('status')).card), /You are not signed in/);
      await exchange(yan, await yan.say('sign in'), 'people');
      assert.match(JSON.stringify((await yan.say('status')).card), /You are signed in/);
      assert.doesNotMatch(JSON.stringify((await own.as('Yan', 'channel').say('status')).card), /signed in/);
    });

    it('when somebody signs in with another account, then it is not used, not kept, and said', async () => {
      const xia = own.as('Xia');
      const again = await exchange(xia, await xia.say('sign in'), 'people');
      assert.match(again.text, /You are signed in/);
      const asked = oauthCard(await xia.say('check contoso.com'));
      assert.match(asked.text, /another account/);
      assert.match(oauthCard(await xia.say('check contoso.com')).text, /in your own name/);
      assert.deepEqual(await people(), []);
    });

    it('when people only sign in, then the bot goes on in its own name', async () => {
      acts = false;
      await own.close();
      await open();
      const zoe = own.as('Zoe');
      assert.match((await zoe.say('check contoso.com')).text, /Contoso/);
      await exchange(zoe, await zoe.say('sign in'), 'people');
      assert.match((await zoe.say('sign in')).text, /works with its own account/);
      assert.deepEqual(await people(), []);
    });

    it('when the token service fails, then it is said, nothing was done, and no token is in the log', async () => {
      await own.close();
      serviceUrl = 'http://127.0.0.1:9';
      await open();
      const adi = own.as('Adi');
      assert.match((await adi.say('check contoso.com')).text, /sign-in service does not answer/);
      const value = { id: '1', connectionName: 'people', token: 'token-of-teams' };
      assert.equal((await adi.invoke('signin/tokenExchange', value)).status, 412);
      assert.equal(
        (await adi.execute('customer.check', { domain: 'contoso.com' }, authentication)).invoke?.statusCode,
        412,
      );
      await adi.execute('customer.check', { domain: 'contoso.com' }, { state: '123456' });
      assert.ok(logged.length > 0);
      assert.doesNotMatch(logged.join(''), /token-of-teams|123456/);
    });

    it('when tokens are exchanged, refused and forgotten, then none is in the log', async () => {
      const bea = own.as('Bea');
      await exchange(bea, await bea.say('sign in'), 'people');
      await chat.lever('tokens', { exchange: 'refused' });
      await bea.invoke('signin/tokenExchange', { id: '1', connectionName: 'people', token: 'token-of-teams' });
      await bea.say('sign out');
      assert.doesNotMatch(logged.join(''), /token-of-teams|sandbox\.[\w-]{20}/);
    });
  });
});
