import { Temporal } from 'temporal-polyfill';
import { type Clock, systemClock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { PATIENCE_MS, within } from '../identity/time-limit.ts';
import type { OrderRefusal } from '../partner-center/checkout.ts';
import type { PartnerCenterClient } from '../partner-center/client.ts';
import { catalogSkuOf, type Order } from '../partner-center/ordering.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import { freshCart, refusedLines } from './fresh-cart.ts';
import type { Move, OrderIntent, OrderLine, OrderQuote, RefusedLine } from './move.ts';
import { type MoveService, SYSTEM } from './move-service.ts';
import { isAsConfirmed, plannedLines, refuseWhatCannotBe, seatsOf, type Term, USUAL_TERM } from './order-lines.ts';

/** What an order would cost and what a person has to know before confirming it. */
export interface Quotation {
  readonly quote: OrderQuote;
  /** Ways to pay that every line can be bought with; empty when there is none in common. */
  readonly terms: readonly Term[];
  /** Lines Partner Center would not accept: nothing can be confirmed then. */
  readonly refused: readonly RefusedLine[];
  /** What somebody has ordered of the same offers since the move was opened. */
  readonly alreadyOrdered: readonly { readonly name: string; readonly seats: number; readonly on: string | null }[];
}

/** Orders the new subscriptions of a move in Partner Center: a price, then one order and never a second. */
export class Ordering {
  readonly #partnerCenter: PartnerCenterClient;
  readonly #catalogue: () => Promise<readonly CatalogOffer[]>;
  readonly #clock: Clock;
  readonly #approvalSeats: number | null;

  constructor(deps: {
    partnerCenter: PartnerCenterClient;
    catalogue: () => Promise<readonly CatalogOffer[]>;
    clock?: Clock;
    /** From so many seats in one order on, a second person has to approve it; null: never. */
    approvalSeats?: number | null;
  }) {
    this.#partnerCenter = deps.partnerCenter;
    this.#catalogue = deps.catalogue;
    this.#clock = deps.clock ?? systemClock;
    this.#approvalSeats = deps.approvalSeats ?? null;
  }

  /** Whether an order of these lines needs a second person. */
  needsApproval(lines: readonly Pick<OrderLine, 'seats'>[]): boolean {
    return this.#approvalSeats !== null && seatsOf(lines) >= this.#approvalSeats;
  }

  /**
   * What the order would cost, from a cart of Partner Center that is not checked out. Orders nothing.
   *
   * @param wanted how to pay; a line that cannot be bought so keeps a way of its own, which its line of the quote says
   * @throws AppError `ordering.*` for what Partner Center would refuse anyway, `microsoft.*`
   */
  async quote(move: Move, wanted: Term = USUAL_TERM): Promise<Quotation> {
    return within(AbortSignal.timeout(PATIENCE_MS), () => this.#quote(move, wanted));
  }

  async #quote(move: Move, wanted: Term): Promise<Quotation> {
    const { tenantId } = move.customer;
    const trace = { correlationId: move.id };
    const catalogue = await this.#catalogue();
    const planned = plannedLines(move, catalogue);
    const [own, orders] = await Promise.all([
      this.#partnerCenter.subscriptions(tenantId, trace),
      this.#partnerCenter.orders(tenantId, trace),
    ]);
    const running = own.filter(({ status }) => status === 'active').flatMap(({ catalogSku }) => catalogSku ?? []);
    const originals = move.facts.originals.flatMap((o) => (o.ended === null && o.skuId !== null ? [o.skuId] : []));
    refuseWhatCannotBe(planned, catalogue, new Set([...running, ...originals]));
    const lines = planned.map(({ offer, seats }) => ({
      ...UNPRICED,
      ...wanted,
      catalogSku: offer.catalogSku,
      name: offer.title,
      seats,
      // Partner Center may have asked for it although the catalogue did not say so.
      attestation: offer.attestation === true || attestationMissed(move, offer.catalogSku),
    }));
    const fresh = await freshCart(this.#partnerCenter, tenantId, lines, move.id);
    const since = Temporal.Instant.from(move.openedAt).epochMilliseconds;
    return {
      quote: { lines: fresh.priced, knownOrders: orders.map(({ id }) => id).sort() },
      terms: fresh.terms,
      refused: refusedLines(fresh),
      alreadyOrdered: sameOffers(orders, lines).flatMap(({ order, line }) =>
        order.createdAt !== null && Date.parse(order.createdAt) >= since
          ? [{ name: line.name ?? line.offerId, seats: line.quantity, on: order.createdAt }]
          : [],
      ),
    };
  }

  /**
   * Places the order a person confirmed. May be called again after a crash at any point, and by several runners at once:
   *
   * | it ended | what is there | then |
   * | --- | --- | --- |
   * | before the cart was stored | perhaps a cart that nobody checks out | a new cart |
   * | after it | one cart, perhaps ordered | it is looked at before anything is sent, and only it is ever checked out |
   * | after the order was recorded | the order | nothing |
   *
   * What Partner Center now asks for is compared with what was confirmed before the cart is stored.
   *
   * @throws AppError `microsoft.*` that is worth another try; a refusal is recorded in the move instead
   */
  async place(moves: MoveService, moveId: string): Promise<void> {
    const state = await moves.state(moveId);
    const { closed, provisioning } = state?.move.facts ?? {};
    const order = provisioning?.order;
    if (state === null || closed !== null || order == null || order.failure !== null || order.orderIds.length > 0)
      return;
    const fail = async (failure: Failure) => {
      await moves.run(moveId, null, { kind: 'order-failed', requestId: order.requestId, ...failure }, SYSTEM);
    };
    try {
      const stored =
        order.cartId === null
          ? await this.#storedCart(moves, state.move, order)
          : { cartId: order.cartId, sentBefore: true };
      if (stored === null) return;
      if ('code' in stored) return await fail(stored);
      await this.#checkOut(moves, state.move, order, stored);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (WORTH_ANOTHER_TRY.has(error.code)) {
        // Another runner may have recorded it meanwhile.
        const now = (await moves.state(moveId))?.move.facts.provisioning.order;
        if (now?.requestId === order.requestId && now.orderIds.length > 0) return;
        throw error;
      }
      // A young cart does not expire: what became of it is not clear yet.
      if (error.code === 'microsoft.cart-gone' && !this.#isOld(state.move)) throw error;
      await fail({ code: error.code });
    }
  }

  /**
   * A cart that asks for what was confirmed, stored before it is checked out. When another runner was faster, its cart is the one
   * to go on with: that runner may have died since.
   *
   * @returns the stored cart, why there is none, or null when the order is not (or no longer) to be placed
   */
  async #storedCart(moves: MoveService, move: Move, order: OrderIntent): Promise<StoredCart | Failure | null> {
    const { tenantId } = move.customer;
    const others = await this.#partnerCenter.orders(tenantId, { correlationId: move.id });
    const known = order.knownOrders;
    if (known !== null && sameOffers(others, order.lines).some((found) => !known.includes(found.order.id)))
      return { code: 'ordering.ordered-meanwhile' };
    const fresh = await freshCart(this.#partnerCenter, tenantId, order.lines, move.id);
    const refused = refusedLines(fresh);
    if (refused[0] !== undefined) return { code: refused[0].code, refusedLines: refused };
    if (!isAsConfirmed(order.lines, fresh.priced)) return { code: 'ordering.price-changed', offered: fresh.priced };
    const { requestId } = order;
    const progress = { kind: 'order-progress', requestId, cartId: fresh.cart.id, orderIds: [] } as const;
    const { state } = await moves.run(move.id, null, progress, SYSTEM);
    const now = state.move.facts.provisioning.order;
    if (now?.requestId !== requestId || now.failure !== null || now.orderIds.length > 0 || now.cartId === null)
      return null;
    return { cartId: now.cartId, sentBefore: now.cartId !== fresh.cart.id };
  }

  async #checkOut(
    moves: MoveService,
    move: Move,
    order: OrderIntent,
    { cartId, sentBefore }: StoredCart,
  ): Promise<void> {
    const { requestId, lines, knownOrders } = order;
    const { orders, refusals, recovered } = await this.#partnerCenter.checkoutCart(
      move.customer.tenantId,
      {
        id: cartId,
        requestId,
        sentBefore,
        lines: lines.map(({ catalogSku, seats, term }) => ({ catalogSku, quantity: seats, termDuration: term })),
        otherOrders: knownOrders ?? [],
      },
      { correlationId: move.id },
    );
    const missing = notOrdered(lines, orders);
    const told = await this.#refusedBy(refusals, missing, move, cartId);
    // What was found afterwards tells nothing about the rest.
    const rest = recovered ? missing.filter(({ name }) => told.every((line) => line.name !== name)) : [];
    const unsure = rest.map(({ name }) => ({ name, code: 'microsoft.order-outcome-unknown' }));
    const refused = [...told, ...unsure];
    if (orders.length === 0) {
      const code = refused[0]?.code ?? 'microsoft.unexpected-reply';
      await moves.run(move.id, null, { kind: 'order-failed', requestId, code, refusedLines: refused }, SYSTEM);
      return;
    }
    const orderIds = orders.map(({ id }) => id);
    await moves.run(
      move.id,
      null,
      { kind: 'order-progress', requestId, cartId, orderIds, refusedLines: refused },
      SYSTEM,
    );
  }

  /** Which of the lines that were not ordered each refusal is about; all of them where Partner Center does not say. */
  async #refusedBy(
    refusals: readonly OrderRefusal[],
    missing: readonly OrderLine[],
    { id, customer }: Move,
    cartId: string,
  ): Promise<readonly RefusedLine[]> {
    const grouped = missing.length > 1 && refusals.some(({ orderGroup }) => orderGroup !== null);
    // The order counts, not its explanation: a cart that cannot be read leaves it less exact.
    const cart = grouped
      ? await this.#partnerCenter
          .getCart(customer.tenantId, cartId, { correlationId: id })
          .catch((error: unknown) => nothingFrom(error))
      : null;
    return refusals.flatMap(({ orderGroup, catalogSkus, error }) => {
      const group = (cart?.lines ?? [])
        .filter((line) => orderGroup !== null && line.orderGroup === orderGroup)
        .map(({ catalogItemId }) => catalogSkuOf(catalogItemId));
      const about = missing.filter(({ catalogSku }) => (catalogSkus ?? group).includes(catalogSku));
      return linesOr(about.length > 0 ? about : missing, error.code);
    });
  }

  /** Confirmed long enough ago that an order would be readable. */
  #isOld({ facts }: Move): boolean {
    const { requested } = facts.provisioning;
    if (requested === null) return false;
    return this.#clock.now().since(Temporal.Instant.from(requested.at)).total('hours') >= 24;
  }
}

interface Failure {
  readonly code: string;
  readonly refusedLines?: readonly RefusedLine[];
  readonly offered?: readonly OrderLine[];
}

interface StoredCart {
  readonly cartId: string;
  /** Somebody may have submitted it already. */
  readonly sentBefore: boolean;
}

const UNPRICED = { unitPrice: null, linePrice: null, currency: null } as const;

/** Failures after which the same order may be tried again with the same request id. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  'microsoft.throttled',
  'microsoft.unreachable',
  'microsoft.failed',
  'microsoft.slow',
  'microsoft.cart-busy',
  'microsoft.cart-submitted',
  'microsoft.order-in-progress',
  'microsoft.order-outcome-unknown',
  'microsoft.unexpected-reply',
]);

/** Lines of orders that hold one of these offers. Cancelled orders do not count. */
function sameOffers(orders: readonly Order[], lines: readonly Pick<OrderLine, 'catalogSku'>[]) {
  const wanted = new Set(lines.map(({ catalogSku }) => catalogSku));
  return orders
    .filter(({ status }) => status !== 'cancelled' && status !== 'error')
    .flatMap((order) => order.lines.map((line) => ({ order, line })))
    .filter(({ line }) => wanted.has(catalogSkuOf(line.offerId)));
}

function nothingFrom(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}

/** The lines that none of these orders holds. */
function notOrdered(lines: readonly OrderLine[], orders: readonly Order[]): readonly OrderLine[] {
  const held = new Set(orders.flatMap((order) => order.lines.map(({ offerId }) => catalogSkuOf(offerId))));
  return lines.filter(({ catalogSku }) => !held.has(catalogSku));
}

function linesOr(missing: readonly OrderLine[], code: string): readonly RefusedLine[] {
  return missing.length === 0 ? [{ name: null, code }] : missing.map(({ name }) => ({ name, code }));
}

function attestationMissed({ facts }: Move, catalogSku: string): boolean {
  const { order } = facts.provisioning;
  if (order === null) return false;
  const named = order.lines.find((line) => line.catalogSku === catalogSku)?.name;
  const missed = order.refusedLines.some(({ name, code }) => code === ATTESTATION && (name === null || name === named));
  return missed || (order.failure === ATTESTATION && order.refusedLines.length === 0);
}

const ATTESTATION = 'microsoft.attestation-missing';
