import type { Snapshot } from './command.ts';
import type { Move, MoveFacts, Original, Person, ProvisionedSubscription } from './move.ts';
import { provisioningComplete } from './provisioning.ts';

/** The facts of a move after Microsoft's services were asked (`at`: instant of the answer, UTC). */
export function factsWith(move: Move, s: Snapshot, by: Person, at: string): MoveFacts {
  const today = at.slice(0, 10);
  const { facts } = move;
  const accepted = s.relationship === 'reseller' && facts.relationship.status !== 'reseller';
  const removed = s.relationship === 'none' && facts.relationship.status === 'reseller';
  const keepsRefusal = facts.relationship.status === 'refused' && s.relationship === 'none';
  const read: MoveFacts = {
    ...facts,
    partnerCountry: s.partnerCountry ?? facts.partnerCountry,
    tenantCountry: s.tenantCountry ?? facts.tenantCountry,
    tenantCountrySource: s.tenantCountry === undefined ? facts.tenantCountrySource : 'partner-center',
    // A decision was made about a country: another one is judged anew.
    regionDecision:
      s.tenantCountry === undefined || s.tenantCountry === facts.tenantCountry ? facts.regionDecision : null,
    relationship: {
      ...facts.relationship,
      status: keepsRefusal ? 'refused' : (s.relationship ?? facts.relationship.status),
      acceptedAt: accepted ? at : removed ? null : facts.relationship.acceptedAt,
      // After a relationship was removed, the old invitation is not one that somebody may still accept.
      invited: removed ? null : facts.relationship.invited,
      delegatedSupport: s.delegatedSupport ?? facts.relationship.delegatedSupport,
    },
    agreement: withAgreement(facts, s),
    eligibility: {
      ...facts.eligibility,
      vetting: s.vetting ?? facts.eligibility.vetting,
      qualifications: s.qualifications ?? facts.eligibility.qualifications,
    },
    originals:
      s.tenantSubscriptions === undefined ? facts.originals : ended(facts.originals, s.tenantSubscriptions, by, today),
  };
  return withVerifiedProvisioning(move, read, s, by, at);
}

/** A person's word about the agreement stands until Partner Center itself says that it was accepted. */
function withAgreement(facts: MoveFacts, s: Snapshot): MoveFacts['agreement'] {
  if (s.agreement === undefined || s.agreement.status === 'unknown') return facts.agreement;
  if (facts.agreement.source === 'person' && s.agreement.status !== 'accepted') return facts.agreement;
  return { ...s.agreement, source: 'partner-center' };
}

/** Lifecycle words after which users no longer work with a subscription (Graph `companySubscription.status`). */
const OVER: ReadonlySet<string> = new Set(['suspended', 'lockedout', 'deleted']);

function ended(
  originals: readonly Original[],
  inTenant: readonly { readonly id: string; readonly status: string }[],
  by: Person,
  today: string,
): readonly Original[] {
  return originals.map((o) => {
    if (o.ended !== null || o.origin !== 'tenant' || o.path === null) return o;
    const now = inTenant.find((t) => t.id === o.id);
    const gone = now === undefined && o.endDate !== null && o.endDate < today;
    if (!gone && !(now !== undefined && OVER.has(now.status.toLowerCase()))) return o;
    const on = o.endDate !== null && o.endDate < today ? o.endDate : today;
    return { ...o, ended: { how: o.path === 'transfer' ? 'transferred' : 'expired', on, by } };
  });
}

function withVerifiedProvisioning(move: Move, facts: MoveFacts, s: Snapshot, by: Person, at: string): MoveFacts {
  if (s.subscriptions === undefined || facts.provisioning.state === 'none') return facts;
  const ours = s.subscriptions.filter((p) => isNew(move, p));
  const next = { ...facts.provisioning, subscriptions: ours };
  if (next.state === 'verified') return { ...facts, provisioning: next };
  if (!provisioningComplete({ ...facts, provisioning: next })) return { ...facts, provisioning: next };
  return {
    ...facts,
    provisioning: { ...next, state: 'verified', verifiedAt: at },
    // A transfer takes the subscription out of the other partner's account: there is nothing left to end (move-rules T9).
    originals: facts.originals.map((o) =>
      o.path === 'transfer' && o.ended === null ? { ...o, ended: { how: 'transferred', on: at.slice(0, 10), by } } : o,
    ),
  };
}

/** Not there when the move was opened, or begun since: a transferred subscription keeps its term, a bought one begins. */
function isNew({ openedAt, facts }: Move, { id, startedOn }: ProvisionedSubscription): boolean {
  const { before } = facts.provisioning;
  return (startedOn !== null && startedOn >= openedAt.slice(0, 10)) || (before !== null && !before.includes(id));
}
