import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { marketOf, marketTable } from '../../services/rules/region.ts';
import { STEP_ROLES, TRANSFER_ROLES } from '../../services/rules/roles.ts';
import { SOURCES } from '../../services/rules/sources.ts';
import { everyReminder, everyVerdict } from './every-judgement.ts';

const sentences = flatten(
  JSON.parse(readFileSync(new URL('../../cards/strings/en/rules.json', import.meta.url), 'utf8')),
);
const PLURALS = /_(zero|one|two|few|many|other)$/;
const keys = new Set([...sentences.keys()].map((key) => key.replace(PLURALS, '')));
const FORMATS = ['date', 'country', 'in', 'countries', 'number', 'list', 'few'];

/** Codes of the moves' own verdicts, whose sentences stand in the same file. */
const OF_THE_MOVE = /^(relationship|provision)\./;

describe('sentences of the rules', () => {
  const verdicts = everyVerdict();
  const reminders = everyReminder();
  const given = new Set(verdicts.map((v) => v.code));
  const planned = new Set(reminders.map((r) => r.code));

  it('when a code stands in the source, then the test has seen a verdict with it, and the other way round', () => {
    const folder = new URL('../../services/rules/', import.meta.url);
    const source = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    const areas = [...new Set([...given].map((code) => code.split('.')[0]))].join('|');
    const written = new Set([...source.matchAll(new RegExp(`'((?:${areas})\\.[a-z-]+)'`, 'g'))].map((m) => m[1] ?? ''));
    assert.deepEqual([...given].sort(), [...written].sort());
  });

  it('when the rules can give a verdict, then it has a sentence, and no sentence is left over', () => {
    const told = [...keys].filter((k) => k.startsWith('verdict.')).map((k) => k.slice('verdict.'.length));
    assert.deepEqual(told.filter((code) => !OF_THE_MOVE.test(code)).sort(), [...given].sort());
  });

  it('when a verdict asks or stops, then the next thing to do is told', () => {
    for (const { code, severity } of verdicts) {
      if (severity === 'ask' || severity === 'stop') assert.ok(keys.has(`verdictAction.${code}`), code);
    }
  });

  it('when an action is told, then there is a verdict it belongs to', () => {
    for (const key of keys) {
      if (key.startsWith('verdictAction.')) assert.ok(keys.has(key.replace('verdictAction.', 'verdict.')), key);
    }
  });

  it('when a reminder is planned, then it has a sentence, a title and an action, and none is left over', () => {
    const expected = [...planned].flatMap((code) => [code, `${code}.title`, `${code}.action`]);
    const told = [...keys].filter((k) => k.startsWith('reminder.')).map((k) => k.slice('reminder.'.length));
    assert.deepEqual(told.sort(), expected.sort());
  });

  it('when a sentence has a place for a value, then every verdict with that code brings it', () => {
    for (const { code, params } of verdicts) {
      assertFilled(`verdict.${code}`, params);
      assertFilled(`verdictAction.${code}`, params);
    }
  });

  it('when a sentence has a place for a value, then every reminder with that code brings it', () => {
    for (const { code, params } of reminders) {
      for (const key of [code, `${code}.title`, `${code}.action`]) assertFilled(`reminder.${key}`, params);
    }
  });

  it('when a sentence counts, then it has all the forms English has', () => {
    for (const key of sentences.keys()) {
      if (!PLURALS.test(key)) continue;
      const base = key.replace(PLURALS, '');
      assert.ok(sentences.has(`${base}_one`) && sentences.has(`${base}_other`), base);
    }
  });

  it('when a value is formatted, then the catalogue knows the format', () => {
    for (const [key, text] of sentences) {
      for (const [, , format] of text.matchAll(PLACE)) assert.ok(format === undefined || FORMATS.includes(format), key);
    }
  });

  it('when facts name classes, markets, roles or paths, then each has a name', () => {
    const names = [
      ...FACT_FILES.dataClasses().classes.map(([id]) => `dataClass.${id}`),
      ...marketTable().countries.map((c) => `market.${marketOf(c)}`),
      ...[...Object.values(STEP_ROLES), TRANSFER_ROLES].flatMap((r) =>
        [...r.now, ...r.original].map((id) => `role.${id}`),
      ),
      ...['transfer', 'buy-and-let-end', 'channel-renewal', 'leave'].flatMap((p) => [
        `path.${p}.title`,
        `path.${p}.body`,
      ]),
    ];
    for (const name of names) assert.ok(keys.has(name), name);
  });

  it('when a verdict has a sentence, then days, dates and limits come with the verdict and do not stand in the words', () => {
    const numbers = /\b(?:\d+|seven|fourteen|thirty|sixty|ninety|hundred)\b/;
    for (const [key, text] of sentences) {
      if (!/^verdict(?:Action)?\./.test(key)) continue;
      assert.doesNotMatch(text.replaceAll('Microsoft 365', '').replace(PLACE, ''), numbers, key);
    }
  });

  it('when a verdict is given, then it names rules that exist', () => {
    for (const { code, sources } of verdicts) {
      assert.ok(sources.length > 0, code);
      for (const id of sources) assert.ok(id in SOURCES, `${code}: ${id}`);
    }
  });
});

describe('sources', () => {
  it('when a rule is shown, then it has a title, a public page and a date', () => {
    for (const [id, source] of Object.entries(SOURCES)) {
      assert.ok(source.title.length > 5, id);
      assert.match(source.docUrl, /^https:\/\/learn\.microsoft\.com\/[\w/-]+$/, id);
      assert.match(source.lastVerified, /^20\d\d-\d\d-\d\d$/, id);
    }
  });
});

const PLACE = /\{\{(\w+)(?:, (\w+))?\}\}/g;

function assertFilled(key: string, params: Readonly<Record<string, unknown>>): void {
  for (const form of [key, `${key}_one`, `${key}_other`]) {
    for (const [, name = ''] of (sentences.get(form) ?? '').matchAll(PLACE)) {
      assert.ok(params[name] !== undefined && params[name] !== null, `${form} needs ${name}`);
    }
  }
  if (sentences.has(`${key}_one`)) assert.equal(typeof params.count, 'number', `${key} needs a count`);
}

function flatten(node: object, prefix = '', into = new Map<string, string>()): Map<string, string> {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
  return into;
}
