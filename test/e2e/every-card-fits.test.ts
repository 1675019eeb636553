import assert from 'node:assert/strict';
import { PSEUDO_LANGUAGE, usePseudoLanguage } from '../../cards/pseudo.ts';
import type { Move } from '../../services/moves/move.ts';
import { everyExample, reader } from '../cards/every-card.ts';
import { unfolded } from '../cards/unfolded.ts';
import { LANGUAGES } from './languages.ts';
import { CardRenderer } from './render-card.ts';

/** A phone. */
const WIDTH = 400;

describe('every card on a phone', () => {
  let renderer: CardRenderer;
  before(async () => {
    usePseudoLanguage();
    renderer = await CardRenderer.start();
  });
  after(() => renderer?.close());

  it('when words are 40 % longer than in English, then nothing is cut off and nothing scrolls sideways', async () => {
    assert.deepEqual(await misfits((move) => move, PSEUDO_LANGUAGE), []);
  });

  it('when names have long words, then nothing is cut off and nothing scrolls sideways', async () => {
    assert.deepEqual(await misfits(longNames, 'en-GB'), []);
  });

  it('when it is told in any language, then no word stands on two lines', async () => {
    const broken: string[] = [];
    for (const locale of LANGUAGES) {
      for (const { name, draw } of everyExample()) {
        const { card } = draw(reader({ locale, sandbox: true }));
        await renderer.draw(unfolded(card), { width: WIDTH, theme: 'light' });
        broken.push(...(await renderer.brokenWords()).map((word) => `${locale}, ${name}: ${word}`));
      }
    }
    assert.deepEqual(broken, []);
  });

  /** Draws all in one page, with everything shown that a button unfolds. */
  async function misfits(change: (move: Move) => Move, locale: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { name, draw } of everyExample(change)) {
      const { card } = draw(reader({ locale, sandbox: true }));
      const cutOff = await renderer.draw(unfolded(card), { width: WIDTH, theme: 'light' });
      found.push(...cutOff.map((text) => `${name}: ${text}`));
    }
    return found;
  }
});

function longNames(move: Move): Move {
  const long = (name: string) => `${name} Donaudampfschifffahrtsgesellschaftsverein`;
  return {
    ...move,
    customer: {
      ...move.customer,
      name: long(move.customer.name),
      domain: 'contosoitaliafilialediroma.onmicrosoft.com',
    },
    openedBy: { ...move.openedBy, name: long(move.openedBy.name) },
    facts: {
      ...move.facts,
      originals: move.facts.originals.map((o) => ({
        ...o,
        name: long(o.name),
        target: o.target === null ? null : { ...o.target, name: long(o.target.name) },
      })),
    },
  };
}
