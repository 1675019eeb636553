import assert from 'node:assert/strict';
import { isAsConfirmed, plannedLines, refuseWhatCannotBe, termPrice } from '../../services/moves/order-lines.ts';
import { orderTiming } from '../../services/moves/order-timing.ts';
import type { CatalogOffer } from '../../services/rules/judgement.ts';
import { aMove, anAssessedOriginal, anOrderLine, anOriginal, aTarget, SPB, TODAY } from '../builders.ts';

const offer = (catalogSku: string, overrides: Partial<CatalogOffer> = {}): CatalogOffer => ({
  catalogSku,
  skuId: `sku-of-${catalogSku}`,
  title: `Offer ${catalogSku}`,
  minimumSeats: null,
  maximumSeats: null,
  segment: 'commercial',
  isTrial: false,
  isAddon: false,
  prerequisites: [],
  terms: [],
  ...overrides,
});

const buying = (...lines: readonly (readonly [catalogSku: string, seats: number])[]) =>
  aMove({
    facts: {
      originals: lines.map(([catalogSku, seats], n) =>
        anOriginal({
          id: `o-${n}`,
          path: 'buy-and-let-end',
          target: aTarget({ skuId: `sku-of-${catalogSku}`, catalogSku, seats }),
        }),
      ),
    },
  });

const BASE = offer('base:1', { title: 'Teams Base' });
const ADDON = offer('addon:1', { isAddon: true, prerequisites: ['base:1', 'other:1'] });

describe('the lines of an order', () => {
  it('when several originals become one offer, then it is one line with all their seats', () => {
    const lines = plannedLines(buying(['base:1', 5], ['base:1', 7]), [BASE]);
    assert.deepEqual(
      lines.map(({ seats }) => seats),
      [12],
    );
  });

  it('when an add-on is bought with its base, then the base comes first and nothing is in the way', () => {
    const lines = plannedLines(buying(['addon:1', 5], ['base:1', 5]), [ADDON, BASE]);
    assert.deepEqual(
      lines.map((l) => l.offer.catalogSku),
      ['base:1', 'addon:1'],
    );
    refuseWhatCannotBe(lines, [ADDON, BASE], new Set());
  });

  for (const there of ['base:1', BASE.skuId]) {
    it(`when the customer has the base of an add-on already (${there}), then nothing is in the way`, () => {
      const lines = plannedLines(buying(['addon:1', 5]), [ADDON, BASE]);
      refuseWhatCannotBe(lines, [ADDON, BASE], new Set([there]));
    });
  }

  it('when the base of an add-on is nowhere, then the sentence names it', () => {
    const lines = plannedLines(buying(['addon:1', 5]), [ADDON, BASE]);
    assert.throws(() => refuseWhatCannotBe(lines, [ADDON, BASE], new Set()), {
      code: 'ordering.base-missing',
      params: { name: 'Offer addon:1', bases: 'Teams Base' },
    });
    assert.throws(() => refuseWhatCannotBe(lines, [ADDON], new Set()), { code: 'ordering.base-missing-unnamed' });
  });

  for (const [seats, limits, code] of [
    [4, { minimumSeats: 5 }, 'ordering.too-few-seats'],
    [301, { maximumSeats: 300 }, 'ordering.too-many-seats'],
  ] as const) {
    it(`when ${seats} seats are outside ${JSON.stringify(limits)}, then it is refused before anything is sent`, () => {
      const limited = offer('base:1', limits);
      const lines = plannedLines(buying(['base:1', seats]), [limited]);
      assert.throws(() => refuseWhatCannotBe(lines, [limited], new Set()), { code });
    });
  }

  it('when the seats of two originals together are too many, then it is refused as well', () => {
    const limited = offer('base:1', { maximumSeats: 300 });
    const lines = plannedLines(buying(['base:1', 200], ['base:1', 101]), [limited]);
    assert.throws(() => refuseWhatCannotBe(lines, [limited], new Set()), { code: 'ordering.too-many-seats' });
  });

  for (const change of [
    { seats: 26 },
    { term: 'P1M' },
    { billingCycle: 'annual' },
    { unitPrice: 18.71 },
    { unitPrice: null },
    { linePrice: 467.51 },
    { currency: 'USD' },
  ]) {
    it(`when Partner Center offers ${JSON.stringify(change)}, then that is not what was confirmed`, () => {
      assert.equal(isAsConfirmed([anOrderLine()], [anOrderLine()]), true);
      assert.equal(isAsConfirmed([anOrderLine()], [anOrderLine(change)]), false);
      assert.equal(isAsConfirmed([anOrderLine(change)], [anOrderLine()]), false);
    });
  }

  it('when a line is missing or one more, then that is not what was confirmed', () => {
    assert.equal(isAsConfirmed([anOrderLine()], []), false);
    assert.equal(isAsConfirmed([anOrderLine()], [anOrderLine(), anOrderLine()]), false);
  });

  it('when the price of the term is asked for, then it is the price of all its cycles, or not known', () => {
    assert.equal(termPrice(anOrderLine()), 5610);
    assert.equal(termPrice(anOrderLine({ term: 'P3Y', billingCycle: 'annual', linePrice: 100 })), 300);
    assert.equal(termPrice(anOrderLine({ term: 'P1M', billingCycle: 'annual' })), null);
    assert.equal(termPrice(anOrderLine({ term: 'P5Y' })), null);
    assert.equal(termPrice(anOrderLine({ linePrice: null })), null);
  });
});

describe('the day to order', () => {
  const ending = (
    endDate: string | null,
    provisionBy = endDate,
    path: 'buy-and-let-end' | 'transfer' = 'buy-and-let-end',
  ) => {
    const original = anOriginal({ endDate, path, name: `until ${endDate}`, skuId: SPB });
    const { lifecycle } = anAssessedOriginal(original);
    return anAssessedOriginal(original, { lifecycle: { ...lifecycle, endDate, provisionBy } });
  };

  it('when the originals end on several days, then the first decides, and both are paid until the last', () => {
    const timing = orderTiming([ending('2027-02-01'), ending('2026-12-31')], TODAY);
    assert.deepEqual(
      [timing.orderBy, timing.first?.end, timing.paidTwiceUntil, timing.now, timing.daysLeft],
      ['2026-12-28', '2026-12-31', '2027-02-01', false, 3],
    );
  });

  it('when the day has passed and the original still runs, then it is now', () => {
    const timing = orderTiming([ending('2026-11-21')], TODAY);
    assert.deepEqual([timing.now, timing.first?.over], [true, false]);
  });

  it('when the original is over, then the last documented day counts and never a later one', () => {
    const timing = orderTiming([ending('2026-11-10', '2026-12-10')], TODAY);
    assert.deepEqual([timing.orderBy, timing.first?.over, timing.daysLeft], ['2026-12-10', true, 0]);
  });

  it('when an end date is not known, then nothing is promised about when both stop being paid', () => {
    const timing = orderTiming([ending(null, null), ending('2026-12-31')], TODAY);
    assert.deepEqual([timing.paidTwiceUntil, timing.orderBy], [null, '2026-12-28']);
    assert.deepEqual(orderTiming([ending(null, null)], TODAY), {
      first: null,
      paidTwiceUntil: null,
      orderBy: null,
      now: false,
      daysLeft: 0,
    });
  });

  it('when an original comes by transfer, then it is not paid twice', () => {
    assert.equal(orderTiming([ending('2026-12-31', '2026-12-31', 'transfer')], TODAY).first, null);
  });
});
