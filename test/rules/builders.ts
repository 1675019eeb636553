import { Temporal } from 'temporal-polyfill';
import type { Move, MoveFacts, Original, ProvisionedSubscription } from '../../services/moves/move.ts';
import type { CatalogOffer } from '../../services/rules/judgement.ts';
import type { Sku, SkuFacts } from '../../services/rules/sku-facts.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';

/** The real facts, read once for all tests of the rules. */
export const facts: SkuFacts = loadSkuFacts();

export const someone = { id: '00000000-0000-4000-8000-000000000001', name: 'Ada' };

export const day = (iso: string): Temporal.PlainDate => Temporal.PlainDate.from(iso);

/** The SKU of a part number that stands for exactly one. */
export function sku(partNumber: string): Sku {
  const found = facts.byPartNumber(partNumber);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${partNumber} stands for ${found.length} SKUs`);
  return found[0];
}

/** A complete original without any open question; tests state only what differs. */
export function anOriginal(overrides: Partial<Original> = {}): Original {
  return {
    id: 'o1',
    skuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    partNumber: 'SPB',
    name: 'Microsoft 365 Business Premium',
    seats: 25,
    assignedSeats: 20,
    endDate: '2027-03-31',
    autoRenew: false,
    source: 'direct-mosa',
    termStart: '2026-04-01',
    origin: 'tenant',
    path: 'buy-and-let-end',
    target: null,
    endArranged: null,
    ended: null,
    ...overrides,
  };
}

export function aTarget(overrides: Partial<NonNullable<Original['target']>> = {}): NonNullable<Original['target']> {
  return {
    skuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    name: 'Microsoft 365 Business Premium',
    catalogSku: 'P:1',
    seats: 25,
    lossAccepted: null,
    ...overrides,
  };
}

export function aSubscription(overrides: Partial<ProvisionedSubscription> = {}): ProvisionedSubscription {
  return {
    id: 's1',
    skuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    name: 'Microsoft 365 Business Premium',
    seats: 25,
    startedOn: '2026-11-20',
    endDate: '2027-11-19',
    cancellableUntil: '2026-11-27',
    autoRenew: true,
    ...overrides,
  };
}

export function aMove(overrides: Partial<MoveFacts> = {}): Move {
  return {
    id: 'm1',
    version: 1,
    customer: { tenantId: 't1', name: 'Contoso', domain: 'contoso.com', language: null },
    openedBy: someone,
    openedAt: '2026-11-01T09:00:00Z',
    conversationId: 'c1',
    facts: {
      partnerCountry: 'IT',
      tenantCountry: 'ES',
      tenantCountrySource: 'partner-center',
      tenantCloud: 'microsoftonline.com',
      regionDecision: null,
      mailLanguage: null,
      relationship: {
        status: 'reseller',
        invitationUrl: null,
        invited: null,
        acceptedAt: '2026-11-10T09:00:00Z',
        delegatedSupport: 'yes',
        delegatedUntil: null,
      },
      agreement: { status: 'accepted', acceptedOn: '2026-11-10', source: 'partner-center' },
      eligibility: { vetting: 'Allowed', qualifications: [], confirmed: null },
      originals: [],
      originalsConfirmed: null,
      originalsUnknown: null,
      tenantSubscriptions: null,
      provisioning: {
        state: 'none',
        requested: null,
        order: null,
        quote: null,
        approval: null,
        before: null,
        subscriptions: [],
        verifiedAt: null,
      },
      transfers: [],
      licencesConfirmed: null,
      credit: null,
      closed: null,
      ...overrides,
    },
  };
}

export function anOffer(partNumber: string, overrides: Partial<CatalogOffer> = {}): CatalogOffer {
  const { skuId, name } = sku(partNumber);
  return {
    catalogSku: `P:${partNumber}`,
    skuId,
    title: name,
    minimumSeats: 1,
    maximumSeats: null,
    segment: 'commercial',
    isTrial: false,
    isAddon: false,
    prerequisites: [],
    terms: ['P1M', 'P1Y'],
    ...overrides,
  };
}

/** The facts with one SKU changed. */
export function factsWith(changed: Sku): SkuFacts {
  return { ...facts, find: (id) => (id === changed.skuId ? changed : facts.find(id)) };
}

/** Every combination of one value of each list. */
export function combinations<T extends Record<string, readonly unknown[]>>(
  lists: T,
): { [K in keyof T]: T[K][number] }[] {
  let rows: Record<string, unknown>[] = [{}];
  for (const [key, values] of Object.entries(lists)) {
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value })));
  }
  // Each row now has one value of every list, which is what the type says.
  return rows as { [K in keyof T]: T[K][number] }[];
}
