import assert from 'node:assert/strict';
import { LEXICON } from '../../dialogs/understanding/lexicon.ts';
import { spokenLanguage } from '../../dialogs/understanding/spoken-language.ts';

describe('the language of a greeting', () => {
  for (const [said, language] of [
    ['привет', 'ru'],
    ['Здравствуйте!', 'ru'],
    ['помощь', 'ru'],
    ['что ты умеешь?', 'ru'],
    ['ciao', 'it'],
    ['Buongiorno a tutti', 'it'],
    ['aiuto', 'it'],
    ['hola', 'es'],
    ['¡Buenos días!', 'es'],
    ['ayuda', 'es'],
    ['olá', 'pt-BR'],
    ['oi', 'pt-BR'],
    ['bom dia', 'pt-BR'],
    ['o que você faz?', 'pt-BR'],
    ['what can you do', 'en'],
  ] as const) {
    it(`when ${said} is said, then it is ${language}`, () => {
      assert.equal(spokenLanguage(said, LEXICON), language);
    });
  }

  for (const said of [
    'hi',
    'hello',
    'Hello!',
    'help',
    'HELP',
    'ok',
    'hey',
    'good morning',
    'ola',
    'comandos',
    'manual',
    'guia',
    '',
    '?',
    '👋',
    'Contoso',
    'переносы',
    'sposta Contoso',
    'привет ciao',
  ]) {
    it(`when ${JSON.stringify(said)} is said, then that tells no language`, () => {
      assert.equal(spokenLanguage(said, LEXICON), null);
    });
  }
});
