import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SOURCES } from '../../services/rules/sources.ts';
import { UNJUDGED_RULES } from '../../services/rules/unjudged-rules.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ids = Object.keys(SOURCES);

describe('ids of the rules', () => {
  const titles = titlesOfTheRules();

  for (const id of ids.filter((i) => !(i in UNJUDGED_RULES))) {
    it(`when ${id} is applied, then a test names it`, () => {
      assert.ok(
        titles.some((title) => title.split(/[^A-Z0-9]+/).includes(id)),
        `no test of the rules names ${id}`,
      );
    });
  }

  it('when a rule is not applied, then it is one of the rules and there is a reason', () => {
    for (const [id, why] of Object.entries(UNJUDGED_RULES)) {
      assert.ok(ids.includes(id), id);
      assert.ok(why.length > 15, id);
    }
  });

  it('when the rules are listed, then none is left out', () => {
    const last = { R: 10, C: 16, I: 13, G: 11, A: 10, T: 15, N: 13, L: 11, B: 1, E: 4, D: 3 };
    const all = Object.entries(last).flatMap(([letter, n]) => Array.from({ length: n }, (_, i) => `${letter}${i + 1}`));
    assert.deepEqual([...ids].sort(), all.sort());
  });
});

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
