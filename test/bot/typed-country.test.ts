import assert from 'node:assert/strict';
import { Chat, type Talker } from './chat.ts';

describe('the country of a tenant, typed in answer to its card', () => {
  let chat: Chat;
  let sam: Talker;
  beforeEach(async () => {
    chat = await Chat.open();
    sam = chat.as('Sam');
    assert.match((await sam.say('move contoso.com')).text, /Step 2 of/);
  });
  afterEach(() => chat.close());

  for (const said of ['Italy', 'в Италии', 'in Italia', 'it']) {
    it(`when "${said}" is written, then it counts as the button beside it would`, async () => {
      assert.match((await sam.say(said)).text, /Step 3 of.*Relationship/s);
    });
  }

  it('when it is another market, then the move stops with the reason', async () => {
    assert.match((await sam.say('Stati Uniti')).text, /Stopped/);
  });

  it('when what is written is no country, then that is said, and a command is a command', async () => {
    assert.match((await sam.say('no idea')).text, /did not understand/);
    await sam.say('move contoso.com');
    assert.match((await sam.say('moves')).text, /Open moves/);
  });

  it('when somebody else gave it meanwhile, then an answer that comes late changes nothing', async () => {
    const ava = chat.as('Ava');
    await ava.say('move contoso.com');
    await ava.press('Save the country', { country: 'Italy' });
    await sam.say('Germany');
    const [move] = (await chat.house.services.moveStore.list({ state: 'open', limit: 1 })).items;
    assert.equal(move?.facts.tenantCountry, 'IT');
  });
});
