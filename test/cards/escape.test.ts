import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clip, escapeMarkdown } from '../../cards/escape.ts';

/** What a markdown renderer shows for a text in which nothing but backslash escapes is left. */
const shown = (text: string): string => text.replace(/\\([\\`*[\]<~_{&+#>.)-])/g, '$1');

describe('escaping customer data', () => {
  for (const [name, escaped] of [
    ['Contoso Italia S.p.A.', 'Contoso Italia S.p.A.'],
    ['[x](http://evil)', '\\[x\\](http://evil)'],
    ['**bold**', '\\*\\*bold\\*\\*'],
    ['_x_', '\\_x\\_'],
    ['O365_BUSINESS_PREMIUM', 'O365_BUSINESS_PREMIUM'],
    ['<at>Anna</at>', '\\<at>Anna\\</at>'],
    ['{{DATE(2017-02-14T06:08:39Z,SHORT)}}', '\\{\\{DATE(2017-02-14T06:08:39Z,SHORT)}}'],
    ['Smith & Sons', 'Smith & Sons'],
    ['&lt;b&gt;', '\\&lt;b\\&gt;'],
    ['# 1', '\\# 1'],
    ['- item', '\\- item'],
    ['1. first', '1\\. first'],
    ['two\nlines', 'two lines'],
    ['`code` and ~~gone~~', '\\`code\\` and \\~\\~gone\\~\\~'],
  ] as const) {
    it(`when a name is ${JSON.stringify(name)}, then its text is ${JSON.stringify(escaped)}`, () => {
      assert.equal(escapeMarkdown(name), escaped);
    });
  }

  it('when a name turns the direction of what follows, then it does so no more', () => {
    assert.equal(clip('Con\u202Eosot\u2066!\u2069', 60), 'Conosot!');
    assert.equal(clip('שלום עולם', 60), 'שלום עולם');
  });

  it('when any text is escaped, then no markup is left and the reader sees the text as it was', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'ab1 _*[]()<>`~\\{}&#-+.!;|'), maxLength: 40 });
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(text);
        assert.doesNotMatch(escaped.replace(/\\./g, 'x'), /[`*[\]<~]|\{\{|^\s*[-+#>]/);
        assert.equal(shown(escaped), text);
      }),
      { verbose: true },
    );
  });

  it('when a text is cut, then it ends in an ellipsis and no character is cut in half', () => {
    assert.equal(clip('abcdef', 4), 'abc…');
    assert.equal(clip('abcd', 4), 'abcd');
    assert.equal(clip('👩👩👩', 2), '👩…');
  });
});
