import assert from 'node:assert/strict';
import { ActivityTypes } from 'botbuilder';
import type { Talker } from './chat.ts';
import { CHANNEL, cardOf, Proactive } from './proactive.ts';

const RUSSIAN = /Теперь я говорю с вами по-русски/;

describe('the language of a chat', () => {
  let house: Proactive;
  let ava: Talker;
  before(async () => {
    house = await Proactive.open();
    ava = house.chat.as('Ava');
  });
  after(() => house.chat.close());
  beforeEach(async () => {
    const { db } = house.chat.house.store.database;
    await db.updateTable('person').set({ language: null }).execute();
    await db.deleteFrom('conversation').execute();
  });

  const locale = async (talker: Talker) => (await talker.say('language')).card?.lang;

  it('when it is asked for, then each language stands there by its own name', async () => {
    const { actions, text } = await ava.say('language');
    assert.deepEqual(
      [...actions.keys()],
      ['English', 'Italiano', 'Español', 'Русский', 'Português (Brasil)', 'As in Teams'],
    );
    assert.match(text, /Now: English/);
  });

  it('when one is named, then the answer comes in it, and so does everything after; another chat of the person too', async () => {
    const { text, card } = await ava.say('language Russian');
    assert.match(text, RUSSIAN);
    assert.equal(card?.lang, 'ru');
    assert.match((await ava.say('язык')).text, /Сейчас: Русский/);
    assert.equal(await locale(house.chat.as('Ava', 'channel')), 'ru');
    assert.equal(await locale(house.chat.as('Ben')), 'en');
  });

  it('when one is pressed, then the card comes back in it; as in Teams takes it back', async () => {
    await ava.say('language');
    assert.match((await ava.press('Português (Brasil)')).text, /falo com você em português/);
    assert.equal(ava.last.card?.lang, 'pt-BR');
    assert.match((await ava.press('Como no Teams')).text, /the language your Teams is set to/);
    assert.equal(await locale(ava), 'en');
  });

  describe('and somebody greets', () => {
    for (const [said, lang, keep, kept] of [
      ['привет', 'ru', 'Всегда говорить по-русски', RUSSIAN],
      ['ciao', 'it', 'Parla sempre italiano', /ti parlo in italiano/],
      ['hola', 'es', 'Hablar siempre en español', /le hablo en español/],
      ['olá', 'pt-BR', 'Falar sempre em português', /falo com você em português/],
    ] as const) {
      it(`when ${said} is said in an English Teams, then the help comes in that language, and one press keeps it`, async () => {
        const { card, actions } = await ava.say(said);
        assert.equal(card?.lang, lang);
        assert.deepEqual(actions.get(keep)?.data.language, lang);
        assert.equal(await locale(ava), 'en', 'nothing is chosen by greeting');
        await ava.say(said);
        assert.match((await ava.press(keep)).text, kept);
        assert.equal(await locale(ava), lang);
        const again = await ava.say(said);
        assert.deepEqual([again.card?.lang, again.actions.has(keep)], [lang, false], 'it is not asked twice');
      });
    }

    it('when the word is said everywhere, or a language was chosen, or it is in a channel, then nothing changes', async () => {
      for (const said of ['hello', 'hi', 'help', 'hey']) {
        const { card, actions } = await ava.send({ type: ActivityTypes.Message, text: said, locale: 'ru-RU' });
        assert.deepEqual([card?.lang, actions.has('Always speak English')], ['ru', false], said);
      }
      assert.equal((await house.chat.as('Ava', 'channel').say('привет')).card?.lang, 'en');
      await ava.say('language English');
      assert.equal((await ava.say('привет')).card?.lang, 'en');
    });

    it('when somebody greets in the language of their Teams, then there is nothing to ask', async () => {
      const { card, actions } = await ava.send({ type: ActivityTypes.Message, text: 'ciao', locale: 'it-IT' });
      assert.deepEqual([card?.lang, actions.has('Parla sempre italiano')], ['it', false]);
    });
  });

  it('when English is chosen on a British client, then its dates stay British', async () => {
    const british = (text: string) => ava.send({ type: ActivityTypes.Message, text, locale: 'en-GB' });
    await british('language English');
    const place = await house.services.conversations.ofUser('ava');
    assert.deepEqual([place?.language, place?.locale], ['en', 'en-GB']);
  });

  it('when a language is named that nobody here speaks, then the five are listed and nothing changes', async () => {
    const { text } = await ava.say('language Klingon');
    assert.match(
      text,
      /I do not know the language "Klingon"\. I speak English, Italiano, Español, Русский,? and Português \(Brasil\)\./,
    );
    assert.equal(await locale(ava), 'en');
  });

  it('when a button carries a language that is none, then it is refused and nothing changes', async () => {
    for (const language of ['en-XA', '__proto__', '', 7]) {
      await ava.execute('language.set', { language });
      assert.equal(await locale(ava), 'en');
    }
  });

  it('when one is chosen in a channel, then that counts for what everybody reads there and for nobody elsewhere', async () => {
    const here = house.chat.as('Ava', 'channel');
    assert.match((await here.say('lingua italiana')).text, /Ava ha scelto l'italiano per questa chat/);
    assert.equal(await locale(house.chat.as('Ben', 'channel')), 'it');
    assert.equal(await locale(ava), 'en');
    assert.equal((await house.services.conversations.get(CHANNEL))?.language, 'it');
  });

  it('when somebody with a language of their own presses in a channel with another, then what they get is in theirs', async () => {
    await ava.say('language Spanish');
    const here = house.chat.as('Ava', 'channel');
    await here.say('lingua italiana');
    assert.equal((await here.execute('say.help', {})).card?.lang, 'es');
    assert.equal((await house.chat.as('Ben', 'channel').execute('say.help', {})).card?.lang, 'it');
    assert.equal(await locale(here), 'it');
  });

  it('when another person writes in a channel without a choice, then what the bot posts there keeps its language', async () => {
    const text = 'help';
    await house.chat.as('Ava', 'channel').send({ type: ActivityTypes.Message, text, locale: 'en-GB' });
    await house.chat.as('Ben', 'channel').send({ type: ActivityTypes.Message, text, locale: 'ru-RU' });
    assert.equal((await house.services.conversations.get(CHANNEL))?.locale, 'en-GB');
  });

  it('when the person chose, then what is sent to them by itself is in it', async () => {
    await ava.say('move contoso.com');
    await ava.press('Save the country', { country: 'IT' });
    await ava.press('I have sent the invitation');
    await ava.say('language Russian');
    await house.pass(8);
    await house.deliverAll();
    assert.deepEqual([...new Set(house.teams.delivered.map((d) => cardOf(d).card?.lang))], ['ru']);
  });
});
