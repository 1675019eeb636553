import assert from 'node:assert/strict';
import { parseCommand } from '../../dialogs/command.ts';
import { type NamedLanguage, readLanguage } from '../../dialogs/language-names.ts';

describe('language names', () => {
  const table: Readonly<Record<NamedLanguage, readonly string[]>> = {
    en: [
      'English',
      'inglese',
      'inglés',
      'INGLES',
      'английский',
      'inglês',
      'en',
      'to English please',
      'на английском',
      'по-английски',
    ],
    it: ['Italian', 'italiano', 'italiana', 'итальянский', 'it', 'in italiano, per favore', 'ital', 'по-итальянски'],
    es: [
      'Spanish',
      'español',
      'espanol',
      'spagnolo',
      'испанский',
      'espanhol',
      'castellano',
      'es',
      'en español',
      'a es',
    ],
    ru: ['Russian', 'русский', 'по-русски', 'russo', 'ruso', 'ru', 'на русский'],
    'pt-BR': [
      'Portuguese',
      'português',
      'portugues',
      'portoghese',
      'portugués',
      'португальский',
      'pt',
      'pt-BR',
      'Brazilian',
      'Português (Brasil)',
      'brasileiro',
      'em português',
    ],
    teams: ['as in Teams', 'come in Teams', 'como no Teams', 'как в Teams', 'automatic'],
  };
  for (const [language, said] of Object.entries(table)) {
    for (const text of said) {
      it(`when "${text}" is said, then it is ${language}`, () => assert.equal(readLanguage(text), language));
    }
  }

  for (const text of ['', 'Klingon', 'Deutsch', 'English or Italian', 'is', '🙂', 'e']) {
    it(`when "${text}" is said, then it is none of them, or not one`, () => assert.equal(readLanguage(text), null));
  }

  it('when the command is said in any of the languages, then it names a language or asks for one', () => {
    for (const [said, name] of [
      ['language', null],
      ['Language?', null],
      ['lingua italiana', 'italiana'],
      ['idioma español', 'español'],
      ['язык русский', 'русский'],
      ['/language: pt-BR', 'pt-BR'],
    ] as const) {
      assert.deepEqual(parseCommand(said), { kind: 'language', name }, said);
    }
  });
});
