import { AppError } from '../errors.ts';
import type { PartnerCenterClient } from '../partner-center/client.ts';
import type { CartLine, PricedCartLine } from '../partner-center/ordering.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import type { Move, OrderIntent, OrderLine } from './move.ts';
import { type MoveService, SYSTEM } from './move-service.ts';

/** One line of an order before it is placed; prices before tax, null when Partner Center names none. */
export interface OrderPreviewLine {
  readonly name: string;
  readonly seats: number;
  /** `P1M`, `P1Y` or `P3Y`. */
  readonly term: string;
  /** `monthly`, `annual` or as Partner Center names it. */
  readonly billingCycle: string;
  /** ISO 4217. */
  readonly currency: string | null;
  /** One seat, per billing cycle. */
  readonly unitPrice: number | null;
  /** The whole line, per billing cycle. */
  readonly cyclePrice: number | null;
  /** The whole line over the whole term. */
  readonly termPrice: number | null;
}

/** Orders the new subscriptions of a move in Partner Center: price preview, then one order and never a second. */
export class Ordering {
  readonly #partnerCenter: PartnerCenterClient;
  readonly #catalogue: () => Promise<readonly CatalogOffer[]>;

  constructor(deps: { partnerCenter: PartnerCenterClient; catalogue: () => Promise<readonly CatalogOffer[]> }) {
    this.#partnerCenter = deps.partnerCenter;
    this.#catalogue = deps.catalogue;
  }

  /**
   * What has to be bought: one line an offer, seats added up. Only what is bought anew; a transfer and a channel renewal
   * are started elsewhere. One year, billed monthly, unless the offer has no such term.
   *
   * @throws AppError `ordering.not-in-catalogue`, `ordering.nothing`
   */
  linesOf(move: Move, catalogue: readonly CatalogOffer[]): readonly OrderLine[] {
    const lines = new Map<string, OrderLine>();
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
      lines.set(offer.catalogSku, {
        catalogSku: offer.catalogSku,
        name: offer.title,
        seats,
        term: 'P1Y',
        billingCycle: 'monthly',
      });
    }
    if (lines.size === 0) throw new AppError('ordering.nothing', { hint: 'No original of this move is bought anew.' });
    return [...lines.values()];
  }

  /** What the order would cost, from a cart of Partner Center that is not checked out. Orders nothing. */
  async preview(move: Move): Promise<readonly OrderPreviewLine[]> {
    const { tenantId } = move.customer;
    const wanted = this.linesOf(move, await this.#catalogue());
    const lines = await this.#cartLines(tenantId, wanted);
    const cart = await this.#partnerCenter.createCart(tenantId, lines, { correlationId: move.id });
    refuseFirst(cart.lines);
    return cart.lines.map((line, at) => ({
      name: wanted[at]?.name ?? line.friendlyName ?? '',
      seats: line.quantity,
      term: line.termDuration,
      billingCycle: line.billingCycle,
      currency: line.currency,
      unitPrice: line.unitPrice,
      cyclePrice: line.linePrice,
      termPrice: termPrice(line),
    }));
  }

  /**
   * Places the order a person confirmed. May be called again after a crash at any point: the cart is stored before it is
   * checked out, the checkout carries the intention's own request id, and a lost reply is resolved by reading.
   *
   * @throws AppError `microsoft.*` that is worth another try; a refusal is recorded in the move instead
   */
  async place(moves: MoveService, moveId: string): Promise<void> {
    const state = await moves.state(moveId);
    const { closed, provisioning } = state?.move.facts ?? {};
    const order = provisioning?.order;
    if (state === null || closed !== null || order == null || order.failure !== null || order.orderIds.length > 0)
      return;
    const { customer, id } = state.move;
    const trace = { correlationId: id };
    try {
      const cartId = order.cartId ?? (await this.#storedCart(moves, state.move, order));
      // Null: the move was given up, or another runner was faster and goes on with its own cart.
      if (cartId === null) return;
      const checkout = await this.#partnerCenter.checkoutCart(customer.tenantId, cartId, order.requestId, trace);
      const [refusal] = checkout.refusals;
      if (refusal !== undefined && checkout.orders.length === 0) throw refusal;
      const orderIds = checkout.orders.map((o) => o.id);
      await moves.run(moveId, null, { kind: 'order-progress', cartId, orderIds }, SYSTEM);
      // Some lines were ordered and others refused: what is missing has to be told, not waited for.
      if (refusal !== undefined) await moves.run(moveId, null, { kind: 'order-failed', code: refusal.code }, SYSTEM);
    } catch (error) {
      if (!(error instanceof AppError) || WORTH_ANOTHER_TRY.has(error.code)) throw error;
      await moves.run(moveId, null, { kind: 'order-failed', code: error.code }, SYSTEM);
    }
  }

  /** The cart is stored before it is checked out: whoever stored one goes on, whoever comes second stops. */
  async #storedCart(moves: MoveService, move: Move, order: OrderIntent): Promise<string | null> {
    const cartId = await this.#newCart(move.customer.tenantId, order.lines, move.id);
    const stored = await moves.run(move.id, null, { kind: 'order-progress', cartId, orderIds: [] }, SYSTEM);
    return stored.kind === 'done' || stored.kind === 'unchanged' ? cartId : null;
  }

  async #newCart(tenantId: string, lines: readonly OrderLine[], correlationId: string): Promise<string> {
    const cart = await this.#partnerCenter.createCart(tenantId, await this.#cartLines(tenantId, lines), {
      correlationId,
    });
    refuseFirst(cart.lines);
    return cart.id;
  }

  /** Availabilities change over time, so they are read just before the cart is made. */
  async #cartLines(tenantId: string, lines: readonly OrderLine[]): Promise<CartLine[]> {
    return Promise.all(
      lines.map(async ({ catalogSku, name, seats, term, billingCycle }) => {
        const [productId = '', skuId = ''] = catalogSku.split(':');
        const found = await this.#partnerCenter.availabilities({ tenantId }, { productId, skuId });
        const terms = found.flatMap((availability) => availability.terms.map((t) => ({ ...t, availability })));
        const fits =
          terms.find((t) => t.termDuration === term && t.billingCycle === billingCycle) ??
          terms.find((t) => t.termDuration === term) ??
          terms[0];
        if (fits === undefined) {
          throw new AppError('ordering.not-in-catalogue', {
            params: { name },
            hint: `${catalogSku} has no purchasable availability.`,
          });
        }
        return {
          catalogItemId: fits.availability.catalogItemId,
          quantity: seats,
          termDuration: fits.termDuration,
          billingCycle: fits.billingCycle,
          friendlyName: name,
        };
      }),
    );
  }
}

/** Failures after which the same order may be tried again with the same request id. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  'microsoft.throttled',
  'microsoft.unreachable',
  'microsoft.failed',
  'microsoft.cart-busy',
  'microsoft.order-in-progress',
  'microsoft.order-outcome-unknown',
  'microsoft.unexpected-reply',
]);

/** Billing cycles in a term; null when one of the two words is not known. */
function cyclesIn(term: string, billingCycle: string): number | null {
  const months = { P1M: 1, P1Y: 12, P3Y: 36 }[term];
  const length = { monthly: 1, annual: 12, triennial: 36 }[billingCycle.toLowerCase()];
  return months === undefined || length === undefined || months % length !== 0 ? null : months / length;
}

function termPrice({ linePrice, termDuration, billingCycle }: PricedCartLine): number | null {
  const cycles = cyclesIn(termDuration, billingCycle);
  return linePrice === null || cycles === null ? null : Math.round(linePrice * cycles * 100) / 100;
}

function refuseFirst(lines: readonly PricedCartLine[]): void {
  const refusal = lines.find((l) => l.refusal !== null)?.refusal;
  if (refusal) throw refusal;
}
