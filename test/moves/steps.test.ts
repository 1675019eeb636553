import assert from 'node:assert/strict';
import { knownFacts } from '../../services/moves/facts.ts';
import { anOrderLine } from '../builders.ts';
import { OFFICE_E3, OFFICE_E4, ORIGINAL, TARGET, Walk } from './walk.ts';

const ours = (seats: number) => ({
  id: 'new-1',
  skuId: TARGET.skuId,
  name: TARGET.name,
  seats,
  startedOn: '2026-11-20',
  endDate: '2027-11-19',
  cancellableUntil: '2026-11-27',
  autoRenew: true,
});

/** A direct purchase up to the step in which the new subscription is ordered. */
const readyToOrder = () =>
  new Walk({ tenantCountry: 'ES' })
    .do({ kind: 'invited' })
    .do({
      kind: 'refresh',
      snapshot: {
        relationship: 'reseller',
        agreement: { status: 'accepted', acceptedOn: '2026-11-19' },
        vetting: 'Allowed',
        qualifications: [],
      },
    })
    .do({ kind: 'save-original', original: ORIGINAL })
    .do({ kind: 'confirm-originals', completions: [] })
    .do({ kind: 'choose-paths', paths: { 'original-1': 'buy-and-let-end' } })
    .do({ kind: 'choose-targets', targets: [TARGET] });

describe('the steps of a move', () => {
  it('when a direct purchase is carried over, then it passes the steps in order and skips what does not apply', () => {
    const walk = new Walk();
    const path = [walk.at];
    const go = (command: Parameters<Walk['do']>[0]) => path.push(walk.do(command).at);
    go({ kind: 'set-country', country: 'ES' });
    go({ kind: 'invited' });
    go({
      kind: 'refresh',
      snapshot: {
        relationship: 'reseller',
        agreement: { status: 'not-accepted', acceptedOn: null },
        vetting: 'Allowed',
        qualifications: [],
      },
    });
    assert.equal(walk.refused({ kind: 'agreement-accepted', on: '2026-11-19' }), 'agreement.definite-no');
    go({ kind: 'refresh', snapshot: { agreement: { status: 'accepted', acceptedOn: '2026-11-20' } } });
    go({ kind: 'save-original', original: ORIGINAL });
    go({ kind: 'confirm-originals', completions: [] });
    go({ kind: 'choose-paths', paths: { 'original-1': 'buy-and-let-end' } });
    go({ kind: 'choose-targets', targets: [TARGET] });
    go({ kind: 'provision-reported' });
    go({ kind: 'refresh', snapshot: { subscriptions: [ours(25)] } });
    go({ kind: 'original-ended', originalId: 'original-1', how: 'cancelled', on: '2026-11-20' });
    go({ kind: 'credit', status: 'requested', ticket: 'T-1' });
    go({ kind: 'credit', status: 'granted', ticket: 'T-1' });
    assert.deepEqual(path, [
      'region current',
      'relationship current',
      'relationship waiting',
      'agreement stopped',
      'originals current',
      'originals current',
      'path current',
      'equivalence current',
      'provision current',
      'provision waiting',
      'end-originals waiting',
      'credit current',
      'credit waiting',
      'done current',
    ]);
    assert.equal(walk.steps.find((s) => s.id === 'licences')?.status, 'not-needed');
  });

  it('[R1] when the customer is in another market, then the move stops at the region', () => {
    const walk = new Walk({ tenantCountry: 'US' });
    assert.equal(walk.at, 'region stopped');
    assert.equal(walk.refused({ kind: 'invited' }), 'move.not-yet');
  });

  it('when a fact changes, then the steps move back with it', () => {
    const walk = readyToOrder();
    assert.equal(walk.at, 'provision current');
    walk.do({ kind: 'refresh', snapshot: { relationship: 'none' } });
    assert.equal(walk.at, 'relationship current', 'an old invitation is not one that may still be accepted');
    walk.do({ kind: 'refresh', snapshot: { relationship: 'reseller', tenantCountry: 'US' } });
    assert.equal(walk.at, 'region stopped');
  });

  it('[R6] when a discontinued offer loses data, then it goes on only after a named person accepted it for this very offer', () => {
    const walk = readyToOrder()
      .do({
        kind: 'save-original',
        original: { ...ORIGINAL, skuId: OFFICE_E4, partNumber: 'ENTERPRISEWITHSCAL', name: 'Office 365 E4' },
      })
      .do({ kind: 'confirm-originals', completions: [] });
    const choose = (lossAccepted: boolean) =>
      walk.do({
        kind: 'choose-targets',
        targets: [
          { ...TARGET, skuId: OFFICE_E3, name: 'Office 365 E3', catalogSku: 'CFQ7TTC0LF8R:0001', lossAccepted },
        ],
      });
    assert.equal(choose(false).at, 'equivalence current');
    assert.equal(choose(true).at, 'provision current');
    assert.equal(walk.move.facts.originals[0]?.target?.lossAccepted?.by.name, 'Sam Seller');
    walk.do({ kind: 'choose-targets', targets: [{ ...TARGET, lossAccepted: false }] });
    assert.equal(walk.move.facts.originals[0]?.target?.lossAccepted, null);
  });

  it('[R3] when fewer seats are active than ordered, then provisioning goes on waiting', () => {
    const walk = readyToOrder()
      .do({ kind: 'provision-reported' })
      .do({ kind: 'refresh', snapshot: { subscriptions: [ours(20)] } });
    assert.equal(walk.at, 'provision waiting');
    assert.deepEqual(walk.current.verdicts[0]?.params, { name: TARGET.name, expected: 25, active: 20 });
    assert.equal(walk.do({ kind: 'refresh', snapshot: { subscriptions: [ours(25)] } }).at, 'end-originals waiting');
  });

  it('when a subscription of ours is older than the move, then it does not count as the new one', () => {
    const walk = readyToOrder().do({ kind: 'provision-reported' });
    walk.do({ kind: 'refresh', snapshot: { subscriptions: [{ ...ours(25), startedOn: '2025-01-01' }] } });
    assert.equal(walk.at, 'provision waiting');
  });

  it('when the new subscription is not verified, then no original may be ended and no credit asked for', () => {
    const walk = readyToOrder();
    assert.equal(
      walk.refused({ kind: 'original-ended', originalId: 'original-1', how: 'expired', on: '2026-11-20' }),
      'move.not-yet',
    );
    assert.equal(walk.refused({ kind: 'credit', status: 'requested', ticket: null }), 'move.not-yet');
  });

  it('when something was ordered, then what it was built on can no longer be changed', () => {
    const walk = readyToOrder().do({ kind: 'provision-reported' });
    assert.equal(walk.refused({ kind: 'remove-original', originalId: 'original-1' }), 'move.already-provisioned');
    assert.equal(walk.refused({ kind: 'choose-targets', targets: [TARGET] }), 'move.already-provisioned');
    assert.equal(walk.refused({ kind: 'complete-originals', completions: [] }), 'move.already-provisioned');
    assert.equal(walk.refused({ kind: 'set-country', country: 'FR' }), 'move.already-provisioned');
    assert.equal(walk.refused({ kind: 'provision-reported' }), 'move.already');
  });

  it('when an original still renews or nobody knows, then ending it needs a hand now', () => {
    const verified = (autoRenew: boolean | null) => {
      const walk = readyToOrder().do({ kind: 'save-original', original: { ...ORIGINAL, autoRenew } });
      return walk
        .do({ kind: 'confirm-originals', completions: [] })
        .do({ kind: 'provision-reported' })
        .do({ kind: 'refresh', snapshot: { subscriptions: [ours(25)] } });
    };
    assert.equal(verified(true).at, 'end-originals current');
    assert.equal(verified(false).at, 'end-originals waiting');
  });

  it('when the end of an original is arranged at the source, then only its day is waited for, and after it that is asked', () => {
    const walk = readyToOrder()
      .do({
        kind: 'save-original',
        original: { ...ORIGINAL, source: 'direct-mca', termStart: '2026-03-01', autoRenew: false },
      })
      .do({ kind: 'confirm-originals', completions: [] })
      .do({ kind: 'choose-paths', paths: { 'original-1': 'buy-and-let-end' } })
      .do({ kind: 'choose-targets', targets: [TARGET] })
      .do({ kind: 'provision-reported' });
    const arranged = { kind: 'original-end-arranged', originalId: 'original-1' } as const;
    assert.equal(walk.refused(arranged), 'move.not-yet', 'nothing has taken its place');
    walk.do({ kind: 'refresh', snapshot: { subscriptions: [ours(25)] } });
    assert.equal(walk.at, 'end-originals current');
    walk.do(arranged);
    assert.equal(walk.at, 'end-originals waiting');
    assert.equal(walk.move.facts.originals[0]?.endArranged?.value, true);
    assert.equal(walk.refused(arranged), 'move.already');
    const [original] = walk.move.facts.originals;
    walk.today = '2027-06-01';
    assert.ok(original?.endDate != null && original.endDate < walk.today);
    assert.equal(walk.at, 'end-originals current');
    walk.do({ kind: 'original-renewed', originalId: 'original-1', endDate: '2028-03-31' });
    assert.equal(walk.move.facts.originals[0]?.endArranged, null);
    walk.today = '2029-01-01';
    assert.equal(walk.refused(arranged), 'input.end-not-ahead');
  });

  it('when a stored original knows nothing of an arranged end, then there is none', () => {
    const [original] = readyToOrder().move.facts.originals;
    assert.ok(original);
    const { endArranged: _, ...older } = original;
    // What an older version of the product wrote.
    const stored = { originals: [older as typeof original] };
    assert.equal(knownFacts(stored).originals[0]?.endArranged, null);
  });

  it('when an original has renewed, then its new term is planned for by the rule of the new term', () => {
    const walk = readyToOrder()
      .do({ kind: 'save-original', original: { ...ORIGINAL, autoRenew: true } })
      .do({ kind: 'confirm-originals', completions: [] })
      .do({ kind: 'provision-reported' })
      .do({ kind: 'refresh', snapshot: { subscriptions: [ours(25)] } });
    walk.today = '2027-02-01';
    const renewed = (endDate: string) => ({ kind: 'original-renewed', originalId: 'original-1', endDate }) as const;
    assert.equal(walk.refused(renewed('2027-01-31')), 'input.renewed-until', 'not over already');
    walk.do(renewed('2028-01-15'));
    const [original] = walk.move.facts.originals;
    assert.deepEqual([original?.endDate, original?.termStart, original?.ended], ['2028-01-15', '2027-01-16', null]);
  });

  it('when the source or the end date of an original is unknown, then the list cannot be confirmed and says which', () => {
    const walk = readyToOrder().do({
      kind: 'save-original',
      original: { ...ORIGINAL, id: 'original-2', source: null },
    });
    assert.equal(walk.refused({ kind: 'confirm-originals', completions: [] }), 'originals.source-missing');
    walk.do({ kind: 'save-original', original: { ...ORIGINAL, id: 'original-2', endDate: null } });
    assert.equal(walk.refused({ kind: 'confirm-originals', completions: [] }), 'originals.end-date-missing');
    walk.do({ kind: 'confirm-originals', completions: [{ id: 'original-2', endDate: '2027-02-01' }] });
    assert.equal(walk.at, 'path current');
  });

  it('when an order is being placed, then the move cannot be given up, and what became of it is recorded in any case', () => {
    const order = (requestId: string) =>
      ({ kind: 'order', requestId, lines: [anOrderLine()], knownOrders: [] }) as const;
    const progress = (cartId: string, ...orderIds: string[]) =>
      ({ kind: 'order-progress', requestId: 'r-1', cartId, orderIds }) as const;
    const walk = readyToOrder().do(order('r-1'));
    assert.equal(walk.refused({ kind: 'close', outcome: 'stopped' }), 'move.order-under-way');
    walk.do(progress('cart-1'));
    assert.equal(walk.refused(progress('cart-2')), 'move.already', 'one cart only');
    walk.do(progress('cart-1', 'order-1'));
    walk.do(progress('cart-1'));
    assert.deepEqual(walk.move.facts.provisioning.order?.orderIds, ['order-1'], 'a late runner takes nothing back');
    assert.equal(walk.refused({ kind: 'close', outcome: 'stopped' }), 'carried out');
    const refused = readyToOrder().do(order('r-2')).do({ kind: 'order-failed', requestId: 'r-2', code: 'x' });
    assert.equal(refused.at, 'provision current');
    assert.equal(refused.refused({ kind: 'close', outcome: 'stopped' }), 'carried out');
    assert.equal(refused.refused(order('r-3')), 'carried out');
    const unknown = readyToOrder()
      .do(order('r-4'))
      .do({ kind: 'order-failed', requestId: 'r-4', code: 'microsoft.order-outcome-unknown' });
    assert.equal(unknown.refused(order('r-5')), 'move.look-first');
    assert.equal(unknown.do({ kind: 'provision-reported' }).at, 'provision waiting');
  });

  describe('when a move buys one offer and takes another over by transfer', () => {
    const line = anOrderLine();
    const quote = { lines: [line], knownOrders: [] } as const;
    const order = (requestId: string) => ({ kind: 'order', requestId, ...quote }) as const;
    const mixed = () =>
      readyToOrder()
        .do({ kind: 'save-original', original: { ...ORIGINAL, id: 'original-2', source: 'partner-nce' } })
        .do({ kind: 'confirm-originals', completions: [] })
        .do({ kind: 'choose-paths', paths: { 'original-1': 'buy-and-let-end', 'original-2': 'transfer' } });

    it('then no second order, price or request is accepted while the first is being placed', () => {
      const walk = mixed().do(order('r-1'));
      assert.equal(walk.at, 'provision current', 'the transfer can still be asked for');
      assert.equal(walk.refused(order('r-2')), 'move.wait-for-order');
      assert.equal(walk.refused({ kind: 'order-quoted', quote }), 'move.wait-for-order');
      assert.equal(walk.refused({ kind: 'order-requested', requestId: 'r-2', ...quote }), 'move.wait-for-order');
      assert.equal(walk.move.facts.provisioning.order?.requestId, 'r-1');
      walk.do({ kind: 'order-progress', requestId: 'r-1', cartId: 'cart-1', orderIds: [] });
      assert.equal(walk.refused(order('r-2')), 'move.wait-for-order', 'a stored cart may be checked out');
      walk.do({ kind: 'order-progress', requestId: 'r-1', cartId: 'cart-1', orderIds: ['order-1'] });
      assert.equal(walk.refused(order('r-2')), 'move.look-first');
      assert.equal(walk.refused({ kind: 'order-quoted', quote }), 'move.look-first');
    });

    it('then an approval does not place a second order either', () => {
      const walk = mixed().do({ kind: 'order-requested', requestId: 'r-1', ...quote });
      const { approval } = walk.move.facts.provisioning;
      const approve = { kind: 'order-approved', requestId: 'r-1' } as const;
      const other = { id: 'olga', name: 'Olga' };
      walk.do(approve, other);
      const { provisioning } = walk.move.facts;
      walk.move = { ...walk.move, facts: { ...walk.move.facts, provisioning: { ...provisioning, approval } } };
      assert.deepEqual(walk.try(approve, other), { refused: { code: 'move.wait-for-order' } });
    });

    it('then nobody can say that it was bought by hand, nor close the move, before Partner Center has answered', () => {
      const walk = mixed().do(order('r-1'));
      assert.equal(walk.refused({ kind: 'provision-reported' }), 'move.wait-for-order');
      assert.equal(walk.refused({ kind: 'close', outcome: 'stopped' }), 'move.order-under-way');
      walk.do({ kind: 'order-failed', requestId: 'r-1', code: 'microsoft.risk-check' });
      assert.equal(walk.refused({ kind: 'provision-reported' }), 'carried out');
      assert.equal(walk.refused(order('r-2')), 'carried out');
    });

    it('then a failure that comes after such a report is shown all the same', () => {
      const walk = mixed().do(order('r-1'));
      const { provisioning } = walk.move.facts;
      const reported = { ...provisioning, state: 'reported' } as const;
      walk.move = { ...walk.move, facts: { ...walk.move.facts, provisioning: reported } };
      assert.equal(walk.refused({ kind: 'close', outcome: 'stopped' }), 'move.order-under-way');
      walk.do({ kind: 'order-failed', requestId: 'r-1', code: 'microsoft.risk-check' });
      assert.equal(walk.at, 'provision current');
      assert.deepEqual(
        walk.current.verdicts.map(({ code }) => code),
        ['provision.order-failed'],
      );
      walk.do({ kind: 'provision-reported' });
      assert.ok(
        walk.current.verdicts.every(({ code }) => code !== 'provision.order-failed'),
        'who did it knows',
      );
    });
  });

  it('when an answer comes that belongs to an earlier order, then the present one is left alone', () => {
    const line = anOrderLine();
    const walk = readyToOrder()
      .do({ kind: 'order', requestId: 'r-1', lines: [line], knownOrders: [] })
      .do({ kind: 'order-failed', requestId: 'r-1', code: 'microsoft.risk-check' })
      .do({ kind: 'order', requestId: 'r-2', lines: [line], knownOrders: [] });
    const late = { requestId: 'r-1', cartId: 'cart-1', orderIds: [] } as const;
    assert.equal(walk.refused({ kind: 'order-progress', ...late }), 'move.already');
    assert.equal(walk.refused({ kind: 'order-failed', requestId: 'r-1', code: 'x' }), 'move.already');
    assert.equal(walk.move.facts.provisioning.order?.cartId, null);
  });

  it('when Partner Center names another country than a person decided about, then the region is judged anew', () => {
    const walk = new Walk({ tenantCountry: 'RU', tenantCountrySource: 'person' });
    assert.equal(walk.do({ kind: 'decide-region', decision: 'same-market' }).at, 'relationship current');
    assert.equal(walk.do({ kind: 'refresh', snapshot: { tenantCountry: 'US' } }).at, 'region stopped');
  });

  it('when the move is closed, then nothing changes any more', () => {
    const walk = readyToOrder().do({ kind: 'close', outcome: 'stopped' });
    assert.equal(walk.refused({ kind: 'set-country', country: 'IT' }), 'move.closed');
  });

  it('when a person stated the agreement, then only a definite no of Partner Center takes that back', () => {
    const walk = new Walk({ tenantCountry: 'ES' }).do({
      kind: 'refresh',
      snapshot: { relationship: 'reseller', vetting: 'Allowed', qualifications: [] },
    });
    walk.do({ kind: 'agreement-accepted', on: '2026-11-19' });
    walk.do({ kind: 'refresh', snapshot: { agreement: { status: 'unknown', acceptedOn: null } } });
    walk.do({ kind: 'refresh', snapshot: {} });
    assert.equal(walk.move.facts.agreement.status, 'accepted');
    // A date nobody can have accepted on does not take the place of the one that was looked up.
    walk.do({ kind: 'refresh', snapshot: { agreement: { status: 'accepted', acceptedOn: '0001-01-01' } } });
    assert.equal(walk.move.facts.agreement.acceptedOn, '2026-11-19');
    walk.do({ kind: 'refresh', snapshot: { agreement: { status: 'not-accepted', acceptedOn: null } } });
    assert.equal(walk.at, 'agreement stopped');
  });

  it('when the agreement is said to be accepted tomorrow, then that is refused', () => {
    const walk = new Walk({ tenantCountry: 'ES' }).do({ kind: 'refresh', snapshot: { relationship: 'reseller' } });
    assert.equal(walk.refused({ kind: 'agreement-accepted', on: '2026-11-21' }), 'input.date-future');
  });

  it('when the tenant shows that an imported original is over, then it counts as ended without anybody saying so', () => {
    const walk = readyToOrder()
      .do({ kind: 'save-original', original: { ...ORIGINAL, origin: 'tenant' } })
      .do({ kind: 'confirm-originals', completions: [] })
      .do({ kind: 'provision-reported' })
      .do({
        kind: 'refresh',
        snapshot: { subscriptions: [ours(25)], tenantSubscriptions: [{ id: 'original-1', status: 'Enabled' }] },
      });
    assert.equal(walk.at, 'end-originals waiting');
    walk.today = '2027-01-17';
    walk.do({ kind: 'refresh', snapshot: { tenantSubscriptions: [{ id: 'original-1', status: 'Suspended' }] } });
    assert.equal(walk.at, 'credit current');
    assert.deepEqual(walk.move.facts.originals[0]?.ended, {
      how: 'expired',
      on: '2027-01-15',
      by: { id: 'sam', name: 'Sam Seller' },
    });
  });
});
