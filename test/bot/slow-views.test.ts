import assert from 'node:assert/strict';
import type { Looked } from '../../bot/card-actions.ts';
import { InTime } from '../../bot/in-time.ts';
import { VERBS } from '../../cards/verbs.ts';
import { Patience, until } from './patience.ts';
import { type Press, Wire, wordsIn } from './wire.ts';

describe('a card that takes long to draw anew', () => {
  const patience = new Patience();
  const looking = new InTime<Looked>({ wait: patience.wait });
  let wire: Wire;
  /** How often the overview was read, and lets those who read it go on. */
  let read = 0;
  let go: () => void = () => {};
  before(async () => {
    wire = await Wire.open({ looking });
    for (const name of ['Sam', 'Ava']) await wire.chat.as(name).say('move contoso.com');
  });
  after(() => wire.close());
  beforeEach(() => {
    read = 0;
    const { inFlight } = wire.chat.house.services;
    const ending = inFlight.ending.bind(inFlight);
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    inFlight.ending = (...asked) => {
      read += 1;
      return held.then(() => ending(...asked));
    };
  });
  afterEach(async () => {
    go();
    Reflect.deleteProperty(wire.chat.house.services.inFlight, 'ending');
    await until('the reading ends', () => looking.working.length === 0);
  });

  const look = (press: Press = {}) => wire.execute(VERBS.view, { view: 'weekly' }, { trigger: 'automatic', ...press });
  const waiting = (count: number) => until('they wait', () => patience.waiting === count);

  it('when the time is up, then the client hears in time that the card is not up to date, and nothing is sent', async () => {
    const answer = look();
    await waiting(1);
    patience.runOut();
    const { statusCode, type, value } = await answer;
    assert.deepEqual([statusCode, type], [200, 'application/vnd.microsoft.activity.message']);
    assert.match(String(value), /still shows what it showed before/);
    assert.deepEqual(wire.sent, []);
  });

  it('when it is ready in time, then the card is the answer', async () => {
    const answer = look();
    await waiting(1);
    go();
    assert.match(wordsIn(await answer), /Contoso|Moves by step/);
    patience.runOut();
  });

  it('when somebody asks for it from the menu of the card, then they hear the same', async () => {
    const answer = look({ trigger: 'manual' });
    await waiting(1);
    patience.runOut();
    assert.match(String((await answer).value), /Refresh it in a moment/);
    assert.deepEqual(wire.sent, []);
  });

  it('when the same person looks four times meanwhile, then it is drawn once', async () => {
    const answers = Array.from({ length: 4 }, () => look());
    await waiting(4);
    assert.equal(looking.working.length, 1);
    patience.runOut();
    for (const answer of answers) assert.equal((await answer).statusCode, 200);
    assert.equal(read, 1);
  });

  it('when many people of a channel look at once, then each gets a card of their own, and the overview is read once', async () => {
    const english = look({ scope: 'channel', person: 'Sam' });
    const italian = look({ scope: 'channel', person: 'Ava', locale: 'it-IT' });
    await waiting(2);
    await until('both read', () => looking.working.length === 2 && read > 0);
    go();
    assert.match(wordsIn(await english), /Moves by step/);
    assert.match(wordsIn(await italian), /Spostamenti per passaggio/);
    assert.equal(read, 1);
    patience.runOut();
  });

  it('when it was read, then whoever looks later gets what is so then', async () => {
    go();
    await look();
    await look();
    assert.equal(read, 2);
    patience.runOut();
  });

  it('when it fails after the time is up, then the log tells, and the next one who looks has it read anew', async () => {
    const { inFlight } = wire.chat.house.services;
    let fail: (reason: Error) => void = () => {};
    const failing = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const { ending } = inFlight;
    inFlight.ending = () => failing;
    const answer = look();
    await waiting(1);
    patience.runOut();
    await answer;
    wire.logged.splice(0);
    fail(new TypeError('a slip of ours'));
    await until('it is logged', () => JSON.stringify(wire.logged).includes('a slip of ours'));
    inFlight.ending = ending;
    go();
    assert.match(wordsIn(await look()), /Moves by step/);
    patience.runOut();
  });
});
