import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatStages,
  readStages,
  type StageProblem,
  stageLimits,
  stagesOf,
} from '../../services/reminders/stage-settings.ts';
import { FURTHEST_STAGE, MOST_STAGES, STAGE_IDS, type StageId } from '../../services/reminders/team-settings.ts';
import { FACT_FILES } from '../../services/rules/fact-files.ts';
import { figures } from '../../services/rules/figures.ts';
import { holds } from '../rules/property.ts';

describe('days that a person types', () => {
  const read: [id: StageId, typed: string, ok: number[], added: number[]][] = [
    ['original-end', '60, 30 14;7,1', [-60, -30, -14, -7, -1], []],
    ['original-end', '90, 60, 45, 30, 14, 7, 3, 1, 0, +1', [-90, -60, -45, -30, -14, -7, -3, -1, 0, 1], []],
    ['original-end', '-30 -1 0', [-30, -1, 0], []],
    ['original-end', '\u221230 \u20131', [-30, -1], []],
    ['original-end', '1 30 1 30', [-30, -1], []],
    ['original-end', '  30\n\t1 ;, ', [-30, -1], []],
    ['original-end', '30', [-30, -1], [-1]],
    ['original-end', '0', [-1, 0], [-1]],
    ['original-end', '-0 +0 1', [-1, 0], []],
    ['original-end', '+1', [-1, 1], [-1]],
    ['original-end', '007 1', [-7, -1], []],
    ['original-end', '365 1', [-365, -1], []],
    ['original-grace', '30 29 +14', [14, 29, 30], []],
    ['original-grace', '28', [28, 29], [29]],
    ['original-disabled', '89', [88, 89], [88]],
    ['original-unresolved', '14', [3, 14], [3]],
    ['original-unresolved', '365, 3', [3, 365], []],
    ['invitation-sent', '1 365', [1, 365], []],
    ['transfer-created', '7', [7, 29], [29]],
    ['target-provisioned', '7', [-7, -1], [-1]],
    ['target-term-end-unknown', '1', [-7, -1], [-7]],
    ['gdap-expiry', '31 7', [-31, -7, -1], [-1]],
  ];
  for (const [id, typed, ok, added] of read) {
    it(`when ${id} is to be told on ${JSON.stringify(typed)}, then on ${ok.join(' ')}`, () => {
      assert.deepEqual(readStages(id, typed), { ok, added });
    });
  }

  const problems: [id: StageId, typed: string, problem: StageProblem, params: object][] = [
    ['original-end', '', 'stages.none', {}],
    ['original-end', ' ;, ', 'stages.none', {}],
    ['original-end', '30 days', 'stages.not-a-number', { typed: 'days' }],
    ['original-end', '60-30', 'stages.not-a-number', { typed: '60-30' }],
    ['original-end', '--3', 'stages.not-a-number', { typed: '--3' }],
    ['original-end', '1.5', 'stages.not-a-number', { typed: '1.5' }],
    ['original-end', '1e2', 'stages.not-a-number', { typed: '1e2' }],
    ['original-end', '٣٠', 'stages.not-a-number', { typed: '٣٠' }],
    ['original-end', 'x'.repeat(500), 'stages.not-a-number', { typed: `${'x'.repeat(20)}…` }],
    ['original-end', '30 +2', 'stages.out-of-range', { typed: '+2', earliest: '365', latest: '+1' }],
    ['original-end', '366', 'stages.out-of-range', { typed: '366', earliest: '365', latest: '+1' }],
    [
      'original-end',
      '9'.repeat(400),
      'stages.out-of-range',
      { typed: `${'9'.repeat(20)}…`, earliest: '365', latest: '+1' },
    ],
    ['original-grace', '31', 'stages.out-of-range', { typed: '31', earliest: '2', latest: '30' }],
    ['original-grace', '1', 'stages.out-of-range', { typed: '1', earliest: '2', latest: '30' }],
    ['original-grace', '-7', 'stages.out-of-range', { typed: '-7', earliest: '2', latest: '30' }],
    ['invitation-sent', '0', 'stages.out-of-range', { typed: '0', earliest: '1', latest: '365' }],
    ['target-provisioned', '8', 'stages.out-of-range', { typed: '8', earliest: '7', latest: '0' }],
    ['target-term-end', '+1', 'stages.out-of-range', { typed: '+1', earliest: '365', latest: '0' }],
    ['original-end', numbers(10, 25), 'stages.too-many', { most: 15, stays: '1' }],
    ['original-end', numbers(10, 24), 'stages.too-many', { most: 15, stays: '1' }],
    ['invitation-sent', numbers(10, 25), 'stages.too-many', { most: 15, stays: null }],
  ];
  for (const [id, typed, problem, params] of problems) {
    it(`when ${id} is to be told on ${JSON.stringify(typed.slice(0, 30))}, then ${problem}`, () => {
      assert.deepEqual(readStages(id, typed), { problem, params });
    });
  }
  it('when as many days are typed as there may be, then they are taken', () => {
    const reading = readStages('original-end', numbers(1, MOST_STAGES));
    assert.equal('ok' in reading && reading.ok.length, MOST_STAGES);
  });

  it('when days are written out, then they are read back, in any order and with any signs and marks between', () => {
    holds(
      fc.property(
        anyId,
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(' ', ', ', ';', '\n', ' ; '),
        (id, dice, between) => {
          const days = daysOf(id, dice);
          const written = formatStages(id, days);
          assert.deepEqual(readStages(id, written), { ok: days, added: [] });
          const signed = days.map((day) => (day > 0 ? `+${day}` : `${day}`));
          assert.deepEqual(readStages(id, [...signed, ...signed].reverse().join(between)), { ok: days, added: [] });
        },
      ),
      { numRuns: 1_000 },
    );
  });
  it('when anything at all is typed, then it is days within the limits or a problem', () => {
    const word = fc.oneof(
      fc.string(),
      fc.integer({ min: -400, max: 400 }).map(String),
      fc.constantFrom('+1', '-', '+'),
    );
    holds(
      fc.property(anyId, fc.array(word, { maxLength: 20 }), (id, words) => {
        const reading = readStages(id, words.join(' '));
        if ('problem' in reading) return;
        const { earliest, latest, stays } = stageLimits(id);
        assert.ok(reading.ok.every((day) => day >= earliest && day <= latest && !Object.is(day, -0)));
        assert.ok(reading.ok.length <= MOST_STAGES && (stays === null || reading.ok.includes(stays)));
        assert.deepEqual(readStages(id, formatStages(id, reading.ok)), { ok: reading.ok, added: [] });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a team may choose', () => {
  // The table of stageLimits().
  for (const [id, earliest, latest, stays] of [
    ['invitation-sent', 1, 365, null],
    ['transfer-created', 1, 30, 29],
    ['original-end', -365, 1, -1],
    ['original-grace', 2, 30, 29],
    ['original-disabled', 1, 90, 88],
    ['original-extended-term', 2, 365, null],
    ['original-unresolved', 2, 365, 3],
    ['credit-open', 1, 365, null],
    ['credit-asked', 1, 365, null],
    ['target-provisioned', -7, 0, -1],
    ['target-term-end', -365, 0, -1],
    ['target-term-end-unknown', -365, 0, -7],
    ['gdap-expiry', -365, 0, -1],
  ] as const) {
    it(`when ${id} is timed, then from ${earliest} to ${latest}${stays === null ? '' : `, and ${stays} stays`}`, () => {
      const limits = stageLimits(id);
      assert.deepEqual([limits.earliest, limits.latest, limits.stays], [earliest, latest, stays]);
    });
  }
  for (const id of STAGE_IDS) {
    it(`when the team has said nothing of ${id}, then the product's own days hold, and they are possible`, () => {
      const own = figures().stages(id);
      assert.deepEqual(stagesOf({ stages: {} })(id), own);
      assert.deepEqual(readStages(id, formatStages(id, own)), { ok: own, added: [] });
    });
  }
  it('when the facts know a deadline, then a team may choose up to that day and no further', () => {
    const bounded = STAGE_IDS.filter((id) => !isTaken(id, FURTHEST_STAGE + 1));
    assert.ok(bounded.length >= 6, 'the test has gone blind');
    for (const id of bounded) {
      const { latest } = stageLimits(id);
      assert.deepEqual([isTaken(id, latest), isTaken(id, latest + 1)], [true, false], id);
    }
  });
  it('when two anchors tell of the same end, then no day can be chosen for both', () => {
    const { latest } = stageLimits('original-end');
    for (const id of ['original-grace', 'original-extended-term', 'original-unresolved'] as const) {
      assert.ok(stageLimits(id).earliest > latest, id);
    }
  });
});

describe('the days of a team', () => {
  for (const [title, id, stored, used] of [
    ['has its own', 'original-end', [-30, -1], [-30, -1]],
    ['left out the day that stays', 'original-end', [-30], [-30, -1]],
    ['kept days that are not possible any more', 'original-grace', [7, 29, 45], [7, 29]],
    ['kept nothing that is possible', 'original-grace', [45], [7, 14, 21, 25, 28, 29]],
    ['kept them twice and in no order', 'invitation-sent', [9, 3, 9], [3, 9]],
  ] as const) {
    it(`when it ${title}, then ${used.join(' ')}`, () => {
      const days = stagesOf({ stages: { [id]: [...stored] } });
      assert.deepEqual(days(id), used);
      assert.equal(days(id), days(id));
    });
  }
  it('when it chose for one anchor, then the others are as they were', () => {
    assert.deepEqual(stagesOf({ stages: { 'original-end': [-1] } })('credit-open'), figures().stages('credit-open'));
  });
});

const anyId = fc.constantFrom(...STAGE_IDS);

/** Some days that are possible, among them the one that stays. */
function daysOf(id: StageId, dice: fc.Stream<number>): readonly number[] {
  const { earliest, latest, stays } = stageLimits(id);
  const [count = 1, ...rolls] = [...dice.take(MOST_STAGES)];
  const rolled = rolls
    .slice(0, 1 + (count % (MOST_STAGES - 1)))
    .map((roll) => earliest + (roll % (latest - earliest + 1)));
  return [...new Set(stays === null ? rolled : [...rolled, stays])].sort((a, b) => a - b);
}

function numbers(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).join(' ');
}

/** Whether the facts would take a reminder on that day. */
function isTaken(id: StageId, day: number): boolean {
  const file = FACT_FILES.figures();
  try {
    FACT_FILES.figures({ ...file, stages: { ...file.stages, [id]: { ...file.stages[id], days: [day] } } });
    return true;
  } catch {
    return false;
  }
}
