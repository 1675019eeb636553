import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { TASKS } from '../../services/rules/permissions.ts';
import { STEP_ROLES, TRANSFER_ROLES } from '../../services/rules/roles.ts';
import { SOURCES } from '../../services/rules/sources.ts';
import { UNJUDGED_RULES } from '../../services/rules/unjudged-rules.ts';
import { everyVerdict } from './every-judgement.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ids = Object.keys(SOURCES);

describe('ids of the rules', () => {
  const titles = titlesOfTheRules();

  for (const id of ids.filter((i) => !(i in UNJUDGED_RULES))) {
    it(`when ${id} is applied, then a test names it`, () => {
      assert.ok(
        titles.some((title) => namedIn(title).includes(id)),
        `no test of the rules names ${id}`,
      );
    });
  }

  it('when a title names a product such as Office 365 E3, then that is no rule', () => {
    assert.deepEqual(namedIn('equivalence when Office 365 E3 becomes E1 (no Teams), then R6 asks'), []);
    assert.deepEqual(namedIn('roles (C13, I1) when R2 nothing is there, then'), ['C13', 'I1', 'R2']);
  });

  it('when a rule is not applied, then it is one of the rules and there is a reason', () => {
    for (const [id, why] of Object.entries(UNJUDGED_RULES)) {
      assert.ok(ids.includes(id), id);
      assert.ok(why.length > 15, id);
    }
  });

  for (const [where, named] of [
    ['a verdict', everyVerdict().flatMap((v) => v.sources)],
    ['the role of a step', [...Object.values(STEP_ROLES), TRANSFER_ROLES].flatMap((r) => r.sources)],
    ['a permission', Object.values(TASKS).flatMap((t) => t.sources)],
    ['a figure', figures()],
    ['a card or a judgement of the moves', inSources('cards', 'services/moves')],
  ] as const) {
    it(`when ${where} rests on a rule, then that rule is not said to be applied nowhere`, () => {
      assert.ok(named.length > 5, 'the test has gone blind');
      assert.deepEqual([...new Set(named)].filter((id) => id in UNJUDGED_RULES).sort(), []);
    });
  }

  it('when the rules are listed, then none is left out', () => {
    const last = { R: 10, C: 16, I: 13, G: 11, A: 10, T: 15, N: 13, L: 11, B: 1, E: 4, D: 3 };
    const all = Object.entries(last).flatMap(([letter, n]) => Array.from({ length: n }, (_, i) => `${letter}${i + 1}`));
    assert.deepEqual([...ids].sort(), all.sort());
  });
});

/** Rules a title names: `when R1 …`, `when R1 and R2 …`, or in brackets, `(C9, A1)`. Anything else, such as `Office 365 E3`, is no rule. */
function namedIn(title: string): readonly string[] {
  const begun = [...title.matchAll(/(?:^|\s)when ((?:[A-Z]\d{1,2}(?:,| and)? )+)/g)].map((m) => m[1] ?? '');
  const bracketed = [...title.matchAll(/\(((?:[A-Z]\d{1,2}(?:, )?)+)\)/g)].map((m) => m[1] ?? '');
  return [...bracketed, ...begun].flatMap((text) => text.match(/[A-Z]\d{1,2}/g) ?? []);
}

function figures(): readonly string[] {
  const found: string[] = [];
  const walk = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    if ('rule' in node && typeof node.rule === 'string') found.push(node.rule);
    Object.values(node).forEach(walk);
  };
  walk(FACT_FILES.figures());
  return found;
}

/** Ids in the lists of sources that are written in the code of some folders. */
function inSources(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(new URL(`../../${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`../../${folder}/${name}`, import.meta.url), 'utf8'))
      .flatMap((code) =>
        [...code.matchAll(/sources(?: =|:) \[([^\]]*)\]/g)].flatMap((m) => (m[1] ?? '').match(/[A-Z]\d{1,2}/g) ?? []),
      ),
  );
}

/** The titles as mocha gives them, tables filled in, without running the tests. This file's own titles do not count. */
function titlesOfTheRules(): readonly string[] {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (n) => n.endsWith('.test.ts') && n !== 'rule-ids.test.ts',
  );
  const mocha = `${ROOT}node_modules/mocha/bin/mocha.js`;
  const { stdout } = spawnSync(
    process.execPath,
    [mocha, '--no-config', '--no-package', '--dry-run', '--reporter', 'json', ...files.map((f) => `test/rules/${f}`)],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
  );
  const report: { tests: readonly { fullTitle: string }[] } = JSON.parse(stdout);
  return report.tests.map((t) => t.fullTitle);
}
