import assert from 'node:assert/strict';
import type { Move } from '../../services/moves/move.ts';
import { nodesOfType, wordsOf } from './card-schema.ts';
import { everyExample, reader } from './every-card.ts';

/** An expression of the template engine, put together here so that no linter takes it for a slip. */
const TEMPLATE = ['$', '{$root.lang}'].join('');
const HOSTILE = `[x](http://evil) **b** <at>Anna</at> ${TEMPLATE} {{DATE(2017-02-14T06:08:39Z)}} $t(button.why)`;

/** The same move with hostile text wherever people or Microsoft's services give one. */
function hostile(move: Move): Move {
  return {
    ...move,
    customer: { ...move.customer, name: HOSTILE, domain: HOSTILE },
    openedBy: { ...move.openedBy, name: HOSTILE },
    facts: {
      ...move.facts,
      eligibility: { ...move.facts.eligibility, vetting: HOSTILE, qualifications: [HOSTILE] },
      originals: move.facts.originals.map((o) => ({
        ...o,
        name: HOSTILE,
        target: o.target === null ? null : { ...o.target, name: HOSTILE, catalogSku: HOSTILE },
      })),
      credit: move.facts.credit === null ? null : { ...move.facts.credit, ticket: HOSTILE },
    },
  };
}

describe('hostile names', () => {
  for (const { name, draw } of everyExample(hostile)) {
    it(`when names are markup, then ${name} shows them as text`, () => {
      const { card, text } = draw(reader());
      const marked = ['TextBlock', 'FactSet'].flatMap((type) => nodesOfType(card, type)).flatMap(wordsOf);
      const mentions = nodesOfType(card, 'mention').map((mention) => String(mention.text));
      const unmentioned = (word: string) => mentions.reduce((rest, mention) => rest.replaceAll(mention, ''), word);
      for (const word of marked) {
        const bare = unmentioned(word)
          .replace(/\\./g, 'x')
          .replace(/^\[View on Microsoft Learn: [^\]]*\]\(https:\/\/learn\.microsoft\.com[^)]*\)/, '');
        assert.doesNotMatch(bare, /\[x|<at|\{\{|\*\*b/, word);
      }
      // Neither the template engine nor the catalogue took a name for one of its own expressions.
      const words = [...wordsOf(card), text].map(unmentioned);
      for (const word of words.filter((w) => w.includes('evil') && !w.includes('…'))) {
        assert.ok(word.includes(TEMPLATE) && word.includes('$t(button.why)'), word);
      }
    });
  }

  it('when a customer is named like a template, then the heading shows the name itself', () => {
    const example = everyExample(hostile)[0];
    assert.ok(example);
    const drawn = example.draw(reader());
    assert.ok(drawn.text.startsWith(HOSTILE.slice(0, 60)));
    assert.ok(wordsOf(drawn.card).some((word) => word.includes(TEMPLATE)));
  });
});
