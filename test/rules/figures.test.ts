import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { FACT_FILES, skuTableFrom } from '../../services/rules/fact-files.ts';
import { figures } from '../../services/rules/figures.ts';
import { SOURCES } from '../../services/rules/sources.ts';
import { facts } from './builders.ts';

describe('figures', () => {
  const folder = new URL('../../services/rules/', import.meta.url);
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'sources.ts')
    .map((name) => [name, withoutComments(readFileSync(new URL(name, folder), 'utf8'))] as const);

  it('when the rules are read, then no SKU, date threshold or country stands in code', () => {
    for (const [name, text] of code) {
      assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/, name);
      assert.doesNotMatch(text, /'20\d\d-\d\d-\d\d'/, name);
      assert.doesNotMatch(text, /Country\w* === '[A-Z]{2}'|'(?:IT|ES|BR|CN|RU|US)'/, name);
      assert.doesNotMatch(text, /DAYS\w* = \[?-?\d|days: -?\d|months: \d/, name);
    }
  });
  it('when a figure is given, then it names a rule that exists', () => {
    const file = FACT_FILES.figures();
    for (const rows of [file.dates, file.days, file.limits, file.stages]) {
      for (const [id, { rule }] of Object.entries(rows)) assert.ok(rule in SOURCES, id);
    }
  });
  it('when C14 the Business family is listed, then each SKU is in the table under its part number', () => {
    for (const row of FACT_FILES.figures().businessFamily.skus) {
      const [id = '', partNumber] = row.split('|');
      assert.equal(facts.find(id)?.partNumber, partNumber);
      assert.ok(figures().isInBusinessFamily(` ${id.toUpperCase()} `));
    }
    assert.ok(!figures().isInBusinessFamily('6fd2c87f-b296-42f0-b197-1e91e994b900'));
  });

  const table = FACT_FILES.skus();
  const content = {
    ...table,
    plans: table.plans.slice(0, 3).map((r) => r.join('|')),
    skus: ['00000000-0000-4000-8000-000000000001|A|B|worldwide|general|0 1|'],
  };
  for (const [title, change] of [
    ['a field more', { skus: [`${content.skus[0]}|x`] }],
    ['a field less', { skus: ['00000000-0000-4000-8000-000000000001|A|B|worldwide|general|0 1'] }],
    ['an id in capitals', { skus: [`${content.skus[0]}`.replace('0000-4000', '0000-400A')] }],
    ['an unknown cloud', { skus: [`${content.skus[0]}`.replace('worldwide', 'moon')] }],
    ['an unknown audience', { skus: [`${content.skus[0]}`.replace('general', 'pets')] }],
    ['indices that are none', { skus: [`${content.skus[0]}`.replace('0 1', '0,1')] }],
    ['no rows', { skus: [] }],
    ['rows that are no text', { plans: [1] }],
    ['no list of plans to classify', { plansToClassify: null }],
    ['a date that is none', { sourceDate: '2026-13-01' }],
    ['no page', { docUrl: 'nowhere' }],
  ] as const) {
    it(`when the SKU table has ${title}, then it is refused`, () => {
      assert.throws(() => skuTableFrom({ ...content, ...change }), { code: 'rules.facts-unreadable' });
    });
  }
  it('when nothing is wrong, then the table is taken', () => {
    assert.equal(skuTableFrom(content).skus.length, 1);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
