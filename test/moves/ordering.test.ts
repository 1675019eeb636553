import assert from 'node:assert/strict';
import { AppError } from '../../services/errors.ts';
import type { Move, OrderIntent } from '../../services/moves/move.ts';
import { MoveService } from '../../services/moves/move-service.ts';
import { Ordering } from '../../services/moves/ordering.ts';
import type { PartnerCenterClient } from '../../services/partner-center/client.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import { skuIdOf } from '../../services/sandbox/licences.ts';
import { story } from '../../services/sandbox/stories.ts';
import { tenantIdOf } from '../../services/sandbox/story.ts';
import { aCustomer, aMove, anOriginal, aTarget, stated } from '../builders.ts';
import { type RunningSandbox, runSandbox, START } from '../sandbox/start.ts';
import { MemoryStore } from './memory-store.ts';
import { SAM } from './walk.ts';

const CUSTOMER = story({
  id: 'orders',
  name: 'Orders',
  domain: 'orders.example',
  teaches: '',
  invitation: { kind: 'already-customer' },
  originals: [],
});
const tenantId = tenantIdOf(CUSTOMER);

describe('placing an order', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox({ stories: [CUSTOMER] });
  });
  afterEach(() => running.close());

  /** A move that buys these licences, and the parts that order them; `change` puts something between us and Partner Center. */
  async function house(
    wanted: readonly (readonly [partNumber: string, seats: number])[],
    change: (real: PartnerCenterClient) => Partial<PartnerCenterClient> = () => ({}),
  ) {
    const catalogue = () => running.partnerCenter.catalogue({ country: 'IT' });
    const offers = await catalogue();
    const originals = wanted.map(([partNumber, seats], n) => {
      const offer = offers.find(({ skuId }) => skuId === skuIdOf(partNumber));
      assert.ok(offer, partNumber);
      const { skuId, title: name, catalogSku } = offer;
      const target = aTarget({ skuId, name, catalogSku, seats, lossAccepted: stated(true) });
      return anOriginal({ id: `o-${n}`, skuId: null, name, seats, assignedSeats: 0, path: 'buy-and-let-end', target });
    });
    const base = aMove();
    const move: Move = {
      ...base,
      customer: aCustomer({ tenantId }),
      openedAt: START,
      facts: {
        ...base.facts,
        partnerCountry: 'IT',
        tenantCountry: 'IT',
        relationship: { ...base.facts.relationship, status: 'reseller' },
        agreement: { status: 'accepted', acceptedOn: '2026-11-12', source: 'partner-center' },
        eligibility: { vetting: 'Allowed', qualifications: [], confirmed: stated(true) },
        originals,
        originalsConfirmed: stated(true),
      },
    };
    const memory = new MemoryStore(move);
    const skus = loadSkuFacts();
    const { clock } = running.sandbox;
    const moves = new MoveService({
      store: memory.store,
      clock,
      rules: async () => ({ skus, catalogue: [] }),
      newId: () => '',
    });
    const real = running.partnerCenter;
    const changed = change(real);
    const partnerCenter = new Proxy(real, {
      get: (target, name) => {
        // Only methods are asked for; a changed one stands in for the real one of the same name.
        const method = (changed as Record<PropertyKey, unknown>)[name] ?? Reflect.get(target, name);
        return typeof method === 'function' ? method.bind(target) : method;
      },
    });
    const ordering = new Ordering({ partnerCenter, catalogue, clock });
    const order = (): OrderIntent => {
      const { order: intent } = memory.move(move.id).facts.provisioning;
      assert.ok(intent);
      return intent;
    };
    const confirm = async () => {
      const { quote } = await ordering.quote(memory.move(move.id));
      const outcome = await moves.run(move.id, null, { kind: 'order', requestId: crypto.randomUUID(), ...quote }, SAM);
      assert.equal(outcome.kind, 'done');
    };
    return { memory, moves, ordering, move, confirm, order, place: () => ordering.place(moves, move.id) };
  }

  const orders = () => running.sandbox.happened().orders;
  const carts = () => running.sandbox.happened().carts;

  it('when two instances place it at the same moment, then one cart is checked out and both know the order', async () => {
    const { confirm, place, order } = await house([['SPE_E3', 7]]);
    await confirm();
    const made = carts().length;
    await Promise.allSettled([place(), place(), place()]);
    running.sandbox.clock.advance(1);
    await place();
    assert.equal(orders().length, 1);
    assert.deepEqual([order().orderIds, order().failure], [[orders()[0]?.id], null]);
    assert.ok(carts().length > made, 'carts that are not ordered do no harm');
    assert.equal(carts().filter(({ status }) => status === 'Ordered').length, 1);
  });

  it('when an instance died after it had stored its cart, then another one goes on with that very cart', async () => {
    const dead = await house([['SPE_E3', 7]], () => ({
      checkoutCart: () => Promise.reject(new Error('the process died')),
    }));
    await dead.confirm();
    await assert.rejects(dead.place(), /died/);
    const { cartId } = dead.order();
    assert.ok(cartId);
    const other = new Ordering({
      partnerCenter: running.partnerCenter,
      catalogue: async () => [],
      clock: running.sandbox.clock,
    });
    await other.place(dead.moves, dead.move.id);
    assert.equal(carts().find(({ status }) => status === 'Ordered')?.id, cartId);
    assert.equal(orders().length, 1);
  });

  it('when the checkout orders some lines and refuses others, then both are recorded line by line, and nothing is ordered again', async () => {
    const { confirm, place, order, moves, move, ordering } = await house(
      [
        ['SPE_E3', 7],
        ['VISIOCLIENT', 2],
      ],
      () => ({
        checkoutCart: async () => ({
          orders: [
            {
              id: 'order-1',
              status: 'pending',
              createdAt: START,
              lines: [
                {
                  lineNumber: 0,
                  offerId: `${await catalogSkuOf('SPE_E3')}:X`,
                  name: null,
                  quantity: 7,
                  termDuration: 'P1Y',
                  subscriptionId: null,
                },
              ],
            },
          ],
          refusals: [{ orderGroup: '1', error: new AppError('microsoft.offer-not-eligible') }],
          recovered: false,
        }),
      }),
    );
    await confirm();
    await place();
    assert.deepEqual(order().orderIds, ['order-1']);
    assert.deepEqual(order().refusedLines, [{ name: 'Visio Plan 2', code: 'microsoft.offer-not-eligible' }]);
    const state = await moves.state(move.id);
    assert.equal(state?.current.status, 'current');
    assert.deepEqual(state?.assessment.provisioning[0]?.params, {
      name: 'Visio Plan 2',
      reason: 'microsoft.offer-not-eligible',
    });
    const { quote } = await ordering.quote(state.move);
    const again = await moves.run(move.id, null, { kind: 'order', requestId: crypto.randomUUID(), ...quote }, SAM);
    assert.equal(again.kind === 'refused' && again.refusal.code, 'move.look-first');
  });

  it('when only a part of the order is found after a lost reply, then the rest is told as not known, and nothing is ordered again', async () => {
    const { confirm, place, order } = await house(
      [
        ['SPE_E3', 7],
        ['VISIOCLIENT', 2],
      ],
      (real) => ({
        checkoutCart: async (...given) => {
          const { orders: placed } = await real.checkoutCart(...given);
          return { orders: placed.map((o) => ({ ...o, lines: o.lines.slice(0, 1) })), refusals: [], recovered: true };
        },
      }),
    );
    await confirm();
    await place();
    assert.deepEqual(order().refusedLines, [{ name: 'Visio Plan 2', code: 'microsoft.order-outcome-unknown' }]);
    assert.equal(order().orderIds.length, 1);
  });

  it('when the checkout is answered with success and nothing but errors, then that is a failure', async () => {
    const { confirm, place, order } = await house([['SPE_E3', 7]], () => ({
      checkoutCart: async () => ({
        orders: [],
        refusals: [{ orderGroup: '0', error: new AppError('microsoft.risk-check') }],
        recovered: false,
      }),
    }));
    await confirm();
    await place();
    assert.deepEqual([order().failure, order().refusedLines[0]?.name], ['microsoft.risk-check', 'Microsoft 365 E3']);
  });

  it('when the cart names its lines in another order, then each price and refusal still goes to its own line', async () => {
    let refusal: AppError | null = null;
    const { ordering, move } = await house(
      [
        ['SPE_E3', 7],
        ['VISIOCLIENT', 2],
      ],
      (real) => ({
        createCart: async (...given) => {
          const cart = await real.createCart(...given);
          return { ...cart, lines: cart.lines.map((l, at) => (at === 1 ? { ...l, refusal } : l)).toReversed() };
        },
      }),
    );
    const { quote } = await ordering.quote(move);
    assert.deepEqual(
      quote.lines.map(({ name, seats }) => [name, seats]),
      [
        ['Microsoft 365 E3', 7],
        ['Visio Plan 2', 2],
      ],
    );
    refusal = new AppError('microsoft.offer-not-eligible');
    assert.deepEqual((await ordering.quote(move)).refused, [
      { name: 'Visio Plan 2', code: 'microsoft.offer-not-eligible' },
    ]);
  });

  it('when several groups of a cart are refused, then each refusal goes to the lines of its group', async () => {
    const { confirm, place, order } = await house(
      [
        ['SPE_E3', 7],
        ['VISIOCLIENT', 2],
      ],
      (real) => ({
        getCart: async (...given) => {
          const cart = await real.getCart(...given);
          return { ...cart, lines: cart.lines.map((l, at) => ({ ...l, orderGroup: String(at) })) };
        },
        checkoutCart: async () => ({
          orders: [],
          refusals: [
            { orderGroup: '0', error: new AppError('microsoft.risk-check') },
            { orderGroup: '1', error: new AppError('microsoft.offer-not-eligible') },
          ],
          recovered: false,
        }),
      }),
    );
    await confirm();
    await place();
    assert.deepEqual(order().refusedLines, [
      { name: 'Microsoft 365 E3', code: 'microsoft.risk-check' },
      { name: 'Visio Plan 2', code: 'microsoft.offer-not-eligible' },
    ]);
  });

  it('when a line of the cart is refused, then nothing is checked out and the line is named', async () => {
    const { confirm, place, order } = await house(
      [
        ['SPE_E3', 7],
        ['VISIOCLIENT', 2],
      ],
      (real) => {
        let made = 0;
        return {
          createCart: async (...given) => {
            const cart = await real.createCart(...given);
            made += 1;
            const refusal = made > 1 ? new AppError('microsoft.offer-not-eligible') : null;
            return { ...cart, lines: cart.lines.map((l, at) => (at === 1 ? { ...l, refusal } : l)) };
          },
        };
      },
    );
    await confirm();
    await place();
    assert.deepEqual(order().refusedLines, [{ name: 'Visio Plan 2', code: 'microsoft.offer-not-eligible' }]);
    assert.deepEqual([order().cartId, orders().length], [null, 0]);
  });

  it('when another term is offered than confirmed, then nothing is checked out and both are kept', async () => {
    const { confirm, place, order } = await house([['SPE_E3', 7]], (real) => {
      let asked = 0;
      return {
        availabilities: async (...given) => {
          const found = await real.availabilities(...given);
          asked += 1;
          return asked === 1
            ? found
            : found.map((a) => ({ ...a, terms: a.terms.filter((t) => t.termDuration === 'P1M') }));
        },
      };
    });
    await confirm();
    await place();
    assert.equal(order().failure, 'ordering.price-changed');
    assert.deepEqual([order().lines[0]?.term, order().offered?.[0]?.term], ['P1Y', 'P1M']);
    assert.equal(orders().length, 0);
  });

  it('when the cart expired while nothing ran, then that is said and the order may be confirmed again', async () => {
    const { confirm, place, order, moves, move } = await house([['SPE_E3', 7]], () => ({
      checkoutCart: () => Promise.reject(new AppError('microsoft.unreachable')),
    }));
    await confirm();
    await assert.rejects(place(), { code: 'microsoft.unreachable' });
    assert.ok(order().cartId);
    running.sandbox.clock.advance(8);
    const { partnerCenter, sandbox } = running;
    await new Ordering({ partnerCenter, catalogue: async () => [], clock: sandbox.clock }).place(moves, move.id);
    assert.equal(order().failure, 'microsoft.cart-gone');
  });

  it('when a cart is gone that cannot have expired yet, then nothing is concluded from it', async () => {
    const { confirm, place, order } = await house([['SPE_E3', 7]], () => ({
      checkoutCart: () => Promise.reject(new AppError('microsoft.cart-gone')),
    }));
    await confirm();
    await assert.rejects(place(), { code: 'microsoft.cart-gone' });
    assert.equal(order().failure, null);
  });

  it('when an offer wants a statement, then the line of the order carries it', async () => {
    const { confirm, place, order } = await house([['DYN365_BUSCENTRAL_ESSENTIAL', 3]]);
    await confirm();
    assert.equal(order().lines[0]?.attestation, true);
    await place();
    assert.equal(orders().length, 1);
  });

  it('when Partner Center wants a statement the catalogue does not know of, then the next price asks for it', async () => {
    const { confirm, place, order, ordering, memory, move } = await house([['SPE_E3', 7]], () => ({
      checkoutCart: () => Promise.reject(new AppError('microsoft.attestation-missing')),
    }));
    await confirm();
    await place();
    assert.equal(order().failure, 'microsoft.attestation-missing');
    const { quote } = await ordering.quote(memory.move(move.id));
    assert.equal(quote.lines[0]?.attestation, true);
  });

  async function catalogSkuOf(partNumber: string): Promise<string> {
    const offers = await running.partnerCenter.catalogue({ country: 'IT' });
    return offers.find(({ skuId }) => skuId === skuIdOf(partNumber))?.catalogSku ?? '';
  }
});
