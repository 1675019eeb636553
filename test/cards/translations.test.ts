import assert from 'node:assert/strict';
import { LANGUAGES } from '../../services/rules/languages.ts';
import * as check from './catalogue-checks.ts';
import { entriesOf, languagesThere } from './catalogue-files.ts';
import { theGlossary } from './glossary.ts';
import { saidKeys } from './said-keys.ts';

/** Run on its own it is the translators' list: `mocha test/cards/translations.test.ts`, or `-g it` for one language. */
describe('the sentences in every language', () => {
  const english = entriesOf('en');
  const none = (faults: readonly check.Fault[]): void => {
    if (faults.length > 0) assert.fail(`${faults.length}:\n${faults.join('\n')}\n`);
  };

  it('when a sentence is in the catalogue, then something says it', () => none(check.unused(english, saidKeys())));

  it('when a language can be chosen, then it has sentences, and the other way round', () => {
    assert.deepEqual(languagesThere().toSorted(), LANGUAGES.toSorted());
  });

  for (const language of languagesThere()) {
    describe(language, () => {
      const entries = entriesOf(language);

      it('when a key is looked for, then it stands in one file', () => none(check.twice(entries)));

      it('when English has a sentence, then it is there in the plural forms of the language, and no other is', () =>
        none(check.missing(language, entries, english)));

      it('when the English sentence has placeholders, then it has the same in the same formats', () =>
        none(check.placeholders(entries, english)));

      it('when a form stands for several numbers, then it tells which', () =>
        none(check.uncounted(language, entries, english)));

      it('when a text is set, then by the customs of the language', () => none(check.typography(language, entries)));

      if (language === 'en') return;
      it('when a sentence is read, then it is not English', () =>
        none(check.untranslated(language, entries, english, theGlossary)));

      it('when the English sentence uses a term of the field, then the word of the glossary stands for it', () =>
        none(check.terminology(language, entries, english, theGlossary)));
    });
  }
});
