import assert from 'node:assert/strict';
import fc from 'fast-check';
import { folded, likeLiteral } from '../../services/store/search-text.ts';

describe('search text', () => {
  it('when a text is folded, then case, accents, width and spaces are gone', () => {
    const pairs = [
      ['  Café\tZÜRICH ', 'cafe zurich'],
      ['Cafe\u0301', 'cafe'],
      ['Ｃｏｎｔｏｓｏ', 'contoso'],
      ['GROẞ und groß', 'gross und gross'],
      ['Ærø Đặng Œuvre', 'aero dang oeuvre'],
      ['Ελλάς', 'ελλας'],
      ['日本', '日本'],
      ['', ''],
    ] as const;
    for (const [text, expected] of pairs) assert.equal(folded(text), expected);
  });

  it('when any text is folded, then folding again changes nothing and case does not matter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(folded(folded(text)), folded(text));
      }),
    );
  });

  it('when a text stands in a pattern, then its signs mean themselves', () => {
    assert.equal(likeLiteral('100%_a\\b'), '100\\%\\_a\\\\b');
  });
});
