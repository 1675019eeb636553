import assert from 'node:assert/strict';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import { toMove } from '../../services/store/move-rows.ts';
import type { MoveRow } from '../../services/store/schema.ts';

/** A move as the first version of the product wrote it. */
function oldRow(provisioning: object, more: object = {}): MoveRow {
  const { transfers: _, ...facts } = NOTHING_KNOWN;
  const doc = { language: null, openedBy: { id: 'sam', name: 'Sam' }, facts: { ...facts, ...more, provisioning } };
  return {
    id: 'move-1',
    version: 3,
    tenant_id: 'tenant',
    customer_name: 'Contoso',
    domain: 'contoso.com',
    search_text: 'contoso contoso.com',
    state: 'open',
    // As it lies in the database: without the facts that came later.
    doc: doc as MoveRow['doc'],
    conversation_id: 'a:sam',
    opened_at: new Date('2026-11-20T10:00:00Z'),
    updated_at: new Date('2026-11-20T10:00:00Z'),
  };
}

describe('a move that an older version has written', () => {
  it('when it is read, then what was not recorded yet is not known, and nothing else changes', () => {
    const stored = {
      state: 'none',
      requested: null,
      order: null,
      before: ['s-1'],
      subscriptions: [],
      verifiedAt: null,
    };
    const { facts } = toMove(oldRow(stored, { tenantCountry: 'IT' }));
    assert.deepEqual(facts.transfers, []);
    assert.deepEqual([facts.provisioning.quote, facts.provisioning.approval], [null, null]);
    assert.deepEqual([facts.provisioning.before, facts.tenantCountry], [['s-1'], 'IT']);
  });

  it('when an order was under way, then its cart and request id are kept and its prices are not known', () => {
    const line = { catalogSku: 'p:1', name: 'Offer', seats: 5, term: 'P1Y', billingCycle: 'monthly' };
    const order = { requestId: 'r', lines: [line], cartId: 'c', orderIds: [], failure: null };
    const stored = { ...NOTHING_KNOWN.provisioning, state: 'ordered', order };
    assert.deepEqual(toMove(oldRow(stored)).facts.provisioning.order, {
      ...order,
      lines: [{ ...line, unitPrice: null, linePrice: null, currency: null, attestation: false }],
      knownOrders: null,
      refusedLines: [],
      offered: null,
      approvedBy: null,
    });
  });

  it('when a whole part is missing, then it is not known either', () => {
    const { facts } = toMove(oldRow(NOTHING_KNOWN.provisioning, { relationship: { status: 'reseller' } }));
    assert.deepEqual(facts.relationship, { ...NOTHING_KNOWN.relationship, status: 'reseller' });
  });
});
