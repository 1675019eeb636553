import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { cleanActivity } from '../../bot/clean-activity.ts';
import { VERBS } from '../../cards/verbs.ts';
import { type InvokeAnswer, type Press, Wire, wordsIn } from './wire.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';
const ERROR = 'application/vnd.microsoft.error';
const NO_MOVE = '11111111-2222-4333-8444-555555555555';

/** What is sent, and how it is answered; the client reads the status from the body. */
interface Case {
  readonly when: string;
  readonly send: (wire: Wire) => Promise<InvokeAnswer>;
  readonly statusCode: number;
  readonly type: string;
  readonly says?: RegExp;
  /** Whether something is said in the chat beside the answer. */
  readonly chat?: RegExp;
}

const press =
  (verb: unknown, data: unknown, how: Press = {}) =>
  (wire: Wire) =>
    wire.execute(verb, data, how);
const look = { trigger: 'automatic' } as const;

const WITH_TOKEN = { beside: { authentication: { id: '1', connectionName: 'sandbox', token: 'of Teams' } } };

function nested(levels: number): unknown {
  let inner: unknown = 0;
  for (let level = 0; level < levels; level += 1) inner = { inner };
  return inner;
}

/** While nobody is signed in. */
const unsigned =
  (send: Case['send'], exchange: 'taken' | 'refused' = 'taken'): Case['send'] =>
  async (wire) => {
    await wire.chat.lever('tokens', { automatic: false, exchange });
    try {
      return await send(wire);
    } finally {
      await wire.chat.lever('tokens', { automatic: true, exchange: 'taken' });
    }
  };

const CASES: readonly Case[] = [
  { when: 'a button is pressed', send: press(VERBS.moves, {}), statusCode: 200, type: CARD, says: /Open moves/ },
  {
    when: 'its move is gone',
    send: press(VERBS.openMove, { moveId: NO_MOVE }),
    statusCode: 200,
    type: CARD,
    says: /not there any more|no longer/,
  },
  {
    when: 'the role is missing',
    send: press(VERBS.startMove, {}, { person: 'helpdesk-agent' }),
    statusCode: 200,
    type: MESSAGE,
    says: /you need one of these roles/,
  },
  { when: 'no version of ours knows the button', send: press('no.such', {}), statusCode: 200, type: MESSAGE },
  {
    when: 'what a button carries is unusable',
    send: press(VERBS.openMove, { moveId: 'x' }),
    statusCode: 200,
    type: MESSAGE,
  },
  {
    when: 'somebody asks in the menu of a card for its present state, and it does not say what it shows',
    send: press(VERBS.view, {}),
    statusCode: 200,
    type: MESSAGE,
  },
  { when: 'a card comes into view', send: press(VERBS.view, { view: 'moves' }, look), statusCode: 200, type: CARD },
  {
    when: 'a card comes into view whose move is gone',
    send: press(VERBS.view, { view: 'step', moveId: NO_MOVE }, look),
    statusCode: 200,
    type: CARD,
  },
  {
    when: 'a card comes into view whose message is not kept any more',
    send: press(VERBS.view, { view: 'message', message: 'long-gone' }, look),
    statusCode: 400,
    type: ERROR,
    says: /"Gone"/,
  },
  {
    when: 'a card comes into view of somebody who may not look',
    send: press(VERBS.view, { view: 'moves' }, { ...look, person: 'nobody' }),
    statusCode: 400,
    type: ERROR,
    says: /"Forbidden"/,
  },
  {
    when: 'a card that comes into view asks for something that changes something',
    send: press(VERBS.refresh, { moveId: NO_MOVE }, look),
    statusCode: 400,
    type: ERROR,
  },
  {
    when: 'a card that comes into view does not say what it shows',
    send: press(VERBS.view, { view: 'the world' }, look),
    statusCode: 400,
    type: ERROR,
    says: /"BadRequest"/,
  },
  {
    when: 'the action is of another type',
    send: (wire) => wire.invoke('adaptiveCard/action', { action: { type: 'Action.Http', verb: 'x' } }),
    statusCode: 400,
    type: ERROR,
    says: /"NotSupported"/,
  },
  {
    when: 'there is no action in it',
    send: (wire) => wire.invoke('adaptiveCard/action', { trigger: 'manual' }),
    statusCode: 400,
    type: ERROR,
    says: /"BadRequest"/,
  },
  {
    when: 'there is nothing in it',
    send: (wire) => wire.invoke('adaptiveCard/action', undefined),
    statusCode: 400,
    type: ERROR,
  },
  {
    when: 'something is wrong with us',
    send: (wire) => broken(wire, () => wire.execute(VERBS.moves, {})),
    statusCode: 500,
    type: ERROR,
    says: /Something went wrong on our side.*number [0-9a-f]{8}/,
    chat: /number [0-9a-f]{8}/,
  },
  {
    when: 'something is wrong with us while a card comes into view',
    send: (wire) => broken(wire, () => wire.execute(VERBS.view, { view: 'moves' }, look)),
    statusCode: 500,
    type: ERROR,
    says: /number [0-9a-f]{8}/,
  },
  {
    when: 'the action takes a sign-in',
    send: unsigned(press(VERBS.signIn, {})),
    statusCode: 401,
    type: 'application/vnd.microsoft.activity.loginRequest',
    says: /"signin"/,
  },
  {
    when: 'the code of the sign-in is not the right one',
    send: unsigned(press(VERBS.signIn, {}, { beside: { state: '000000' } })),
    statusCode: 401,
    type: 'application/vnd.microsoft.error.incorrectAuthCode',
  },
  {
    when: 'the token of single sign-on cannot be exchanged',
    send: unsigned(press(VERBS.signIn, {}, WITH_TOKEN), 'refused'),
    statusCode: 412,
    type: 'application/vnd.microsoft.error.preconditionFailed',
  },
  {
    when: 'the client comes back with a token',
    send: unsigned(press(VERBS.signIn, {}, WITH_TOKEN)),
    statusCode: 200,
    type: MESSAGE,
    says: /You are signed in/,
  },
];

/** While the database does not answer. */
async function broken(wire: Wire, send: () => Promise<InvokeAnswer>): Promise<InvokeAnswer> {
  const { moveStore } = wire.chat.house.services;
  const { list } = moveStore;
  moveStore.list = () => Promise.reject(new TypeError('the disk is full'));
  try {
    return await send();
  } finally {
    moveStore.list = list;
  }
}

describe('what Teams gets back for a button', () => {
  let wire: Wire;
  before(async () => {
    wire = await Wire.open();
    await wire.chat.lever('people', { id: 'helpdesk-agent', roles: ['helpdesk-agent'] });
    await wire.chat.lever('people', { id: 'nobody', roles: [] });
  });
  after(() => wire.close());
  beforeEach(() => {
    wire.sent.splice(0);
    wire.logged.splice(0);
  });

  for (const { when, send, statusCode, type, says, chat } of CASES) {
    it(`when ${when}, then it is ${statusCode} ${type.split('.').slice(2).join('.')}`, async () => {
      const answer = await send(wire);
      assert.deepEqual([answer.httpStatus, answer.statusCode, answer.type], [200, statusCode, type], wordsIn(answer));
      if (says !== undefined) assert.match(wordsIn(answer), says);
      if (type === MESSAGE) assert.equal(typeof answer.value, 'string');
      if (type === ERROR) assert.deepEqual(Object.keys(Object(answer.value)), ['code', 'message']);
      if (chat === undefined) assert.deepEqual(wire.sent, []);
      else assert.match(wordsIn(wire.sent[0]), chat);
      if (statusCode === 500) {
        const [, number = ''] = /number ([0-9a-f]{8})/.exec(wordsIn(answer)) ?? [];
        assert.ok(
          wire.logged.some((line) => line.incident === number && JSON.stringify(line.err).includes('disk is full')),
          'the operator finds the number with its cause',
        );
      }
    });
  }

  it('when a client without Universal Actions sends the same as a message, then the card is replaced where it stands', async () => {
    wire.sent.splice(0);
    await wire.post({ type: 'message', value: { verb: VERBS.moves } }, { cardId: 'card-7' });
    await wire.post({ type: 'message', value: { verb: VERBS.view, view: 'moves' } }, { cardId: 'card-7' });
    assert.deepEqual(
      wire.sent.map(({ method, path }) => [method, path.endsWith('/activities/card-7')]),
      [
        ['PUT', true],
        ['PUT', true],
      ],
    );
  });

  it('when the bot is asked for something it never heard of, then it says so to the client and nothing in the chat', async () => {
    wire.sent.splice(0);
    assert.equal((await wire.invoke('no/such', {})).httpStatus, 501);
    assert.deepEqual(wire.sent, []);
  });

  describe('when the database does not answer', () => {
    /** Answers while nothing can be read or written about the conversation. */
    async function inTrouble(send: () => Promise<InvokeAnswer>): Promise<InvokeAnswer> {
      const { conversations } = wire.chat.house.services;
      const { chosen, upsert } = conversations;
      const fail = () => Promise.reject(new Error('no connection'));
      Object.assign(conversations, { chosen: fail, upsert: fail });
      try {
        return await send();
      } finally {
        Object.assign(conversations, { chosen, upsert });
      }
    }

    it('then a card that comes into view gets an error, and nothing is posted', async () => {
      const answer = await inTrouble(() =>
        wire.execute(VERBS.view, { view: 'moves' }, { trigger: 'automatic', scope: 'channel' }),
      );
      assert.deepEqual([answer.httpStatus, answer.statusCode, answer.type], [200, 500, ERROR]);
      assert.deepEqual(wire.sent, []);
      assert.ok(wire.logged.some(({ incident }) => JSON.stringify(answer.value).includes(String(incident))));
    });

    it('then who pressed a button gets an error, and its number in the chat', async () => {
      const answer = await inTrouble(() => wire.execute(VERBS.moves, {}, { scope: 'channel' }));
      assert.deepEqual([answer.httpStatus, answer.statusCode, answer.type], [200, 500, ERROR]);
      assert.equal(wire.sent.length, 1);
      assert.match(wire.sent[0]?.activity.text ?? '', /number [0-9a-f]{8}/);
    });
  });

  it('when a card that comes into view sends data without end, then it gets an error, and nothing is posted', async () => {
    const deep = nested(500);
    const asked = { trigger: 'automatic', scope: 'channel' } as const;
    assert.equal((await wire.execute(VERBS.view, deep, asked)).statusCode, 400);
    assert.equal((await wire.execute(VERBS.view, { view: 'moves', deep }, asked)).statusCode, 200);
    assert.deepEqual(wire.sent, []);
  });

  it('when what is sent is nested however deep, then what is too deep is left out', () => {
    // The cast: of an activity nothing else is read.
    const activity = { value: { view: 'moves', deep: nested(100_000) } } as Activity;
    cleanActivity(activity);
    assert.equal(activity.value.view, 'moves');
    assert.ok(JSON.stringify(activity.value).length < 1000);
  });

  it('when it is no answer to the offer of a file, then it is refused, and nothing is posted', async () => {
    for (const value of [null, 'x', {}, { action: 'perhaps' }])
      assert.equal((await wire.invoke('fileConsent/invoke', value)).httpStatus, 400);
    assert.deepEqual(wire.sent, []);
  });
});
