import type { FactChange, MoveFacts } from './move.ts';

/** The facts of a move nothing is known about yet. */
export const NOTHING_KNOWN: MoveFacts = {
  partnerCountry: null,
  tenantCountry: null,
  tenantCountrySource: null,
  regionDecision: null,
  relationship: {
    status: 'unknown',
    invitationUrl: null,
    invited: null,
    acceptedAt: null,
    delegatedSupport: 'unknown',
  },
  agreement: { status: 'unknown', acceptedOn: null, source: null },
  eligibility: { vetting: null, qualifications: null, confirmed: null },
  originals: [],
  originalsConfirmed: null,
  provisioning: { state: 'none', requested: null, order: null, before: null, subscriptions: [], verifiedAt: null },
  licencesConfirmed: null,
  credit: null,
  closed: null,
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
