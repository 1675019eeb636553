import fc from 'fast-check';
import type { Move } from '../../services/moves/move.ts';
import { PURCHASE_SOURCES } from '../../services/moves/move.ts';
import { aMove, anOriginal, aSubscription, someone } from './builders.ts';

/** Calendar dates around the days of the rules. */
export const iso = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));

const stated = (at: string) => ({ value: true, by: someone, at: `${at}T23:59:59Z` }) as const;

const original = fc
  .record({
    endDate: fc.option(fc.oneof(iso, fc.constantFrom('2028-02-29', '2027-12-31', 'soon'))),
    autoRenew: fc.option(fc.boolean()),
    termStart: fc.option(iso),
    source: fc.option(fc.constantFrom(...PURCHASE_SOURCES)),
    path: fc.option(fc.constantFrom('transfer', 'buy-and-let-end', 'channel-renewal', 'leave')),
    ended: fc.option(fc.record({ how: fc.constantFrom('expired', 'cancelled', 'transferred'), on: iso }), { freq: 4 }),
    arranged: fc.boolean(),
  })
  .map(({ ended, arranged, ...rest }) =>
    anOriginal({
      ...rest,
      endArranged: arranged ? stated('2026-01-01') : null,
      ended: ended === null ? null : { ...ended, by: someone },
    }),
  );

const subscription = fc
  .record({
    endDate: fc.option(iso),
    cancellableUntil: fc.option(iso),
    autoRenew: fc.option(fc.boolean()),
    startedOn: fc.option(iso),
  })
  .map((overrides) => aSubscription(overrides));

const transfer = fc
  .record({
    at: iso,
    status: fc.constantFrom('Pending', 'Rejected', 'Complete', null),
    failure: fc.constantFrom(null, null, 'microsoft.refused'),
    agedOut: fc.boolean(),
  })
  .map(({ at, status, failure, agedOut }) => ({
    id: 't',
    sourcePartnerTenantId: 'p',
    sourcePartnerName: 'Trey',
    customerEmail: 'it@contoso.com',
    requested: stated(at),
    transferId: status === null ? null : 'x',
    status,
    createdAt: null,
    failure,
    agedOut,
  }));

/** Moves with everything a reminder may come of, in any combination. */
export const anyMove: fc.Arbitrary<Move> = fc
  .record({
    originals: fc.array(original, { maxLength: 4 }),
    subscriptions: fc.array(subscription, { maxLength: 2 }),
    transfers: fc.array(transfer, { maxLength: 1 }),
    status: fc.constantFrom('unknown', 'none', 'reseller', 'refused'),
    invited: fc.option(iso),
    support: fc.constantFrom('yes', 'yes', 'no', 'unknown'),
    delegatedUntil: fc.option(iso),
    state: fc.constantFrom('none', 'reported', 'ordered', 'verified', 'verified'),
    requested: fc.option(iso),
    verifiedAt: fc.option(iso),
    credit: fc.option(
      fc.record({
        status: fc.constantFrom('requested', 'granted', 'refused', 'not-claimed'),
        at: iso,
        ticket: fc.option(fc.constant('T-1')),
      }),
    ),
  })
  .map((m) => {
    const { relationship, provisioning } = aMove().facts;
    return aMove({
      originals: m.originals.map((o, i) => ({ ...o, id: `o${i}` })),
      relationship: {
        ...relationship,
        status: m.status,
        acceptedAt: null,
        invited: m.invited === null ? null : stated(m.invited),
        delegatedSupport: m.support,
        delegatedUntil: m.support === 'yes' ? m.delegatedUntil : null,
      },
      provisioning: {
        ...provisioning,
        state: m.state,
        requested: m.requested === null ? null : stated(m.requested),
        subscriptions: m.subscriptions.map((s, i) => ({ ...s, id: `s${i}` })),
        verifiedAt: m.verifiedAt,
      },
      transfers: m.transfers,
      credit: m.credit === null ? null : { ...m.credit, by: someone },
    });
  });
