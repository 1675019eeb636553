import assert from 'node:assert/strict';
import { exactName, plainLetters, wordsOnly } from '../../services/rules/folding.ts';
import { romanized } from '../../services/rules/romanized.ts';
import { folded } from '../../services/store/search-text.ts';

describe('texts that are compared', () => {
  const alike = (fold: (text: string) => string, a: string, b: string) => fold(a) === fold(b);
  const FOLDS = { exactName, plainLetters, wordsOnly, folded, romanized };

  for (const [what, a, b, by] of [
    ['case', 'Contoso', 'CONTOSO', ['exactName', 'plainLetters', 'wordsOnly', 'folded', 'romanized']],
    [
      'the width of a phone',
      'Contoso',
      'Ｃｏｎｔｏｓｏ',
      ['exactName', 'plainLetters', 'wordsOnly', 'folded', 'romanized'],
    ],
    ['spaces around and between', 'Wide  World ', 'Wide World', ['exactName', 'wordsOnly', 'folded', 'romanized']],
    ['accents', 'Café', 'Cafe', ['plainLetters', 'wordsOnly', 'folded', 'romanized']],
    ['signs', 'Côte d’Ivoire', 'cote d ivoire', ['wordsOnly', 'romanized']],
    ['a letter that does not come apart', 'Straße', 'Strasse', ['folded', 'romanized']],
    ['the script', 'Кафе', 'Kafe', ['romanized']],
    ['another letter', 'Contoso', 'Kontoso', []],
  ] as const) {
    it(`when only ${what} differs, then it is the same for ${by.join(', ') || 'nobody'}`, () => {
      const same = Object.entries(FOLDS).flatMap(([name, fold]) => (alike(fold, a, b) ? [name] : []));
      assert.deepEqual(same, by);
    });
  }
});
