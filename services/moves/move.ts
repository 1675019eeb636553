import type { Language } from '../rules/languages.ts';
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
  /** Microsoft's cloud the tenant lives in, as the sign-in metadata names it (`microsoftonline.com`). */
  readonly tenantCloud: string | null;
  /** A person's decision where the market table has no answer (country not in the table). */
  readonly regionDecision: Stated<'same-market' | 'different-market'> | null;

  /** In which language the customer reads, as a person chose; null: see `services/rules/mail-language.ts`. */
  readonly mailLanguage: Stated<Language> | null;

  readonly relationship: Relationship;
  readonly agreement: Agreement;
  readonly eligibility: Eligibility;

  readonly originals: readonly Original[];
  /** Set when a person confirmed that the list of originals is complete; cleared when the list changes. */
  readonly originalsConfirmed: Stated<true> | null;
  /** A person said that what is still open about the originals is not known; cleared when the list changes. */
  readonly originalsUnknown: Stated<true> | null;
  /** License subscriptions in the tenant, whoever sold them, as it was last read. */
  readonly tenantSubscriptions: number | null;

  readonly provisioning: Provisioning;
  /** Transfers that were asked for from here, oldest first. What a person asked for in Partner Center itself is not in here. */
  readonly transfers: readonly TransferRequest[];
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
  /** Last UTC calendar date of that right; null = it extends itself, there is none, or it is not known. */
  readonly delegatedUntil: string | null;
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
  /** A person said that it is arranged at the source that it ends on its last day. */
  readonly endArranged: Stated<true> | null;
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
  /** What the order would cost, as a person was last shown it. Forgotten when the plan changes. */
  readonly quote: OrderQuote | null;
  /** The last request for a second person's yes. */
  readonly approval: OrderApproval | null;
  /** Subscriptions of ours that the customer had when the move was opened: these are not the new ones. Null = not known. */
  readonly before: readonly string[] | null;
  /** Active subscriptions of ours in the tenant that carry the move. */
  readonly subscriptions: readonly ProvisionedSubscription[];
  readonly verifiedAt: string | null;
}

/** What a person is asked to confirm. */
export interface OrderQuote {
  readonly lines: readonly OrderLine[];
  /**
   * Ids of the orders Partner Center held for the customer when the price was asked for: another one that appears before ours
   * is somebody else's. Null = not known.
   */
  readonly knownOrders: readonly string[] | null;
}

/** An order that somebody was told to place, with all that was confirmed. */
export interface OrderIntent extends OrderQuote {
  /** Idempotency key of the order (GUID): the same for every attempt. */
  readonly requestId: string;
  /** Stored before the cart is checked out: only this cart is ever checked out for this order. */
  readonly cartId: string | null;
  readonly orderIds: readonly string[];
  /** Code of the refusal when Partner Center said no; null while under way or done. */
  readonly failure: string | null;
  /** What Partner Center refused of it, line by line. */
  readonly refusedLines: readonly RefusedLine[];
  /** What Partner Center asked for instead of what was confirmed; null when that is not why it failed. */
  readonly offered: readonly OrderLine[] | null;
  /** The second person who approved it; null where none was needed. */
  readonly approvedBy: Person | null;
}

export interface OrderLine {
  readonly catalogSku: string;
  readonly name: string;
  readonly seats: number;
  /** `P1M`, `P1Y` or `P3Y`. */
  readonly term: string;
  readonly billingCycle: string;
  /** One seat, per billing cycle, before tax; null = Partner Center names no price. */
  readonly unitPrice: number | null;
  /** The whole line, per billing cycle, before tax. */
  readonly linePrice: number | null;
  /** ISO 4217. */
  readonly currency: string | null;
  /** The offer wants a statement about the sale, which a person has to give. */
  readonly attestation: boolean;
}

/** A line that Partner Center did not accept. */
export interface RefusedLine {
  /** Null when Partner Center did not say which line it is about. */
  readonly name: string | null;
  /** Code of the refusal: `error.<code>` is its sentence. */
  readonly code: string;
}

/** A large order waits for a second person. */
export interface OrderApproval extends OrderQuote {
  readonly id: string;
  readonly requested: Stated<true>;
  /** Instant after which nobody may approve it any more. */
  readonly expiresAt: string;
  /** Null while it waits. `void`: the plan changed. */
  readonly outcome: Stated<'approved' | 'declined' | 'withdrawn' | 'expired' | 'void'> | null;
}

/** Another partner was asked to hand its subscriptions of the customer over. */
export interface TransferRequest {
  /** Ours (GUID): the idempotency key of the request, written before the first call. */
  readonly id: string;
  readonly sourcePartnerTenantId: string;
  readonly sourcePartnerName: string;
  readonly customerEmail: string;
  readonly requested: Stated<true>;
  /** Partner Center's id; null until it answered. */
  readonly transferId: string | null;
  /** The status as Partner Center gives it, unknown words too; null until it answered. */
  readonly status: string | null;
  /** When Partner Center created it (instant). */
  readonly createdAt: string | null;
  /** Code of the refusal when it could not be asked for. */
  readonly failure: string | null;
  /** It is so old that it has probably expired: how long such a request lives is not confirmed. */
  readonly agedOut: boolean;
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
