import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assess } from '../../services/moves/assess.ts';
import type { Move, Original } from '../../services/moves/move.ts';
import { deriveSteps } from '../../services/moves/steps.ts';
import { judgeLifecycle } from '../../services/rules/lifecycle.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import { aMove, anOffer, anOriginal, aSubscription, aTarget, day, facts, sku } from './builders.ts';
import { holds } from './property.ts';

const iso = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const parts = fc.constantFrom('SPB', 'ENTERPRISEPACK', 'VISIOCLIENT', 'ENTERPRISEWITHSCAL', 'EXCHANGESTANDARD');
const original: fc.Arbitrary<Original> = fc
  .record({
    part: parts,
    target: fc.option(parts),
    endDate: fc.option(fc.oneof(iso, fc.constantFrom('2028-02-29', '2027-12-31', '2027-01-01'))),
    autoRenew: fc.option(fc.boolean()),
    termStart: fc.option(iso),
    source: fc.constantFrom('direct-mosa', 'direct-mca', 'partner-nce', 'partner-legacy', 'enterprise-agreement', null),
    path: fc.constantFrom('transfer', 'buy-and-let-end', 'leave', null),
  })
  .map(({ part, target, ...rest }) =>
    anOriginal({
      ...rest,
      skuId: sku(part).skuId,
      target: target === null ? null : aTarget({ skuId: sku(target).skuId }),
    }),
  );
const originals = fc
  .array(original, { minLength: 2, maxLength: 5 })
  .map((list) => list.map((o, i) => ({ ...o, id: `o${i}` })));

const CATALOGUE = ['SPB', 'SPE_E3', 'ENTERPRISEPACK', 'ENTERPRISEPREMIUM', 'VISIOCLIENT'].map((p) => anOffer(p));
const stepsOf = (move: Move, today: string) =>
  deriveSteps(move, assess(move, day(today), { skus: facts, catalogue: CATALOGUE })).map((s) => ({
    id: s.id,
    status: s.status,
    severity: s.severity,
    verdicts: s.verdicts.map((v) => JSON.stringify(v)).sort(),
  }));

describe('the order of the facts', () => {
  it('when the same originals come in any order, then the steps are the same', () => {
    holds(
      fc.property(originals, fc.infiniteStream(fc.nat()), iso, (list, dice, today) => {
        const there = aMove({ originals: list });
        const back = aMove({ originals: shuffled(list, dice) });
        assert.deepEqual(stepsOf(back, today), stepsOf(there, today));
      }),
    );
  });
  it('when the same originals and subscriptions come in any order, then the reminders are the same, in the same order', () => {
    const subscriptions = ['s2', 's10', 's1'].map((id) => aSubscription({ id, autoRenew: false }));
    const move = (list: readonly Original[], bought: typeof subscriptions) =>
      aMove({
        originals: list,
        provisioning: {
          state: 'reported',
          requested: null,
          order: null,
          quote: null,
          approval: null,
          before: null,
          subscriptions: bought,
          verifiedAt: null,
        },
      });
    holds(
      fc.property(originals, fc.infiniteStream(fc.nat()), iso, (list, dice, today) => {
        const there = planReminders(move(list, subscriptions), day(today));
        assert.deepEqual(planReminders(move(shuffled(list, dice), subscriptions.toReversed()), day(today)), there);
        const order = there.map((r) => `${r.dueOn} ${r.key}`);
        assert.deepEqual(
          order,
          order.toSorted((a, b) => (a < b ? -1 : 1)),
        );
      }),
    );
  });
  it('when the same question is asked again, then the answer is the same, whatever was asked between', () => {
    holds(
      fc.property(originals, originals, iso, (list, other, today) => {
        const first = JSON.stringify(stepsOf(aMove({ originals: list }), today));
        stepsOf(aMove({ originals: other }), today);
        assert.equal(JSON.stringify(stepsOf(aMove({ originals: list }), today)), first);
      }),
    );
  });
});

describe('time zones', () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it('when the process runs in any time zone, then every date is the one of the UTC calendar', () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), 'Etc/GMT+12', 'Etc/GMT-14'];
    for (const [i, zone] of zones.entries()) {
      process.env.TZ = zone;
      // Each zone its own dates, so that nothing comes from memory; together they pass leap days, year ends and changes of the clock.
      const endDate = utcDate(Date.UTC(2031, 0, 1) + i * DAY);
      const later = (days: number) => utcDate(Date.parse(`${endDate}T00:00:00Z`) + days * DAY);
      const one = anOriginal({ endDate, termStart: '2026-03-29' });
      const today = day(later(-95));
      const { graceUntil, dataUntil } = judgeLifecycle(one, today);
      assert.deepEqual([graceUntil, dataUntil], [later(30), later(120)], zone);
      for (const r of planReminders(aMove({ originals: [one] }), today)) {
        const from = r.anchor === 'original-disabled' ? 30 : 0;
        assert.equal(r.dueOn, later(from + r.stage), `${zone} ${r.key}`);
      }
    }
  });
  it('when an instant is near midnight, then its date in UTC counts in every zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Kolkata', 'America/St_Johns']) {
      process.env.TZ = zone;
      const end = judgeLifecycle(anOriginal({ endDate: `2027-12-31T23:59:59Z` }), day('2026-11-20')).endDate;
      assert.equal(end, '2027-12-31', zone);
    }
  });
});

describe('calendar dates', () => {
  it('when days are counted over leap days and year ends, then the count is the one of the calendar', () => {
    const lengths = fc.integer({ min: 0, max: 400 });
    holds(
      fc.property(
        fc.oneof(iso, fc.constantFrom('2028-02-29', '2027-12-31', '2028-02-28')),
        lengths,
        (endDate, days) => {
          const { graceUntil, dataUntil } = judgeLifecycle(
            anOriginal({ endDate, termStart: null }),
            day('2025-01-01').add({ days }),
          );
          const utc = (text: string | null) => Date.parse(`${text}T00:00:00Z`) / DAY;
          assert.equal(utc(graceUntil) - utc(endDate), 30);
          assert.equal(utc(dataUntil) - utc(endDate), 120);
        },
      ),
    );
  });
});

const DAY = 86_400_000;

function utcDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function shuffled<T>(list: readonly T[], dice: fc.Stream<number>): readonly T[] {
  const keyed = list.map((item) => ({ item, key: dice.next().value ?? 0 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
