import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { stageLimits } from '../../services/reminders/stage-settings.ts';
import { STAGE_IDS } from '../../services/reminders/team-settings.ts';
import { FACT_FILES, type FiguresFile, skuTableFrom } from '../../services/rules/fact-files.ts';
import { figures } from '../../services/rules/figures.ts';
import { SOURCES, sourcesOf } from '../../services/rules/sources.ts';
import { facts } from './builders.ts';

describe('figures', () => {
  const places = FACT_FILES.markets();
  const countries = new Set([
    ...[...Object.values(places.markets), places.countriesWithoutMarket].flatMap((row) => row.countries.split(' ')),
    ...Object.keys(places.obsoleteCodes),
    ...Object.keys(places.otherCodes),
  ]);
  const files = ['rules', 'facts', 'moves'].flatMap((folder) => {
    const at = new URL(`../../services/${folder}/`, import.meta.url);
    return readdirSync(at)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [`${folder}/${name}`, readFileSync(new URL(name, at), 'utf8')] as const);
  });

  it('when the rules are read, then no SKU, date threshold, day count, limit or country stands in code', () => {
    assert.ok(files.length > 60, 'the test has gone blind');
    assert.deepEqual(
      files.flatMap(([name, text]) => factsIn(text, TUNING[name] ?? [], countries).map((found) => `${name}: ${found}`)),
      [],
    );
  });
  it('when a constant is allowed, then it is still there', () => {
    const texts = new Map<string, string>(files);
    for (const [name, allowed] of Object.entries(TUNING)) {
      for (const code of allowed) assert.ok(texts.get(name)?.includes(code), `${name}: ${code}`);
    }
  });
  for (const code of [
    'graceUntil: addDays(end, 30)',
    'addDays(addDays(end, days), 3)',
    'addDays(end,\n  -1)',
    'const limit = 300;',
    'const limit = 3_00;',
    'if (seats > 25) return',
    'add({ days: 7 })',
    "if (partner.code !== 'IR') return",
    'if (partner.code === "IT") return',
    "const old = code === 'YU';",
    "end < '2026-05-04'",
    'end < `2026-05-04T00:00:00Z`',
    "const since = '2026-05';",
    'const year = 2025;',
    "id === '6fd2c87f-b296-42f0-b197-1e91e994b900'",
  ]) {
    it(`when code says ${code.replace('\n', '')}, then it is found`, () => {
      assert.ok(factsIn(code, [], countries).length > 0);
    });
  }
  for (const code of [
    "sources: ['R10', 'C16']",
    'dayAfter(end)',
    'addDays(end, days)',
    "combineWith: 'OR'",
    '/^[A-Z]{5}-\\d{12}$/.test(text)',
    '// 30 days',
    '/** 300 seats since 2025-04-01 */',
    'row[3] ?? plans.slice(0, 4)',
  ]) {
    it(`when code says ${code}, then that is no fact`, () => assert.deepEqual(factsIn(code, [], countries), []));
  }

  it('when a figure is given, then it names a rule that exists', () => {
    const file = FACT_FILES.figures();
    for (const rows of [file.dates, file.days, file.limits, file.stages]) {
      for (const [id, { rule }] of Object.entries(rows)) assert.ok(rule in SOURCES, id);
    }
  });
  it('when a team may time a reminder differently, then the file has days for it, and the other way round', () => {
    const ofRules = Object.keys(FACT_FILES.figures().stages).filter((id) => id !== 'prepare-until');
    assert.deepEqual(ofRules.sort(), [...STAGE_IDS].sort());
  });
  it('when the product counts days, then they are on the side of the anchor on which a team may have them, in order', () => {
    for (const id of STAGE_IDS) {
      const days = figures().stages(id);
      assert.ok(
        days.every((day) => day >= stageLimits(id).earliest && day <= stageLimits(id).latest),
        id,
      );
      assert.deepEqual(
        days,
        [...new Set(days)].sort((a, b) => a - b),
        id,
      );
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

describe('sources of the rows', () => {
  const checked = { docUrl: 'https://learn.microsoft.com/x', lastVerified: '2026-01-02', confirmed: false };
  const sources = { table: { title: 'A table', ...checked } };
  const offer = { id: 'a', offer: 'A', status: 'retired', effective: {}, skus: [], replacements: [], source: 'x' };
  const compiled = '2026-01-02';
  const refused = { code: 'rules.facts-unreadable' };
  const { discontinuedOffers, specialUses, markets, dataClasses } = FACT_FILES;
  const row = { countries: 'AA BB', source: 'table' };
  const places = { markets: { a: row }, countriesWithoutMarket: row, obsoleteCodes: {}, otherCodes: {} };
  const names = { names: ['x'], source: 'table' };
  const map = { compiled, sources, ...places, clouds: { worldwide: names, national: names } };
  const plan = '00000000-0000-4000-8000-000000000001|A';
  const classes = {
    compiled,
    sources,
    classes: ['a|data|||main|table'],
    ignored: [`${plan}|retired|table`],
    services: [`${plan}|a|1|table`],
    capabilities: [`${plan}|a|b|1|high|table`],
  };
  const { lastVerified: _, ...undated } = { ...offer, ...checked };

  it('when each row has a source, then the files are taken', () => {
    assert.equal(discontinuedOffers({ compiled, offers: [{ ...offer, ...checked }] }).offers.length, 1);
    assert.equal(specialUses({ compiled, sources, uses: [['a', 'b', 'table']] }).uses.length, 1);
    assert.equal(markets(map).markets.a?.countries, 'AA BB');
    assert.equal(dataClasses(classes).classes.length, 1);
    assert.deepEqual(figuresWith('original-grace', 30).stages['original-grace'].days, [30]);
  });
  for (const [title, load] of [
    [
      'an offer checked after its file was made',
      () => discontinuedOffers({ compiled: '2026-01-01', offers: [{ ...offer, ...checked }] }),
    ],
    ['an offer without a date', () => discontinuedOffers({ compiled, offers: [undated] })],
    [
      'a use checked after its file was made',
      () => specialUses({ compiled: '2026-01-01', sources, uses: [['a', 'b', 'table']] }),
    ],
    ['a use of no source', () => specialUses({ compiled, sources, uses: [['a', 'b', 'elsewhere']] })],
    ['a market checked after its file was made', () => markets({ ...map, compiled: '2026-01-01' })],
    ['a market of no source', () => markets({ ...map, markets: { a: { ...row, source: 'elsewhere' } } })],
    ['a country in words', () => markets({ ...map, markets: { a: { ...row, countries: 'Italy' } } })],
    [
      'a cloud of no source',
      () => markets({ ...map, clouds: { worldwide: names, national: { ...names, source: '' } } }),
    ],
    ['a class checked after its file was made', () => dataClasses({ ...classes, compiled: '2026-01-01' })],
    ['a class of no source', () => dataClasses({ ...classes, classes: ['a|data|||main|elsewhere'] })],
    ['a plan of no source', () => dataClasses({ ...classes, ignored: [`${plan}|retired`] })],
    [
      'a rule checked after its file was made',
      () => sourcesOf({ X1: { ...RULE, lastVerified: '2026-01-02' } }, { a: 'b' }, '2026-01-01'),
    ],
    ['a reminder after the grace', () => figuresWith('original-grace', 31)],
    ['a reminder after the data is gone', () => figuresWith('original-disabled', 91)],
    ['a reminder after a transfer lapsed', () => figuresWith('transfer-created', 31)],
    ['a reminder after the window', () => figuresWith('target-provisioned', 1)],
    ['a reminder after the new term', () => figuresWith('target-term-end', 1)],
    ['a reminder after the end of GDAP', () => figuresWith('gdap-expiry', 1)],
    [
      'a figure of no rule',
      () => FACT_FILES.figures({ ...FIGURES, limits: { ...FIGURES.limits, 'family-seats': { count: 1, rule: 'X1' } } }),
    ],
    ['a rule of no page', () => sourcesOf({ X1: RULE }, {}, '2026-01-01')],
    ['a rule without a date', () => sourcesOf({ X1: { ...RULE, lastVerified: '' } }, { a: 'b' }, '2026-01-01')],
  ] as const) {
    it(`when there is ${title}, then the file is refused`, () => {
      assert.throws(load, refused);
    });
  }
});

const FIGURES = FACT_FILES.figures();

function figuresWith(stage: keyof FiguresFile['stages'], day: number): FiguresFile {
  const row = { ...FIGURES.stages[stage], days: [day] };
  return FACT_FILES.figures({ ...FIGURES, stages: { ...FIGURES.stages, [stage]: row } });
}

const RULE = { title: 'A rule', page: 'a', lastVerified: '2025-01-01', confirmed: true };

/**
 * Code that is no fact about offers, terms or countries: how finely we weigh and rank, how much is remembered, how long we wait for a service,
 * which dates are slips, and units. Each by the very words of its line, so that another figure beside it is found.
 */
const TUNING: Readonly<Record<string, readonly string[]>> = {
  'rules/calendar-date.ts': [
    'const EARLIEST_YEAR = 1990;',
    'const LATEST_YEAR = 2200;',
    'const LATEST_STATED_YEAR = 2100;',
    'const MOST = 5_000;',
    'addDays(date, 1)',
    'addDays(date, -1)',
  ],
  'rules/main-functions.ts': ['const COMMON_SHARE = 8;', 'const TELLING_BITS = 5;'],
  'rules/month-names.ts': ['{ length: 12 }', 'Date.UTC(2026, month, 15)'],
  'rules/offer-equivalence.ts': ['const MOST_PAIRS = 5_000;'],
  'rules/plan-loss.ts': ['const WEIGHT_RANK = { high: 0, medium: 4, low: 8 }'],
  'rules/sku-facts.ts': ['limit = 10'],
  'rules/sku-search.ts': ['boost: { name: 6,', '? 0.25 :'],
  'rules/stated-dates.ts': ['const LONGEST_AFTERLIFE_DAYS = 240;', 'const FURTHEST_END_DAYS = 5 * 366;'],
  'rules/target-proposals.ts': [
    'const MOST = 6;',
    'const MOST_REMEMBERED = 2_000;',
    'special: 5, lacking: 6 }',
    'share: 1 / 8,',
  ],
  'facts/check.ts': ['const MOST_ROWS = 12;'],
  'facts/next-table.ts': ['const SMALLEST_SHARE = 0.9;'],
  'facts/table-changes.ts': ['sku[5]'],
  'facts/update-sku-table.ts': ['AbortSignal.timeout(60_000)'],
  'facts/update.ts': ['.slice(0, 10)'],
  'moves/customer-index.ts': [
    'const MOST = 20_000;',
    'const RENEWED_AFTER_MS = 6 * 3_600_000;',
    'const AGAIN_AFTER_MS = 60_000;',
    'chunkSize: 500',
    'term.length < 6',
  ],
  'moves/customer-directory.ts': [
    'max: 2000',
    'word.length > 40',
    String.raw`/^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,62}$/u`,
  ],
  'moves/facts-from-microsoft.ts': ['.slice(0, 10)'],
  'moves/move-service.ts': [
    'at.slice(0, 10)',
    'const LONGEST_DOWNTIME = Temporal.Duration.from({ days: 120 });',
    'const LONGEST_BREAK = Temporal.Duration.from({ days: 7 });',
  ],
  'moves/order-commands.ts': ['const APPROVAL_DAYS = 7;', 'APPROVAL_DAYS * 24'],
  'moves/order-lines.ts': ['{ P1M: 1, P1Y: 12, P3Y: 36 }', '{ monthly: 1, annual: 12, triennial: 36 }', '* 100) / 100'],
  'moves/ordering.ts': [".total('hours') >= 24"],
  'moves/relationship.ts': ['.slice(0, 10)'],
  'moves/transfer-commands.ts': ["figures().days('transfer-request') * 24"],
  'moves/watching.ts': [
    'now.add({ hours: 24 })',
    'waited < 60 ? { minutes: 1 } : waited < 24 * 60 ? { minutes: 10 } : { hours: 6 }',
  ],
};

/** Integers from here on are figures; smaller ones count places and parts. */
const SMALLEST_FIGURE = 5;

/** Lines of code that hold a fact, without what is allowed there. */
function factsIn(source: string, allowed: readonly string[], countries: ReadonlySet<string>): readonly string[] {
  let text = withoutComments(source);
  for (const code of allowed) text = text.replaceAll(code, '');
  const strings = [...text.matchAll(/(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)].map((m) => m[2] ?? '');
  const bare = text
    .replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")
    .replace(/(?<=[=(,:;!&|?[]\s*|^\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\n\\[])+\/[a-z]*/gm, '');
  return [
    ...strings.filter((s) => countries.has(s) || /20\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/.test(s)),
    ...[...bare.matchAll(/addDays\((?:[^()]|\([^()]*\))*\b\d[^()]*\)/g)].map(([found]) => found),
    ...[...bare.matchAll(/(?<![\w$.])\d[\d_]*(?:\.\d+)?(?![\w.])/g)]
      .filter(([n]) => n.includes('.') || Number(n.replaceAll('_', '')) >= SMALLEST_FIGURE)
      .map(({ 0: n, index }) => bare.slice(bare.lastIndexOf('\n', index) + 1, index + n.length).trim()),
  ];
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
