import assert from 'node:assert/strict';
import * as check from './catalogue-checks.ts';
import { entriesIn } from './catalogue-files.ts';
import { Glossary, theGlossary } from './glossary.ts';
import { sayable } from './said-keys.ts';
import { stringsIn } from './source-strings.ts';

const english = entriesIn('en/a.json', {
  'a.plain': 'The subscription of {{customer}} ends on {{end, date}}.',
  'a.seats_one': '{{count, number}} seat',
  'a.seats_other': '{{count, number}} seats',
  'a.none_one': '{{count, number}} move',
  'a.none_zero': 'No move',
  'a.none_other': '{{count, number}} moves',
  'a.more': '{{count, number}} more',
  'doctor.fine': 'Everything is fine',
});
const sentences = (overrides: Readonly<Record<string, string | undefined>> = {}, language = 'it') => {
  const whole = { ...COMPLETE[language], ...overrides };
  const there = Object.fromEntries(Object.entries(whole).filter(([, text]) => text !== undefined));
  return entriesIn(`${language}/a.json`, there);
};
const COMPLETE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  it: {
    'a.plain': 'La sottoscrizione di {{customer}} termina il {{end, date}}.',
    'a.seats_one': '{{count, number}} postazione',
    'a.seats_many': '{{count, number}} postazioni',
    'a.seats_other': '{{count, number}} postazioni',
    'a.none_zero': 'Nessuno spostamento',
    'a.none_one': 'Uno spostamento',
    'a.none_many': '{{count, number}} spostamenti',
    'a.none_other': '{{count, number}} spostamenti',
    'a.more': 'altri {{count, number}}',
  },
};
const every = (entries: ReturnType<typeof sentences>, language = 'it') => [
  ...check.twice(entries),
  ...check.missing(language, entries, english),
  ...check.placeholders(entries, english),
  ...check.untranslated(language, entries, english, theGlossary),
  ...check.terminology(language, entries, english, theGlossary),
  ...check.typography(language, entries),
];

describe('the checks of a translation', () => {
  it('when it is right, then nothing is found; what only operators read may be left out', () => {
    assert.deepEqual(every(sentences()), []);
  });

  const table: readonly (readonly [
    name: string,
    wrong: Readonly<Record<string, string | undefined>>,
    found: readonly RegExp[],
  ])[] = [
    ['a sentence is missing', { 'a.plain': undefined }, [/^it\/a\.json {2}a\.plain: is missing: "The subscription/]],
    ['a plural form is missing', { 'a.seats_many': undefined }, [/a\.seats_many: is missing/]],
    ['the form for nothing is missing', { 'a.none_zero': undefined }, [/a\.none_zero: is missing/]],
    [
      'it has a form its language does not know',
      { 'a.seats_few': '{{count, number}} postazioni' },
      [/a\.seats_few: it has no plural form "few"/],
    ],
    [
      'it has no forms',
      { 'a.seats': 'postazioni {{count, number}}' },
      [/a\.seats: has to be told in its plural forms/],
    ],
    ['a key is none of English', { 'a.plane': 'La sottoscrizione' }, [/a\.plane: English has no such sentence/]],
    [
      'a sentence without a count has forms',
      { 'a.plain_other': 'La sottoscrizione di {{customer}}, {{end, date}}' },
      [/a\.plain_other: English has no plural here/],
    ],
    [
      'a placeholder is missing',
      { 'a.plain': 'La sottoscrizione termina il {{end, date}}.' },
      [/\{\{customer\}\} is missing/],
    ],
    [
      'a placeholder is misspelled',
      { 'a.plain': 'La sottoscrizione di {{cliente}} termina il {{end, date}}.' },
      [/\{\{customer\}\} is missing/, /\{\{cliente\}\} is not in/],
    ],
    [
      'a format is lost',
      { 'a.plain': 'La sottoscrizione di {{customer}} termina il {{end}}.' },
      [/\{\{end, date\}\} is missing/, /\{\{end\}\} is not in/],
    ],
    [
      'a format is another',
      { 'a.plain': 'La sottoscrizione di {{customer}} termina il {{end, number}}.' },
      [/\{\{end, date\}\} is missing/, /\{\{end, number\}\} is not in/],
    ],
    [
      'a bracket is lost',
      { 'a.plain': 'La sottoscrizione di {{customer}} termina il {{end, date}}. {x}' },
      [/bracket/],
    ],
    [
      'it is still English',
      { 'a.plain': 'The subscription of {{customer}} ends on {{end, date}}.' },
      [/is not translated/, /"subscription" is told/],
    ],
    [
      'a term departs from the glossary',
      { 'a.plain': "L'abbonamento di {{customer}} termina il {{end, date}}." },
      [/"subscription" is told in none/, /"abbonament…" is not our word/],
    ],
    [
      'spaces and dots are careless',
      { 'a.more': ' altri  {{count, number}} ...' },
      [/two spaces/, /begins or ends/, /space before a mark/, /three dots/],
    ],
  ];
  for (const [name, wrong, found] of table) {
    it(`when ${name}, then it is told with its file and key`, () => {
      const faults = every(sentences(wrong));
      assert.equal(faults.length, found.length, faults.join('\n'));
      for (const one of found)
        assert.ok(
          faults.some((line) => one.test(line)),
          `${one}\n${faults.join('\n')}`,
        );
    });
  }

  it('when Russian lacks the forms for few and many, then both are told; more forms than in English are welcome where a count is told', () => {
    const russian = entriesIn('ru/a.json', {
      'a.plain': 'Подписка клиента {{customer}} заканчивается {{end, date}}',
      'a.seats_one': '{{count, number}} рабочее место',
      'a.seats_other': '{{count, number}} рабочего места',
      ...Object.fromEntries(['zero', 'one', 'few', 'many', 'other'].map((form) => [`a.none_${form}`, 'переносы'])),
      ...Object.fromEntries(['one', 'few', 'many', 'other'].map((form) => [`a.more_${form}`, 'ещё {{count, number}}'])),
    });
    assert.deepEqual(
      every(russian, 'ru').map((line) => line.slice(0, 26)),
      ['ru/a.json  a.seats_few: is', 'ru/a.json  a.seats_many: i'],
    );
  });

  it('when a form stands for several numbers, then it has to tell which; a form of one number need not', () => {
    const one = { 'a.seats_one': 'Uma', 'a.none_one': 'Um', 'a.none_zero': 'Nenhum' };
    const faults = (language: string) =>
      check.uncounted(language, entriesIn('x/a.json', one), english).map((l) => l.slice(10));
    assert.deepEqual(faults('it'), []);
    assert.deepEqual(faults('pt-BR'), []);
    assert.deepEqual(faults('ru')[0], 'a.seats_one: does not tell {{count}}, though it stands for 1, 21, 31…');
  });

  it('when Spanish asks or calls, then the marks stand on both sides', () => {
    const faults = check.typography(
      'es',
      entriesIn('es/a.json', { a: '¿Seguro? Sí. ¡Bien!', b: 'Seguro?', c: 'Bien!' }),
    );
    assert.deepEqual(
      faults.map((line) => line.slice(0, 13)),
      ['es/a.json  b:', 'es/a.json  c:'],
    );
  });

  it('when quotation marks are of two kinds, then the one that is not of the language is told', () => {
    const texts = { a: 'Scrivi «spostamenti»', b: 'Scrivi "spostamenti"', c: 'Scrivi “spostamenti”' };
    const faults = (language: string) =>
      check.typography(language, entriesIn('x/a.json', texts)).map((line) => line[10]);
    assert.deepEqual([faults('it'), faults('es'), faults('en')], [['b', 'c'], ['a', 'b'], []]);
  });

  it('when a letter of another script slips into a Russian word, then it is told', () => {
    assert.equal(check.typography('ru', entriesIn('ru/a.json', { a: 'Пoдписка', b: 'Подписка в Teams' })).length, 1);
  });

  it('when a key stands in two files, then it is told', () => {
    const faults = check.twice([...english, ...entriesIn('en/b.json', { 'a.plain': 'x' })]);
    assert.deepEqual(faults, ['en/b.json  a.plain: stands in en/a.json as well']);
  });

  it('when the glossary has a field it does not know, then it is refused', () => {
    assert.ok(!Glossary.safeParse({ ...theGlossary, more: 1 }).success);
  });
});

describe('the keys that can be said', () => {
  const isSaid = sayable([
    stringsIn(`
      // don't say 'a.comment'
      say.md('a.whole'); say.md(\`step.\${step.id}.title\`); const ids = ['region', "path"]; /* 'a.block' */
      type How = 'early' | 'late'; const quote = /['"\`]/; say.md(\`\${key}-\${how}\`);
      const more = { known: \`lost.\${x ? \`inner.\${y}\` : ''}\` };`),
  ]);
  for (const [key, is] of [
    ['a.whole', true],
    ['step.region.title', true],
    ['step.nowhere.title', false],
    ['step.region.body', false],
    ['a.whole-late', true],
    ['a.other-late', false],
    ['a.comment', false],
    ['a.block', false],
    ['lost.inner.known', true],
    ['lost.outer', false],
  ] as const) {
    it(`when the key is ${key}, then it ${is ? 'is' : 'is not'} said`, () => assert.equal(isSaid(key), is));
  }

  it('when a sentence nobody says is added, then it is told', () => {
    assert.deepEqual(check.unused(entriesIn('en/a.json', { 'a.whole_one': 'x', 'a.gone': 'y' }), isSaid), [
      'en/a.json  a.gone: nobody says it',
    ]);
  });
});
