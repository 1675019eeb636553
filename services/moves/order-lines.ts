import { AppError } from '../errors.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import type { Move, OrderLine } from './move.ts';

/** One offer to buy and how many seats of it. */
export interface PlannedLine {
  readonly offer: CatalogOffer;
  readonly seats: number;
}

/** How long and how often is paid. */
export interface Term {
  /** `P1M`, `P1Y` or `P3Y`. */
  readonly term: string;
  /** `monthly`, `annual`, ... as Partner Center names it, lower case. */
  readonly billingCycle: string;
}

/** What is chosen unless a person chooses otherwise. */
export const USUAL_TERM: Term = { term: 'P1Y', billingCycle: 'monthly' };

/**
 * What has to be bought: one line an offer, seats added up, the base of an add-on before the add-on. Only what is bought anew; a
 * transfer and a channel renewal are started elsewhere.
 *
 * @throws AppError `ordering.not-in-catalogue`, `ordering.nothing`
 */
export function plannedLines(move: Move, catalogue: readonly CatalogOffer[]): readonly PlannedLine[] {
  const lines = new Map<string, PlannedLine>();
  for (const { path, target } of move.facts.originals) {
    if (path !== 'buy-and-let-end' || target === null) continue;
    const offer = catalogue.find((c) =>
      target.catalogSku === null ? c.skuId === target.skuId : c.catalogSku === target.catalogSku,
    );
    if (offer === undefined) {
      throw new AppError('ordering.not-in-catalogue', {
        params: { name: target.name },
        hint: `No catalogue SKU provisions ${target.skuId} for this partner.`,
      });
    }
    const seats = (lines.get(offer.catalogSku)?.seats ?? 0) + target.seats;
    lines.set(offer.catalogSku, { offer, seats });
  }
  if (lines.size === 0) throw new AppError('ordering.nothing', { hint: 'No original of this move is bought anew.' });
  return [...lines.values()].sort((a, b) => Number(a.offer.isAddon) - Number(b.offer.isAddon));
}

/**
 * What Partner Center would refuse and can be said before anything is sent: seats outside the limits of an offer, an add-on
 * whose base is neither there nor bought with it.
 *
 * @param there Entra SKU ids and catalogue SKUs the customer has already, whoever sold them
 * @throws AppError `ordering.too-few-seats`, `ordering.too-many-seats`, `ordering.base-missing`
 */
export function refuseWhatCannotBe(
  lines: readonly PlannedLine[],
  catalogue: readonly CatalogOffer[],
  there: ReadonlySet<string>,
): void {
  const bought = new Set(lines.map(({ offer }) => offer.catalogSku));
  for (const { offer, seats } of lines) {
    const { title: name, minimumSeats, maximumSeats, prerequisites } = offer;
    if (minimumSeats !== null && seats < minimumSeats)
      throw new AppError('ordering.too-few-seats', { params: { name, seats, limit: minimumSeats } });
    if (maximumSeats !== null && seats > maximumSeats)
      throw new AppError('ordering.too-many-seats', { params: { name, seats, limit: maximumSeats } });
    if (!offer.isAddon || prerequisites.length === 0) continue;
    const bases = prerequisites.map((sku) => ({ sku, offer: catalogue.find((c) => c.catalogSku === sku) }));
    const found = bases.some((b) => bought.has(b.sku) || there.has(b.sku) || there.has(b.offer?.skuId ?? ''));
    if (found) continue;
    const names = [...new Set(bases.flatMap((b) => b.offer?.title ?? []))].slice(0, MOST_BASES_NAMED);
    throw new AppError(names.length === 0 ? 'ordering.base-missing-unnamed' : 'ordering.base-missing', {
      params: { name, bases: names.join('\n') },
      hint: `${offer.catalogSku} needs one of ${prerequisites.join(', ')}.`,
    });
  }
}

const MOST_BASES_NAMED = 3;

/** Whether Partner Center asks for what was confirmed, line by line. A price that nobody knew and nobody knows is the same. */
export function isAsConfirmed(confirmed: readonly OrderLine[], offered: readonly OrderLine[]): boolean {
  return (
    confirmed.length === offered.length &&
    confirmed.every((line, at) => {
      const now = offered[at];
      return now !== undefined && COMPARED.every((field) => line[field] === now[field]);
    })
  );
}

const COMPARED = [
  'catalogSku',
  'seats',
  'term',
  'billingCycle',
  'unitPrice',
  'linePrice',
  'currency',
] as const satisfies readonly (keyof OrderLine)[];

/** The whole line over the whole term, before tax; null when a price, the term or the cycle is not known. */
export function termPrice({ linePrice, term, billingCycle }: OrderLine): number | null {
  const months = { P1M: 1, P1Y: 12, P3Y: 36 }[term];
  const cycle = { monthly: 1, annual: 12, triennial: 36 }[billingCycle.toLowerCase()];
  if (linePrice === null || months === undefined || cycle === undefined || months % cycle !== 0) return null;
  return Math.round(linePrice * (months / cycle) * 100) / 100;
}

/** Seats of all lines. */
export const seatsOf = (lines: readonly Pick<OrderLine, 'seats'>[]): number =>
  lines.reduce((sum, { seats }) => sum + seats, 0);
