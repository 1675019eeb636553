import type { Severity, Verdict } from '../rules/verdict.ts';

/**
 * The move: everything that is known about carrying one customer into the partner's own CSP account.
 * The steps of the journey are derived from these facts (steps.ts), never stored.
 * All dates are ISO calendar dates in UTC (`2026-12-31`, inclusive end dates); all instants ISO 8601 in UTC.
 */
export interface Move {
  readonly id: string;
  /** Grows by one with every change; a card carries the version it was drawn from. */
  readonly version: number;
  readonly customer: Customer;
  readonly openedBy: Person;
  readonly openedAt: string;
  /** Key of the 1:1 conversation the move was opened in: where news about it goes. */
  readonly conversationId: string;
  readonly facts: MoveFacts;
}

export interface Customer {
  /** Microsoft Entra tenant id, lower case. */
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  /** Language of the customer's billing profile (BCP 47) when Partner Center tells it: texts for the customer use it. */
  readonly language: string | null;
}

export interface Person {
  /** Entra object id; `system` for what the bot does by itself. */
  readonly id: string;
  readonly name: string;
}

/** A fact with who said so. `null` everywhere in this file means "not known": it is asked for, never guessed. */
export interface Stated<T> {
  readonly value: T;
  readonly by: Person;
  readonly at: string;
}

export interface MoveFacts {
  /** Country of the partner's CSP account and of the customer's tenant, ISO 3166-1 alpha-2, as Partner Center or a person gave it. */
  readonly partnerCountry: string | null;
  readonly tenantCountry: string | null;
  /** Where the tenant country came from; `person` means somebody typed it. */
  readonly tenantCountrySource: 'partner-center' | 'person' | null;
  /** A person's decision where the market table has no answer (country not in the table). */
  readonly regionDecision: Stated<'same-market' | 'different-market'> | null;

  readonly relationship: Relationship;
  readonly agreement: Agreement;
  readonly eligibility: Eligibility;

  readonly originals: readonly Original[];
  /** Set when a person confirmed that the list of originals is complete; cleared when the list changes. */
  readonly originalsConfirmed: Stated<true> | null;

  readonly provisioning: Provisioning;
  /** A person said that licences are reassigned where the offer differs. */
  readonly licencesConfirmed: Stated<true> | null;
  readonly credit: CreditOutcome | null;
  readonly closed: Stated<'done' | 'stopped'> | null;
}

export interface Relationship {
  /** `unknown` until Partner Center was asked. */
  readonly status: 'unknown' | 'none' | 'reseller' | 'refused';
  /** The partner's own invitation link, unchanged as Partner Center gave it. */
  readonly invitationUrl: string | null;
  /** A person said that the invitation was sent. */
  readonly invited: Stated<true> | null;
  readonly acceptedAt: string | null;
  /** GDAP: whether an active delegated admin relationship holds Service Support Administrator. */
  readonly delegatedSupport: 'yes' | 'no' | 'unknown';
}

export interface Agreement {
  /** Microsoft Customer Agreement. */
  readonly status: 'accepted' | 'not-accepted' | 'unknown';
  readonly acceptedOn: string | null;
  readonly source: 'partner-center' | 'person' | null;
}

export interface Eligibility {
  /** Partner Center vetting status as given (`Allowed`, `UnderReview`, ...); unknown words are kept as they are. */
  readonly vetting: string | null;
  /** Qualification words as given; empty = commercial, null = not known. */
  readonly qualifications: readonly string[] | null;
  /** A person checked in Partner Center what could not be read. */
  readonly confirmed: Stated<true> | null;
}

/** Where an original subscription can have been bought (move-rules section 5). */
export const PURCHASE_SOURCES = [
  'direct-mca',
  'direct-mosa',
  'direct-unknown',
  'partner-nce',
  'partner-legacy',
  'partner-unknown',
  'enterprise-agreement',
  'open-or-other',
  'own',
  'other-tenant',
] as const;
export type PurchaseSource = (typeof PURCHASE_SOURCES)[number];

export interface Original {
  /** Stable within the move: commerce subscription id when known, otherwise made by us. */
  readonly id: string;
  /** Entra SKU id (GUID, lower case); null = offer not known in the SKU table. */
  readonly skuId: string | null;
  readonly partNumber: string | null;
  readonly name: string;
  readonly seats: number;
  readonly assignedSeats: number | null;
  /** Last day of the term, inclusive. */
  readonly endDate: string | null;
  readonly autoRenew: boolean | null;
  readonly source: PurchaseSource | null;
  /** Date of purchase or last renewal: decides whether the grace or the extended service term rule applies. */
  readonly termStart: string | null;
  readonly origin: 'tenant' | 'typed' | 'imported';
  readonly path: MovePath | null;
  readonly target: TargetChoice | null;
  readonly ended: EndedOriginal | null;
}

export type MovePath = 'transfer' | 'buy-and-let-end' | 'channel-renewal' | 'leave';

/** The new offer for an original. A `different` or `discontinued` one needs a named person's confirmation. */
export interface TargetChoice {
  /** Entra SKU id of the offer to buy = `provisioningId` of the catalogue SKU. */
  readonly skuId: string;
  readonly name: string;
  /** Catalogue `productId:skuId`; null when chosen without a catalogue. */
  readonly catalogSku: string | null;
  readonly seats: number;
  readonly lossAccepted: Stated<true> | null;
}

export interface EndedOriginal {
  readonly how: 'expired' | 'cancelled' | 'transferred';
  readonly on: string;
  readonly by: Person;
}

export interface Provisioning {
  /** `reported`: a person did it in Partner Center; `ordered`: the bot placed the order. */
  readonly state: 'none' | 'reported' | 'ordered' | 'verified';
  readonly requested: Stated<true> | null;
  /** The order the bot was told to place, written before the first call so that it is never placed twice. */
  readonly order: OrderIntent | null;
  /** Subscriptions of ours that the customer had when the move was opened: these are not the new ones. Null = not known. */
  readonly before: readonly string[] | null;
  /** Active subscriptions of ours in the tenant that carry the move. */
  readonly subscriptions: readonly ProvisionedSubscription[];
  readonly verifiedAt: string | null;
}

export interface OrderIntent {
  /** Idempotency key of the order (GUID): the same for every attempt. */
  readonly requestId: string;
  readonly lines: readonly OrderLine[];
  readonly cartId: string | null;
  readonly orderIds: readonly string[];
  /** Code of the refusal when Partner Center said no; null while under way or done. */
  readonly failure: string | null;
}

export interface OrderLine {
  readonly catalogSku: string;
  readonly name: string;
  readonly seats: number;
  /** `P1M`, `P1Y` or `P3Y`. */
  readonly term: string;
  readonly billingCycle: string;
}

export interface ProvisionedSubscription {
  readonly id: string;
  /** Entra SKU id when it could be found. */
  readonly skuId: string | null;
  readonly name: string;
  readonly seats: number;
  readonly startedOn: string | null;
  readonly endDate: string | null;
  /** Last day on which it may still be cancelled or reduced, from Partner Center; null = it does not say. */
  readonly cancellableUntil: string | null;
  readonly autoRenew: boolean | null;
}

export interface CreditOutcome {
  /** `not-claimed`: a person decided that no credit will be asked for. */
  readonly status: 'requested' | 'granted' | 'refused' | 'not-claimed';
  readonly ticket: string | null;
  readonly by: Person;
  readonly at: string;
}

/** The twelve steps of the journey, in order. */
export const STEP_IDS = [
  'customer',
  'region',
  'relationship',
  'agreement',
  'originals',
  'path',
  'equivalence',
  'provision',
  'licences',
  'end-originals',
  'credit',
  'done',
] as const;
export type StepId = (typeof STEP_IDS)[number];

/**
 * `done` nothing left; `current` the one to work on; `stopped` current and cannot go on (see its verdicts);
 * `waiting` current and waiting for somebody outside or for a date; `ahead` later; `not-needed` does not apply.
 */
export type StepStatus = 'done' | 'current' | 'stopped' | 'waiting' | 'ahead' | 'not-needed';

export interface Step {
  readonly id: StepId;
  readonly status: StepStatus;
  readonly severity: Severity;
  /** The judgements this step rests on, heaviest first. */
  readonly verdicts: readonly Verdict[];
}

/** One line of a move's append-only history. */
export interface HistoryEntry {
  readonly moveId: string;
  /** Version of the move after this change. */
  readonly version: number;
  readonly at: string;
  readonly by: Person;
  /** The command that changed it. */
  readonly command: string;
  readonly changes: readonly FactChange[];
}

export interface FactChange {
  /** Path of the fact, such as `relationship.status` or `originals/<id>/seats`. */
  readonly fact: string;
  readonly from: unknown;
  readonly to: unknown;
}
