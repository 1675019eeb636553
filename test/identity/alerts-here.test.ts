import assert from 'node:assert/strict';
import { errorSentence } from '../../cards/error-sentence.ts';
import { plainSentence } from '../../cards/language.ts';
import { SignInNeeded } from '../../services/identity/sign-in-error.ts';
import { SignInWatch } from '../../services/identity/sign-in-watch.ts';
import { CHANNEL, Proactive } from '../bot/proactive.ts';
import { wordsOf } from '../bot/teams.ts';

describe("the operators' chat", function () {
  this.timeout(60_000);
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
  });
  afterEach(() => house.chat.close());

  const watch = () => {
    const { alerts } = house.chat.house.store;
    return new SignInWatch({ vault: null, alerts, clock: house.services.clock, log: house.services.log });
  };
  const refused = () => watch().failed(new SignInNeeded('mfa-needed', { code: 'AADSTS50076' }));
  const as = (name: string, scope?: 'personal' | 'channel') => house.chat.as(name, scope);

  for (const [scope, place] of [
    ['personal', 'a:ava'],
    ['channel', CHANNEL],
  ] as const) {
    it(`when it is chosen in a ${scope}, then an alarm comes there, in words, with what to do`, async () => {
      assert.match((await as('Ava', scope).say('alerts here')).text, /come here from now on/);
      await refused();
      await house.deliverAll();
      const [delivered] = house.teams.delivered;
      assert.equal(delivered?.conversationId, place);
      assert.match(wordsOf(delivered), /second factor at sign-in.*npm run connect/s);
      assert.doesNotMatch(wordsOf(delivered), /sign-in\.mfa|AADSTS/);
    });
  }

  it('when it is taken back, then nothing comes any more; elsewhere there is nothing to take back', async () => {
    await as('Ava').say('alerts here');
    assert.match((await as('Sam').say('stop alerts here')).text, /do not come here/);
    assert.match((await as('Ava').say('stop alerts here')).text, /do not come here any more/);
    await refused();
    assert.deepEqual(await house.waiting(), []);
  });

  it('when another chat is chosen, then it says whose choice that ends', async () => {
    await as('Ava').say('alerts here');
    assert.match((await as('Sam').say('Alerts here!')).text, /Ava/);
  });

  it('when the channel is gone, then this alarm and the next go to whoever chose it', async () => {
    await as('Ava').say('help');
    await as('Ava', 'channel').say('alerts here');
    house.teams.refuse({ status: 404 }, CHANNEL);
    await refused();
    await house.deliverAll();
    assert.deepEqual(house.teams.places(), ['a:ava']);
    await watch().worked();
    await refused();
    await house.deliverAll();
    assert.deepEqual(house.teams.places(), ['a:ava']);
  });

  it('when a person is told why their wish fails, then in words, also where plain text is shown', () => {
    const { key, params } = errorSentence(new SignInNeeded('policy', { code: 'AADSTS53003' }));
    const told = plainSentence('en', key, params);
    assert.match(told, /Conditional Access.*Please tell whoever runs/);
    assert.doesNotMatch(told, /sign-in\.policy|AADSTS/);
  });

  it('when somebody asks for help, then it is named', async () => {
    assert.match((await as('Ava').say('help')).text, /alerts here/);
  });
});
