import assert from 'node:assert/strict';
import { Chat, type Talker } from './chat.ts';

describe('the language of the texts for a customer', () => {
  let chat: Chat;
  let ava: Talker;
  before(async () => {
    chat = await Chat.open();
    ava = chat.as('Ava');
    await ava.say('move contoso.com');
    await ava.press('Save the country', { country: 'IT' });
  });
  after(() => chat.close());

  const mail = () => JSON.stringify(ava.last.card).match(/"id":"copy_mail"[^}]*/)?.[0] ?? '';

  it('when the invitation is shown, then the card says in which language it is and why', () => {
    assert.match(ava.last.text, /The texts are in this language: Italiano/);
  });

  it('when another is chosen, then the card comes back with the texts in it, and the history says who chose it', async () => {
    const shown = await ava.press('Language of the texts');
    assert.deepEqual(
      [...shown.actions.keys()],
      ['English', 'Italiano', 'Español', 'Русский', 'Português (Brasil)', 'Back'],
    );
    await ava.press('English');
    assert.match(ava.last.text, /The texts are in this language: English, chosen by Ava/);
    assert.match(mail(), /please accept our request for a reseller relationship/);
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    assert.deepEqual([items[0]?.facts.mailLanguage?.value, items[0]?.facts.mailLanguage?.by.name], ['en', 'Ava']);
    assert.match(
      JSON.stringify((await ava.say('status contoso.com')).card),
      /chose the language of the texts for the customer/,
    );
  });

  it('when the card is older than the choice of somebody else, then nothing is overwritten', async () => {
    await ava.say('move contoso.com');
    const old = await ava.press('Language of the texts');
    await ava.press('Español');
    await ava.press('Русский', {}, old);
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    assert.equal(items[0]?.facts.mailLanguage?.value, 'es');
  });

  it('when a button carries no such language, then it is refused', async () => {
    const { items } = await chat.house.services.moveStore.list({ state: 'open', limit: 1 });
    const ref = { moveId: items[0]?.id, version: items[0]?.version, step: 'relationship' };
    await ava.execute('mail.set-language', { ...ref, language: 'de' });
    assert.equal((await chat.house.services.moveStore.load(items[0]?.id ?? ''))?.version, items[0]?.version);
  });
});
