import assert from 'node:assert/strict';
import { AppError } from '../../services/errors.ts';
import type { CartToSubmit } from '../../services/partner-center/checkout.ts';
import { type Cart, type CartLine, catalogSkuOf } from '../../services/partner-center/ordering.ts';
import { skuIdOf } from '../../services/sandbox/licences.ts';
import { STORIES, story } from '../../services/sandbox/stories.ts';
import { tenantIdOf } from '../../services/sandbox/story.ts';
import { type RunningSandbox, runSandbox, tenantOf } from '../sandbox/start.ts';

const ALPINE = tenantOf('alpine-ski-house');
/** A cart that nobody submitted before, unless told otherwise. */
const submitting = (cart: Cart, requestId: string, more: Partial<CartToSubmit> = {}): CartToSubmit => ({
  id: cart.id,
  requestId,
  sentBefore: false,
  lines: cart.lines.map(({ catalogItemId, quantity, termDuration }) => ({
    catalogSku: catalogSkuOf(catalogItemId),
    quantity,
    termDuration,
  })),
  otherOrders: [],
  ...more,
});

/** Outside the partner's market, yet with a relationship: the real service refuses at the cart. */
const ABROAD = story({
  id: 'abroad',
  name: 'Abroad',
  domain: 'abroad.example',
  country: 'BR',
  teaches: '',
  invitation: { kind: 'already-customer' },
  originals: [],
});

describe('the catalogue', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await runSandbox();
  });
  after(() => running.close());

  it('when it is read for a customer, then every SKU names the licence it provisions', async () => {
    const offers = await running.partnerCenter.catalogue({ tenantId: ALPINE });
    assert.ok(offers.length >= 45, `${offers.length} offers`);
    const basic = offers.find(({ catalogSku }) => catalogSku === 'CFQ7TTC0LH18:0001');
    assert.equal(basic?.skuId, '3b555118-da6a-4418-894f-7df1e2096870');
    assert.equal(basic?.maximumSeats, 300);
    assert.ok(!offers.some(({ skuId }) => skuId === skuIdOf('ENTERPRISEWITHSCAL')), 'a retired offer is on sale');
    assert.ok(offers.filter(({ isAddon }) => isAddon).every(({ prerequisites }) => prerequisites.length > 0));
  });

  it('when the country is another, then other offers are on sale', async () => {
    const skus = async (country: string) =>
      new Set((await running.partnerCenter.catalogue({ country })).map(({ skuId }) => skuId));
    const eea = skuIdOf('Office_365_w/o_Teams_Bundle_E1');
    assert.equal((await skus('IT')).has(eea), true);
    assert.equal((await skus('GB')).has(eea), false);
  });

  it('when it was read just before, then it is not read again', async () => {
    const first = running.partnerCenter.catalogue({ country: 'FR' });
    assert.equal(running.partnerCenter.catalogue({ country: 'FR' }), first);
    await first;
    running.sandbox.clock.advance(1);
    assert.notEqual(running.partnerCenter.catalogue({ country: 'FR' }), first);
  });

  it('when reading it fails, then the failure is not kept', async () => {
    const { partnerCenter } = running.clients({});
    running.sandbox.faults.add({ kind: 'refuse', status: 403, code: 900308, path: '/products' });
    await assert.rejects(partnerCenter.catalogue({ country: 'DE' }), { code: 'microsoft.role-missing' });
    assert.ok((await partnerCenter.catalogue({ country: 'DE' })).length > 0);
  });
});

describe('ordering', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await runSandbox({ stories: [...STORIES, ABROAD] });
  });
  afterEach(() => running.close());

  async function line(partNumber: string, quantity: number, of = ALPINE): Promise<CartLine> {
    const offers = await running.partnerCenter.catalogue({ tenantId: of });
    const [productId = '', skuId = ''] =
      offers.find((offer) => offer.skuId === skuIdOf(partNumber))?.catalogSku.split(':') ?? [];
    const [availability] = await running.partnerCenter.availabilities({ tenantId: of }, { productId, skuId });
    assert.ok(availability, `${partNumber} is not sold`);
    assert.deepEqual(availability.terms[0], { termDuration: 'P1M', billingCycle: 'monthly' });
    return { catalogItemId: availability.catalogItemId, quantity, termDuration: 'P1Y', billingCycle: 'annual' };
  }

  async function cartWith(...lines: CartLine[]) {
    return running.partnerCenter.createCart(ALPINE, lines);
  }

  it('when a cart is made, then it shows the price and orders nothing', async () => {
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    assert.equal(cart.status, 'Active');
    const [priced] = cart.lines;
    assert.deepEqual([priced?.currency, priced?.unitPrice, priced?.linePrice, priced?.refusal], ['EUR', 90, 630, null]);
    running.sandbox.clock.advance(1);
    assert.deepEqual(await running.partnerCenter.orders(ALPINE), []);
  });

  it('when it is checked out, then provisioning comes late and the subscription appears at both places', async () => {
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    const { orders, refusals, recovered } = await running.partnerCenter.checkoutCart(
      ALPINE,
      submitting(cart, 'request-1'),
    );
    assert.deepEqual([orders.length, refusals.length, recovered], [1, 0, false]);
    const orderId = orders[0]?.id ?? '';
    assert.deepEqual([orders[0]?.status, orders[0]?.lines[0]?.subscriptionId], ['pending', null]);
    assert.equal(await running.partnerCenter.provisioningStatus(ALPINE, orderId), null);

    running.sandbox.clock.advance(1 / 24 / 60);
    assert.deepEqual(await running.partnerCenter.provisioningStatus(ALPINE, orderId), [
      { lineNumber: 0, status: 'prefulfillmentPending' },
    ]);
    assert.equal((await running.partnerCenter.subscriptions(ALPINE)).length, 1);

    running.sandbox.clock.advance(2 / 24 / 60);
    assert.deepEqual(await running.partnerCenter.provisioningStatus(ALPINE, orderId), [
      { lineNumber: 0, status: 'fulfilled' },
    ]);
    const [order] = await running.partnerCenter.orders(ALPINE);
    const bought = (await running.partnerCenter.subscriptions(ALPINE)).find(
      ({ id }) => id === order?.lines[0]?.subscriptionId,
    );
    assert.deepEqual(
      [bought?.quantity, bought?.startedOn, bought?.endDate, bought?.cancellationAllowedUntilDate],
      [7, '2026-11-20', '2027-11-19', '2026-11-27'],
    );
    const tenant = await running.graph.customerSubscriptions(ALPINE);
    assert.equal(tenant.access === 'read' && tenant.subscriptions.some(({ id }) => id === bought?.id), true);
  });

  for (const [what, fault] of [
    ['the connection breaks before anything is done', { kind: 'cut-off' }],
    ['the gateway answers 503', { kind: 'unavailable' }],
    ['the reply makes no sense', { kind: 'malformed' }],
    ['it is throttled', { kind: 'throttle', retryAfterSeconds: 3 }],
  ] as const) {
    it(`when ${what}, then there is one order and the caller has it`, async () => {
      const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
      running.sandbox.faults.add({ ...fault, path: '/checkout' });
      const { orders } = await running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1'));
      assert.equal(orders.length, 1);
      running.sandbox.clock.advance(1);
      const placed = await running.partnerCenter.orders(ALPINE);
      assert.deepEqual(
        placed.map(({ id }) => id),
        orders.map(({ id }) => id),
      );
    });
  }

  /** How often something was sent to the checkout. */
  const submissions = () => {
    const sent: string[] = [];
    const { partnerCenter } = running.clients({
      transport: {
        fetch: (input, init) => {
          if (String(input).endsWith('/checkout')) sent.push(String(input));
          return fetch(input, init);
        },
      },
    });
    return { partnerCenter, sent };
  };

  it('when the reply is lost after the order was placed, then nothing is sent again and the order is found once it can be read', async () => {
    const { partnerCenter, sent } = submissions();
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    running.sandbox.faults.add({ kind: 'lost-reply', path: '/checkout' });
    await assert.rejects(partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1')), {
      code: 'microsoft.order-in-progress',
    });
    const resumed = submitting(cart, 'request-1', { sentBefore: true });
    await assert.rejects(partnerCenter.checkoutCart(ALPINE, resumed), { code: 'microsoft.order-in-progress' });
    running.sandbox.clock.advance(1);
    const { orders, recovered } = await partnerCenter.checkoutCart(ALPINE, resumed);
    assert.deepEqual([orders.length, recovered, sent.length], [1, true, 1]);
    assert.equal((await partnerCenter.orders(ALPINE)).length, 1);
  });

  it('when an earlier attempt may have submitted the cart, then it is looked at first, and submitted when it is active', async () => {
    const { partnerCenter, sent } = submissions();
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    const resumed = submitting(cart, 'request-1', { sentBefore: true });
    running.sandbox.faults.add({ kind: 'cut-off', path: `/carts/${cart.id}`, times: 5 });
    await assert.rejects(partnerCenter.checkoutCart(ALPINE, resumed), { code: 'microsoft.order-outcome-unknown' });
    assert.equal(sent.length, 0, 'nothing is sent while nobody knows');
    assert.equal((await partnerCenter.checkoutCart(ALPINE, resumed)).orders.length, 1);
    assert.equal(sent.length, 1);
  });

  it('when an attempt is refused while an earlier one was still being carried out, then the order counts and not the refusal', async () => {
    // The earlier request arrives just before the refusal does.
    const { partnerCenter } = running.clients({
      transport: {
        fetch: async (input, init) => {
          if (!String(input).endsWith('/checkout')) return fetch(input, init);
          await fetch(input, init);
          return new Response(JSON.stringify({ code: 900308 }), { status: 403 });
        },
      },
    });
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    const resumed = submitting(cart, 'request-1', { sentBefore: true });
    await assert.rejects(partnerCenter.checkoutCart(ALPINE, resumed), { code: 'microsoft.order-in-progress' });
    running.sandbox.clock.advance(1);
    assert.equal((await partnerCenter.checkoutCart(ALPINE, resumed)).orders.length, 1);
  });

  for (const status of [409, 400]) {
    it(`when the first attempt is answered with an undocumented ${status} although it ordered, then the cart is looked at and the order counts`, async () => {
      const { partnerCenter } = running.clients({
        transport: {
          fetch: async (input, init) => {
            if (!String(input).endsWith('/checkout')) return fetch(input, init);
            await fetch(input, init);
            return new Response(JSON.stringify({ code: 123456 }), { status });
          },
        },
      });
      const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
      const first = submitting(cart, 'request-1');
      await assert.rejects(partnerCenter.checkoutCart(ALPINE, first), { code: 'microsoft.order-in-progress' });
      assert.equal((await running.partnerCenter.getCart(ALPINE, cart.id)).status, 'Ordered');
    });
  }

  it('when an order of the answer has failed itself, then it is a refusal of its lines and no order', async () => {
    const { partnerCenter } = running.clients({
      transport: {
        fetch: async (input, init) => {
          const reply = await fetch(input, init);
          if (!String(input).endsWith('/checkout')) return reply;
          const text = await reply.text();
          return new Response(text.replace(/"status":"[a-z]+"/giu, '"status":"Error"'), { status: 201 });
        },
      },
    });
    const bought = await line('EXCHANGEENTERPRISE', 7);
    const cart = await cartWith(bought);
    const { orders, refusals } = await partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1'));
    assert.deepEqual(orders, []);
    assert.deepEqual(
      refusals.map(({ error, catalogSkus }) => [error.code, catalogSkus]),
      [['microsoft.refused', [catalogSkuOf(bought.catalogItemId)]]],
    );
  });

  it('when the cart has expired, then that is said once no order came of it', async () => {
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    running.sandbox.clock.advance(8);
    await assert.rejects(
      running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1', { sentBefore: true })),
      { code: 'microsoft.cart-gone' },
    );
  });

  it('when somebody else ordered the same before, then it is not taken for the order of the cart', async () => {
    const stranger = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    const { orders: theirs } = await running.partnerCenter.checkoutCart(ALPINE, submitting(stranger, 'request-1'));
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    running.sandbox.clock.advance(1);
    const otherOrders = theirs.map(({ id }) => id);
    running.sandbox.faults.add({ kind: 'lost-reply', path: '/checkout' });
    const lost = submitting(cart, 'request-2', { otherOrders });
    await assert.rejects(running.partnerCenter.checkoutCart(ALPINE, lost), { code: 'microsoft.order-in-progress' });
    running.sandbox.clock.advance(1);
    const { orders } = await running.partnerCenter.checkoutCart(ALPINE, { ...lost, sentBefore: true });
    assert.equal(orders.length, 1);
    assert.notEqual(orders[0]?.id, otherOrders[0]);
  });

  it('when the reply is lost and the request id with it, then the order is found by its lines', async () => {
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    await running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1'));
    await assert.rejects(running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-2')), {
      code: 'microsoft.order-in-progress',
    });
    running.sandbox.clock.advance(1);
    const again = await running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-2'));
    assert.equal(again.recovered, true);
    assert.deepEqual(
      again.orders.map(({ id }) => id),
      (await running.partnerCenter.orders(ALPINE)).map(({ id }) => id),
    );
  });

  it('when there are other orders, then only those of the cart are found', async () => {
    const other = await cartWith(await line('VISIOCLIENT', 2));
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7), await line('POWER_BI_PRO', 1));
    await running.partnerCenter.checkoutCart(ALPINE, submitting(other, 'request-1'));
    const { orders } = await running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-2'));
    running.sandbox.clock.advance(1);
    const again = await running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-3'));
    assert.deepEqual(
      again.orders.map(({ id }) => id),
      orders.map(({ id }) => id),
    );
    assert.equal((await running.partnerCenter.orders(ALPINE)).length, 2);
  });

  it('when nothing answers any more, then the outcome is unknown, and later the same request id settles it', async () => {
    const cart = await cartWith(await line('EXCHANGEENTERPRISE', 7));
    running.sandbox.faults.add({ kind: 'lost-reply', path: '/checkout' });
    running.sandbox.faults.add({ kind: 'cut-off', path: '/carts', times: 10 });
    await assert.rejects(running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1')), {
      code: 'microsoft.order-outcome-unknown',
    });
    running.sandbox.faults.clear();
    running.sandbox.clock.advance(1);
    const later = submitting(cart, 'request-1', { sentBefore: true });
    assert.equal((await running.partnerCenter.checkoutCart(ALPINE, later)).orders.length, 1);
    assert.equal((await running.partnerCenter.orders(ALPINE)).length, 1);
  });

  it('when the agreement is missing, then checkout is refused', async () => {
    const tenantId = tenantOf('lucerne');
    const cart = await running.partnerCenter.createCart(tenantId, [
      await line('O365_BUSINESS_ESSENTIALS', 9, tenantId),
    ]);
    await assert.rejects(running.partnerCenter.checkoutCart(tenantId, submitting(cart, 'request-1')), {
      code: 'microsoft.agreement-missing',
    });
  });

  it('when the customer is still being vetted, then checkout is refused', async () => {
    const tenantId = tenantOf('fine-art');
    const cart = await running.partnerCenter.createCart(tenantId, [await line('EXCHANGESTANDARD', 9, tenantId)]);
    await assert.rejects(running.partnerCenter.checkoutCart(tenantId, submitting(cart, 'request-1')), {
      code: 'microsoft.risk-check',
    });
  });

  it('when the customer is in another market, then the cart is refused', async () => {
    const tenantId = tenantIdOf(ABROAD);
    const offer = await line('EXCHANGESTANDARD', 1);
    await assert.rejects(running.partnerCenter.createCart(tenantId, [offer]), {
      code: 'microsoft.offer-not-in-region',
    });
  });

  it('when the availability was read last month, then it is gone', async () => {
    const old = await line('EXCHANGESTANDARD', 1);
    running.sandbox.clock.advance(31);
    await assert.rejects(cartWith(old), { code: 'microsoft.catalogue-item-gone' });
  });

  it('when a line is wrong, then the cart exists and the line says why; checkout orders nothing', async () => {
    const cart = await cartWith(
      await line('EXCHANGESTANDARD', 1),
      await line('Microsoft_365_Copilot', 1),
      await line('MDE_SMB', 301),
    );
    assert.deepEqual(
      cart.lines.map(({ refusal }) => refusal?.code ?? null),
      [null, null, 'microsoft.invalid-request'],
    );
    const { orders, refusals } = await running.partnerCenter.checkoutCart(ALPINE, submitting(cart, 'request-1'));
    assert.deepEqual([orders.length, refusals[0]?.error.code], [0, 'microsoft.invalid-request']);
    assert.ok(refusals[0]?.error instanceof AppError);
  });

  it('when an add-on has no base, then its line says so', async () => {
    const tenantId = tenantOf('lucerne');
    const cart = await running.partnerCenter.createCart(tenantId, [await line('Microsoft_365_Copilot', 1, tenantId)]);
    assert.equal(cart.lines[0]?.refusal?.code, 'microsoft.addon-without-base');
  });
});
