import assert from 'node:assert/strict';
import type { Acted } from '../../bot/card-actions.ts';
import { InTime } from '../../bot/in-time.ts';
import { SignInFirst } from '../../bot/person-sign-in.ts';
import { VERBS } from '../../cards/verbs.ts';
import { Patience, until } from './patience.ts';
import { type InvokeAnswer, type ToTeams, Wire, wordsIn } from './wire.ts';

describe('a button whose work takes long', () => {
  const patience = new Patience();
  let wire: Wire;
  let inTime: InTime<Acted>;
  let moveId: string;
  before(async () => {
    inTime = new InTime<Acted>({ wait: patience.wait });
    wire = await Wire.open({ inTime });
    await wire.chat.as('Sam').say('move contoso.com');
    moveId = (await wire.chat.house.services.moveStore.list({ state: 'open', limit: 1 })).items[0]?.id ?? '';
  });
  after(() => wire.close());
  beforeEach(() => {
    wire.sent.splice(0);
    wire.logged.splice(0);
  });
  afterEach(() => wire.chat.lever('faults', []));

  const hold = (path: string, kind = 'held') => wire.chat.lever('faults', [{ kind, path, times: 50 }]);
  const release = () => wire.chat.lever('faults', []);
  const refresh = (scope: 'personal' | 'channel' = 'personal', person = 'Sam') =>
    wire.execute(VERBS.refresh, { moveId }, { cardId: 'card-1', scope, person });
  /** Presses while Microsoft does not answer, and lets the patience of who waits run out. */
  async function pressedInVain(press = refresh) {
    await hold('/v1/customers');
    const answer = press();
    await until('somebody waits for the work', () => inTime.working.length > 0 && patience.isTried);
    patience.runOut();
    return answer;
  }
  const refreshOf = (card: unknown) =>
    (card as { readonly refresh?: { readonly action: { readonly data: unknown } } }).refresh?.action.data;
  const look = (data: unknown) => wire.execute(VERBS.view, data, { trigger: 'automatic' });
  const ended = () => until('the work ends', () => inTime.working.length === 0);
  /** Presses "Look again" on a card that says "working". */
  function lookAgain({ value }: InvokeAnswer, person = 'Sam') {
    const [, verb = '', data = '{}'] =
      /"title":"Look again".*?"verb":"([^"]+)","data":(\{[^}]*\})/.exec(JSON.stringify(value)) ?? [];
    return wire.execute(verb, JSON.parse(data), { scope: 'channel', person });
  }
  const updates = (): readonly ToTeams[] => wire.sent.filter(({ method }) => method === 'PUT');

  it('when Microsoft answers in time, then what came of it is the answer, and nothing is said beside it', async () => {
    const answer = await refresh();
    assert.match(wordsIn(answer), /Checked just now/);
    assert.deepEqual(wire.sent, []);
  });

  it('when Microsoft takes long, then the card says so at once, and becomes what came of it when it is there', async () => {
    const answer = await pressedInVain();
    assert.equal(answer.statusCode, 200);
    assert.match(wordsIn(answer), /Working on it.*as soon as the answer is here/s);
    assert.deepEqual(wire.sent, []);
    await release();
    await until('the card is replaced', () => updates().length > 0);
    const [update] = updates();
    assert.match(update?.path ?? '', /\/activities\/card-1$/);
    assert.match(wordsIn(update), /Step 2 of/);
    assert.doesNotMatch(wordsIn(update), /Working on it/);
    assert.equal(wire.sent.length, 1);
  });

  it('when the product stops meanwhile, then it waits until the card tells what came of it', async () => {
    await pressedInVain();
    const stopped = inTime.underWay.ended(10_000);
    await release();
    assert.equal(await stopped, 0);
    assert.match(wordsIn(updates()[0]), /Step 2 of/);
  });

  it('when it is pressed again meanwhile, then the work is not begun a second time, and the card is replaced once', async () => {
    await pressedInVain();
    const again = refresh();
    await until('the second one waits too', () => patience.isTried);
    assert.equal(inTime.working.length, 1);
    patience.runOut();
    assert.match(wordsIn(await again), /Working on it/);
    await release();
    await ended();
    await until('the card is replaced', () => updates().length > 0);
    assert.equal(updates().length, 1);
  });

  it('when Microsoft says no in the end, then the card says why, and its button tries again', async () => {
    await pressedInVain(() =>
      wire.execute(VERBS.chooseCustomer, { domain: 'nobody-at-all.example' }, { cardId: 'card-2' }),
    );
    await release();
    await ended();
    await until('the card is replaced', () => updates().length > 0);
    assert.match(wordsIn(updates()[0]), /nobody-at-all\.example/);
  });

  it('when the work fails by a fault of ours, then the card says so with a number, and leads on', async () => {
    const { services } = wire.chat.house;
    const { run } = services.moves;
    services.moves.run = () => Promise.reject(new TypeError('a slip of ours'));
    try {
      await pressedInVain();
      await release();
      await until('the card is replaced', () => updates().length > 0);
    } finally {
      services.moves.run = run;
    }
    const words = wordsIn(updates()[0]);
    assert.match(words, /This did not work.*number [0-9a-f]{8}/s);
    assert.match(words, new RegExp(`"title":"Try again".*"verb":"${VERBS.refresh}","data":\\{"moveId":"${moveId}"\\}`));
    assert.ok(wire.logged.some(({ err }) => JSON.stringify(err).includes('a slip of ours')));
  });

  it('when it turns out late that the person has to sign in first, then the card asks them to', async () => {
    const { services } = wire.chat.house;
    const { run } = services.moves;
    services.moves.run = () => Promise.reject(new SignInFirst(null));
    try {
      await pressedInVain();
      await release();
      await until('the card is replaced', () => updates().length > 0);
    } finally {
      services.moves.run = run;
    }
    assert.match(wordsIn(updates()[0]), new RegExp(`"verb":"${VERBS.signIn}"`));
    assert.deepEqual(wire.logged, [], 'nothing went wrong');
  });

  it('when two people press the same in a channel, then each has work and an answer of their own', async () => {
    const check = (person: string) =>
      wire.execute(VERBS.checkCustomer, { domain: 'adatum.com' }, { cardId: 'card-1', scope: 'channel', person });
    await pressedInVain(() => check('Sam'));
    const theirs = check('Ava');
    await until('both work', () => inTime.working.length === 2 && patience.isTried);
    patience.runOut();
    assert.match(wordsIn(await theirs), /Look again in a moment/);
    await release();
    await ended();
  });

  it('when the instance dies meanwhile, then the button of the card that was left begins the work anew', async () => {
    const answer = await pressedInVain();
    const left = JSON.stringify(answer.value);
    const [, verb = '', data = '{}'] = /"title":"Look again".*?"verb":"([^"]+)","data":(\{[^}]*\})/.exec(left) ?? [];
    assert.equal(verb, VERBS.refresh);
    const asks = refreshOf(answer.value);
    assert.match(wordsIn(await look(asks)), /Working on it/, 'at first it may be under way');
    await wire.chat.house.services.sandbox?.advance(2 / 1440);
    assert.match(wordsIn(await look(asks)), /Step 2 of/, 'two minutes later it is not');
    // Another instance knows nothing of the work of the first one.
    const other = await Wire.open();
    await other.chat.as('Sam').say('move contoso.com');
    const [move] = (await other.chat.house.services.moveStore.list({ state: 'open', limit: 1 })).items;
    const again = await other.execute(verb, { ...JSON.parse(data), moveId: move?.id });
    assert.match(wordsIn(again), /Step 2 of/);
    await other.close();
    await release();
    await ended();
  });

  it('when it is pressed in a channel, then the card of the others is not touched, and looking again shows what came of it', async () => {
    const check = () =>
      wire.execute(
        VERBS.checkCustomer,
        { domain: 'contoso.com' },
        { cardId: 'card-1', scope: 'channel', person: 'Sam' },
      );
    const answer = await pressedInVain(check);
    assert.match(wordsIn(answer), /Look again in a moment/);
    await release();
    await ended();
    assert.match(wordsIn(await lookAgain(answer)), /Contoso/);
    assert.deepEqual(updates(), []);
  });

  describe('when it is pressed in a channel, and what it did was undone since', () => {
    const opens = async () => (await wire.chat.house.services.team.settings()).opens;
    const save = (hour: string, person = 'Sam') =>
      wire.execute(
        VERBS.settingsSave,
        { opens: hour, closes: '18:00', workingDays: '1' },
        { scope: 'channel', person },
      );
    /** Sets 09:00 so slowly that the card says "working". */
    async function savedSlowly() {
      const { team } = wire.chat.house.services;
      const change = team.change.bind(team);
      let go: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        go = resolve;
      });
      team.change = (...args) => held.then(() => change(...args));
      try {
        const answer = save('09:00');
        await until('somebody waits for the work', () => inTime.working.length > 0 && patience.isTried);
        patience.runOut();
        const working = await answer;
        assert.match(wordsIn(working), /Look again in a moment/);
        go();
        await ended();
        return working;
      } finally {
        team.change = change;
      }
    }

    it('then the same press is carried out, and does not get the old answer', async () => {
      await savedSlowly();
      await save('08:00');
      assert.match(wordsIn(await save('09:00')), /Saved/);
      assert.equal(await opens(), '09:00');
    });

    it('then looking again tells what came of the first press and changes nothing, for nobody but who pressed', async () => {
      const working = await savedSlowly();
      await save('08:00');
      for (const _ of ['once', 'twice']) assert.match(wordsIn(await lookAgain(working)), /Saved/);
      assert.equal(await opens(), '08:00');
      await lookAgain(working, 'Ava');
      assert.equal(await opens(), '09:00', 'what another sends is a press of their own');
    });
  });
});
