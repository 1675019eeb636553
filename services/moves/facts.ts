import type { FactChange, MoveFacts, OrderIntent, OrderLine, Original } from './move.ts';

/** The facts of a move nothing is known about yet. */
export const NOTHING_KNOWN: MoveFacts = {
  partnerCountry: null,
  tenantCountry: null,
  tenantCountrySource: null,
  tenantCloud: null,
  regionDecision: null,
  mailLanguage: null,
  relationship: {
    status: 'unknown',
    invitationUrl: null,
    invited: null,
    acceptedAt: null,
    delegatedSupport: 'unknown',
    delegatedUntil: null,
  },
  agreement: { status: 'unknown', acceptedOn: null, source: null },
  eligibility: { vetting: null, qualifications: null, confirmed: null },
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
};

/** Facts as an older version of the product may have written them. */
export type StoredFacts = { readonly [Fact in keyof MoveFacts]?: MoveFacts[Fact] };

/** The facts of a stored move: what the version that wrote them did not record is not known. */
export function knownFacts(stored: StoredFacts): MoveFacts {
  const { order } = stored.provisioning ?? NOTHING_KNOWN.provisioning;
  return {
    ...NOTHING_KNOWN,
    ...stored,
    relationship: { ...NOTHING_KNOWN.relationship, ...stored.relationship },
    agreement: { ...NOTHING_KNOWN.agreement, ...stored.agreement },
    eligibility: { ...NOTHING_KNOWN.eligibility, ...stored.eligibility },
    originals: (stored.originals ?? []).map((o) => ({ ...UNTOLD_ORIGINAL, ...o })),
    provisioning: {
      ...NOTHING_KNOWN.provisioning,
      ...stored.provisioning,
      order: order === null ? null : { ...UNTOLD_ORDER, ...order, lines: order.lines.map(knownLine) },
    },
  };
}

const UNTOLD_ORIGINAL: Pick<Original, 'endArranged'> = { endArranged: null };

const UNTOLD_ORDER: Pick<OrderIntent, 'knownOrders' | 'refusedLines' | 'offered' | 'approvedBy'> = {
  knownOrders: null,
  refusedLines: [],
  offered: null,
  approvedBy: null,
};

const knownLine = (line: OrderLine): OrderLine => ({ ...UNTOLD_LINE, ...line });

const UNTOLD_LINE: Pick<OrderLine, 'unitPrice' | 'linePrice' | 'currency' | 'attestation'> = {
  unitPrice: null,
  linePrice: null,
  currency: null,
  attestation: false,
};

/** What differs between two sets of facts, fact by fact. Lines of a list are named by their `id`, so order does not matter. */
export function changesBetween(from: MoveFacts, to: MoveFacts): readonly FactChange[] {
  const before = flatten(from);
  const after = flatten(to);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((fact) => before.get(fact) !== after.get(fact))
    .map((fact) => ({ fact, from: before.get(fact) ?? null, to: after.get(fact) ?? null }));
}

function flatten(value: unknown, name = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (value === null || typeof value !== 'object') {
    if (value !== null) into.set(name, value);
    return into;
  }
  for (const [key, part] of Object.entries(value)) {
    const label = Array.isArray(value) && hasId(part) ? part.id : key;
    flatten(part, name === '' ? label : `${name}/${label}`, into);
  }
  return into;
}

function hasId(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
