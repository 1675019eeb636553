import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PSEUDO_LANGUAGE, usePseudoLanguage } from '../../cards/pseudo.ts';
import { ZONES } from '../../cards/time-zones.ts';
import { marketTable } from '../../services/rules/region.ts';
import { nodesOf } from './card-schema.ts';
import { everyExample, reader } from './every-card.ts';
import { theGlossary } from './glossary.ts';

/** What cards show that is no sentence: data of the examples and the fact files, names, and what the formats of a locale give. */
function dataWords(): ReadonlySet<string> {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const examples = [
    'test/builders.ts',
    'test/cards/step-views.ts',
    'test/cards/step-situations.ts',
    'test/cards/other-cards.ts',
    'test/cards/reminding-examples.ts',
    'test/cards/watch-alerts.ts',
    'test/cards/file-examples.ts',
  ];
  const quoted = [...examples, 'services/sandbox/stories.ts'].flatMap(
    (name) => read(name).match(/'[^'\n]*'|`[^`]*`/g) ?? [],
  );
  const facts = ['skus', 'rules'].map((name) => read(`services/rules/data/${name}.json`));
  const country = new Intl.DisplayNames('en', { type: 'region' });
  const day = (at: number, style: Intl.DateTimeFormatOptions) =>
    new Date(at).toLocaleDateString('en', { ...style, timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, i) => Date.UTC(2026, i, 1)).flatMap((at) => [
    day(at, { month: 'long' }),
    day(at, { month: 'short' }),
  ]);
  const weekdays = Array.from({ length: 7 }, (_, i) => day(Date.UTC(2026, 0, i + 1), { weekday: 'long' }));
  const formats = [
    ...[...marketTable().countries, ...ZONES.values()].map((code) => country.of(code) ?? ''),
    ...months,
    ...weekdays,
    'and',
    'GMT',
    'UTC',
  ];
  const zones = [...Intl.supportedValuesOf('timeZone'), 'Asia/Kolkata'];
  return new Set([...quoted, ...facts, ...formats, ...theGlossary.names, ...zones].flatMap(plainWords));
}

/** A word that was cut is data: sentences are not cut. */
const plainWords = (text: string): readonly string[] =>
  text.replace(/https?:[^\s)]+|\p{L}+…/gu, '').match(/(?<!\p{L})[A-Za-z]{3,}(?!\p{L})/gu) ?? [];

/** What can be read on a card; not what is to be sent to a customer, in the customer's language. */
function readOn(card: unknown): readonly string[] {
  return nodesOf(card).flatMap((node) => {
    const keys = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'speak', 'fallbackText'];
    return [...keys.map((key) => node[key]), ...nodesOf(node.facts).map(({ value }) => value)].filter(
      (shown) => typeof shown === 'string',
    );
  });
}

describe('texts outside the catalogue', () => {
  before(usePseudoLanguage);
  const known = dataWords();

  for (const example of everyExample()) {
    it(`when ${example.name} is drawn, then every word on it is of the catalogue or is data`, () => {
      const { card, text } = example.draw(reader({ locale: PSEUDO_LANGUAGE, sandbox: true }));
      const strange = [...readOn(card), text].flatMap((shown) =>
        plainWords(shown)
          .filter((word) => !known.has(word))
          .map((word) => `${word} – ${shown.slice(0, 100)}`),
      );
      assert.deepEqual(strange, []);
    });
  }

  it('when a text did not come from the catalogue, then its words are strange', () => {
    const english = plainWords('Ends on {{end, date}}: nothing was changed, please try again');
    assert.ok(english.filter((word) => !known.has(word)).length >= 3, english.join(' '));
  });
});
