import { judgeAgreement } from '../rules/eligibility.ts';
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
    tenantCloud: s.tenantCloud ?? facts.tenantCloud,
    // A decision was made about two countries: another one is judged anew.
    regionDecision: sameCountries(facts, s) ? facts.regionDecision : null,
    relationship: {
      ...facts.relationship,
      status: keepsRefusal ? 'refused' : (s.relationship ?? facts.relationship.status),
      acceptedAt: accepted ? at : removed ? null : facts.relationship.acceptedAt,
      // After a relationship was removed, the old invitation is not one that somebody may still accept.
      invited: removed ? null : facts.relationship.invited,
      ...(s.delegatedSupport !== undefined && {
        delegatedSupport: s.delegatedSupport,
        delegatedUntil: s.delegatedUntil ?? null,
      }),
    },
    agreement: withAgreement(facts, s, today),
    eligibility: {
      ...facts.eligibility,
      vetting: s.vetting ?? facts.eligibility.vetting,
      qualifications: s.qualifications ?? facts.eligibility.qualifications,
    },
    tenantSubscriptions: s.tenantSubscriptions?.filter(exists).length ?? facts.tenantSubscriptions,
    originals: s.tenantSubscriptions === undefined ? facts.originals : ended(move, s, s.tenantSubscriptions, by, today),
  };
  return withVerifiedProvisioning(move, read, s, by, at);
}

function sameCountries(facts: MoveFacts, { partnerCountry, tenantCountry }: Snapshot): boolean {
  return (
    (partnerCountry ?? facts.partnerCountry) === facts.partnerCountry &&
    (tenantCountry ?? facts.tenantCountry) === facts.tenantCountry
  );
}

/** What Partner Center says for certain counts, yes or no: it is what decides about an order. Else a person's word stands. */
function withAgreement(facts: MoveFacts, s: Snapshot, today: string): MoveFacts['agreement'] {
  if (s.agreement === undefined || s.agreement.status === 'unknown') return facts.agreement;
  // A date that cannot be right does not take the place of one that a person looked up.
  const usable = judgeAgreement({ ...s.agreement, source: 'partner-center' }, today).severity !== 'ask';
  if (!usable && facts.agreement.source === 'person' && facts.agreement.status === 'accepted') return facts.agreement;
  return { ...s.agreement, source: 'partner-center' };
}

/** Lifecycle words after which users no longer work with a subscription (Graph `companySubscription.status`). */
const OVER: ReadonlySet<string> = new Set(['suspended', 'lockedout', 'deleted']);

const exists = ({ status }: { readonly status: string }): boolean => status.toLowerCase() !== 'deleted';

function ended(
  move: Move,
  { subscriptions }: Snapshot,
  inTenant: readonly { readonly id: string; readonly status: string }[],
  by: Person,
  today: string,
): readonly Original[] {
  return move.facts.originals.map((o) => {
    if (o.ended !== null || o.origin !== 'tenant' || o.path === null) return o;
    const now = inTenant.find((t) => t.id === o.id);
    const gone = now === undefined && o.endDate !== null && o.endDate < today;
    if (!gone && !(now !== undefined && OVER.has(now.status.toLowerCase()))) return o;
    if (o.path === 'transfer') {
      // Suspended by the other partner is not transferred (move-rules T11): only what is ours by now was.
      const ours = subscriptions?.some((p) => isNew(move, p) && isCarriedBy(o, p)) ?? false;
      return ours ? { ...o, ended: { how: 'transferred', on: today, by } } : o;
    }
    const on = o.endDate !== null && o.endDate < today ? o.endDate : today;
    return { ...o, ended: { how: 'expired', on, by } };
  });
}

/** A transfer changes neither offer nor seats (move-rules T8). */
const isCarriedBy = (o: Original, { skuId, name, seats }: ProvisionedSubscription): boolean =>
  seats >= o.seats && (o.skuId === null ? name === o.name : skuId === o.skuId);

function withVerifiedProvisioning(move: Move, facts: MoveFacts, s: Snapshot, by: Person, at: string): MoveFacts {
  const begun = facts.provisioning.state !== 'none' || facts.transfers.length > 0;
  if (s.subscriptions === undefined || !begun) return facts;
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
