import { createHash } from 'node:crypto';

/**
 * A simulated customer, told as a story. Days and hours count from the day the sandbox was first started, so that a story is
 * always at its interesting moment; only what happens afterwards is stored.
 */
export interface Story {
  /** Also the seed of its tenant id and subscription ids. */
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Culture of the billing profile, BCP 47. */
  readonly culture: string;
  /** One line for the reader: the situation this customer stands for. */
  readonly teaches: string;
  /** What the customer does with our invitation. Partner Center never reports a refusal: it just stays without an answer. */
  readonly invitation: InvitationAnswer;
  /** `with-invitation`: accepted on the same screen as the relationship. */
  readonly agreement: 'with-invitation' | 'missing';
  readonly vetting: string;
  /** Null = commercial. */
  readonly qualification: string | null;
  /** What our delegated admin relationship (GDAP) with the customer allows. */
  readonly delegatedAccess: 'none' | 'read' | 'read-and-support';
  /** When that relationship ends by itself, days from the start of the sandbox. */
  readonly delegationEndsInDays: number;
  /** What the customer owns today, whoever sold it. */
  readonly originals: readonly StorySubscription[];
  /** What we sold it before. */
  readonly own: readonly StorySubscription[];
  /** How the present partner answers a transfer request. */
  readonly transfer: { readonly acceptedAfterHours: number } | 'never-answered';
}

/** What is left of two years, the longest a delegated admin relationship lasts, when it was approved some months ago. */
export const LASTING_DAYS = 631;

export type InvitationAnswer =
  | { readonly kind: 'already-customer' }
  | { readonly kind: 'accepts'; readonly afterMinutes: number }
  | { readonly kind: 'refuses'; readonly afterMinutes: number }
  | { readonly kind: 'never-answers' };

export interface StorySubscription {
  readonly partNumber: string;
  readonly seats: number;
  readonly assigned: number;
  readonly term: 'P1M' | 'P1Y' | 'P3Y';
  /** Last day of the running term, days from the start of the sandbox; negative = it has ended. */
  readonly endsInDays: number;
  /**
   * What happens at the end of the term: a new term; the extended service term (monthly, dearer); 30 days of grace;
   * disabled at once; 90 days of grace under an Enterprise Agreement.
   */
  readonly atEnd: 'renews' | 'extended-term' | 'grace' | 'disabled' | 'enterprise-grace';
  /**
   * Where it was bought. The simulated Microsoft answers as the real one does: a partner's purchases carry its tenant id, all others
   * carry none, and the billing account is never told.
   */
  readonly bought: 'direct-mca' | 'direct-mosa' | 'enterprise-agreement' | 'other-partner' | 'own';
}

/** The partner who uses the bot in the sandbox: a direct-bill partner in Italy. */
export const SANDBOX_PARTNER = {
  tenantId: fixedGuid('partner fabrikam'),
  name: 'Fabrikam Cloud Partner',
  domain: 'fabrikam-partner.example',
  country: 'IT',
  culture: 'it-IT',
} as const;

/** The partner the stories' customers came from. */
export const OTHER_PARTNER = {
  tenantId: fixedGuid('partner trey'),
  name: 'Trey Cloud Services',
  domain: 'treycloud.example',
} as const;

/** The same GUID for the same seed, on every machine and in every run. */
export function fixedGuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Tenant id of a story's customer. */
export function tenantIdOf(story: Pick<Story, 'id'>): string {
  return fixedGuid(`tenant ${story.id}`);
}
