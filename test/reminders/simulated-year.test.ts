import assert from 'node:assert/strict';
import { disagreements } from './year/journal.ts';
import { Lanes } from './year/lanes.ts';
import { judge } from './year/oracle.ts';
import type { Size } from './year/script.ts';
import { Simulation } from './year/simulation.ts';
import { storyOf } from './year/story.ts';

const FULL: Size = {
  moves: 1000,
  originals: 5000,
  openers: 10,
  sessions: 100,
  stageChanges: 1,
  weeks: [
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4],
    [1, 2, 3, 4, 7],
    [2, 3, 4, 5, 6],
    [1, 3],
    [1, 2, 3, 4, 5, 6, 7],
  ],
};
const FIFTH: Size = {
  moves: 200,
  originals: 1000,
  openers: 3,
  sessions: 40,
  stageChanges: 1,
  weeks: [[1, 3, 5], [2, 4], [1, 2, 4, 5], [3], [1, 3, 7], [5, 6]],
};

/** A year in small, for every run: what goes wrong does so here as well, only less often. */
const SMALL: Size = { ...FIFTH, moves: 40, originals: 200, sessions: 20 };

/**
 * Every run lives through twenty years in small. `SIZE=full` makes each of them 1,000 moves with 5,000 subscriptions (about two minutes a
 * year on two cores), `SIZE=fifth` a fifth of it; `SEEDS=7,8` names others.
 */
const SEEDS = process.env.SEEDS?.split(',').map(Number) ?? Array.from({ length: 20 }, (_, n) => n + 1);
const SIZES: Readonly<Record<string, Size>> = { full: FULL, fifth: FIFTH };
const SIZE = SIZES[process.env.SIZE ?? ''] ?? SMALL;
const MOST_STORIES = Number(process.env.STORIES ?? 3);

describe('a simulated year of reminders', () => {
  const years = new Lanes(
    SEEDS.map((seed) => (instances) => lived(seed, new Simulation({ seed, size: SIZE, instances }))),
  );
  before(async function () {
    this.timeout(60_000);
    await years.open(2);
  });
  for (const [n, seed] of SEEDS.entries()) {
    it(`seed ${seed}`, async function () {
      this.timeout(300_000);
      const { year, violations, said } = await years.result(n);
      process.stderr.write(said);
      const stories = violations.slice(0, MOST_STORIES).map((violation) => storyOf(year, violation));
      assert.equal(violations.length, 0, `${violations.length} promises were not kept\n\n${stories.join('\n\n')}`);
    });
  }
});

async function lived(seed: number, simulation: Simulation) {
  const begun = performance.now();
  const { year, figures } = await simulation.run();
  const ran = performance.now();
  const verdict = judge(year);
  const violations = [...verdict.violations, ...disagreements(year, verdict.journal)];
  const said = `seed ${seed}: ${JSON.stringify(figures)}, told ${verdict.told}, missed ${verdict.missed}, journal ${year.journal.length}, ${Math.round(ran - begun)} + ${Math.round(performance.now() - ran)} ms, violations ${violations.length}\n`;
  return { year, violations, said };
}
