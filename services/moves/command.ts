import type { Language } from '../rules/languages.ts';
import type {
  Agreement,
  CreditOutcome,
  EndedOriginal,
  MovePath,
  OrderLine,
  OrderQuote,
  Original,
  ProvisionedSubscription,
  PurchaseSource,
  RefusedLine,
  Relationship,
  StepId,
  StepStatus,
  TransferRequest,
} from './move.ts';

/** What Microsoft's services say about a customer right now. A part that could not be read is left out and stays as it was. */
export interface Snapshot {
  readonly partnerCountry?: string;
  readonly tenantCountry?: string;
  readonly tenantCloud?: string;
  readonly relationship?: 'none' | 'reseller';
  readonly delegatedSupport?: Relationship['delegatedSupport'];
  /** Until when, as `Relationship.delegatedUntil`; told together with `delegatedSupport`. */
  readonly delegatedUntil?: Relationship['delegatedUntil'];
  readonly agreement?: Pick<Agreement, 'status' | 'acceptedOn'>;
  readonly vetting?: string;
  readonly qualifications?: readonly string[];
  /** Subscriptions of the customer that this partner sold. */
  readonly subscriptions?: readonly ProvisionedSubscription[];
  /** Every commercial subscription in the tenant by commerce id, with its lifecycle word; left out without delegated access. */
  readonly tenantSubscriptions?: readonly { readonly id: string; readonly status: string }[];
}

/** The facts of one original that a person or the tenant gives. */
export type OriginalDraft = Omit<Original, 'path' | 'target' | 'endArranged' | 'ended'>;

/** What a person states about an original that was still unknown. */
export interface OriginalCompletion {
  readonly id: string;
  readonly source?: PurchaseSource;
  readonly autoRenew?: boolean;
  readonly termStart?: string;
  readonly endDate?: string;
  readonly assignedSeats?: number;
}

export interface TargetSelection {
  readonly originalId: string;
  readonly skuId: string;
  readonly name: string;
  readonly catalogSku: string | null;
  readonly seats: number;
  /** The person ticked that the loss is accepted. */
  readonly lossAccepted: boolean;
}

/** Every way in which a move can change. Values are checked at the edge; whether they fit this move is decided in apply.ts. */
export type MoveCommand =
  | { readonly kind: 'refresh'; readonly snapshot: Snapshot }
  | { readonly kind: 'set-country'; readonly country: string }
  | { readonly kind: 'decide-region'; readonly decision: 'same-market' | 'different-market' }
  | { readonly kind: 'set-mail-language'; readonly language: Language }
  | { readonly kind: 'invited' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'agreement-accepted'; readonly on: string }
  | { readonly kind: 'import-originals'; readonly originals: readonly OriginalDraft[] }
  | { readonly kind: 'save-original'; readonly original: OriginalDraft }
  | { readonly kind: 'remove-original'; readonly originalId: string }
  | { readonly kind: 'complete-originals'; readonly completions: readonly OriginalCompletion[] }
  /** `unknown`: what is still open is not known, the person says. */
  | {
      readonly kind: 'confirm-originals';
      readonly completions: readonly OriginalCompletion[];
      readonly unknown?: boolean;
    }
  | { readonly kind: 'choose-paths'; readonly paths: Readonly<Record<string, MovePath>> }
  | { readonly kind: 'choose-targets'; readonly targets: readonly TargetSelection[] }
  | { readonly kind: 'provision-reported' }
  | OrderCommand
  | TransferCommand
  | { readonly kind: 'licences-confirmed' }
  | {
      readonly kind: 'original-ended';
      readonly originalId: string;
      readonly how: EndedOriginal['how'];
      readonly on: string;
    }
  /** Its end is still to come and is arranged at the source. */
  | { readonly kind: 'original-end-arranged'; readonly originalId: string }
  /** It did not end: a new term runs to `endDate`. */
  | { readonly kind: 'original-renewed'; readonly originalId: string; readonly endDate: string }
  | { readonly kind: 'credit'; readonly status: CreditOutcome['status']; readonly ticket: string | null }
  | { readonly kind: 'close'; readonly outcome: 'done' | 'stopped' };

/**
 * Ordering. What a person confirmed is carried by `order` or, from a number of seats on, by `order-requested`; `requestId` says
 * which order an answer of Partner Center belongs to, so that a late one never reaches another order.
 */
export type OrderCommand =
  | { readonly kind: 'order-quoted'; readonly quote: OrderQuote }
  | ({ readonly kind: 'order'; readonly requestId: string } & OrderQuote)
  | ({ readonly kind: 'order-requested'; readonly requestId: string } & OrderQuote)
  | { readonly kind: 'order-approved' | 'order-declined' | 'order-withdrawn'; readonly requestId: string }
  | {
      readonly kind: 'order-progress';
      readonly requestId: string;
      readonly cartId: string;
      /** Empty until Partner Center confirmed an order. */
      readonly orderIds: readonly string[];
      readonly refusedLines?: readonly RefusedLine[];
    }
  | {
      readonly kind: 'order-failed';
      readonly requestId: string;
      readonly code: string;
      readonly refusedLines?: readonly RefusedLine[];
      readonly offered?: readonly OrderLine[];
    }
  /** Partner Center says so when a price is asked for; whoever said otherwise before was wrong. */
  | { readonly kind: 'agreement-missing' };

export type TransferCommand =
  | ({ readonly kind: 'transfer-requested' } & Pick<
      TransferRequest,
      'id' | 'sourcePartnerTenantId' | 'sourcePartnerName' | 'customerEmail'
    >)
  | ({ readonly kind: 'transfer-progress' } & Pick<TransferRequest, 'id'> & SeenTransfer)
  | { readonly kind: 'transfers-seen' | 'transfer-withdrawn'; readonly seen: readonly SeenTransfer[] }
  | { readonly kind: 'transfer-failed'; readonly id: string; readonly code: string };

/** A transfer as Partner Center shows it. */
export interface SeenTransfer {
  readonly transferId: string;
  readonly status: string;
  readonly createdAt: string | null;
}

export type CommandKind = MoveCommand['kind'];

/**
 * When a command may be carried out: the status its step must have. A fact already given may be changed as long as
 * nothing was built on it that cannot be taken back, hence `done` for most steps before provisioning.
 *
 * | step | open for change |
 * | --- | --- |
 * | region .. equivalence | until something was ordered or reported |
 * | provision | while it is the step to work on |
 * | end-originals, credit | at any time after provisioning |
 */
export const PERMITTED: Record<
  Exclude<
    CommandKind,
    | 'refresh'
    | 'set-mail-language'
    | 'order-progress'
    | 'order-failed'
    | 'agreement-missing'
    | 'transfer-progress'
    | 'transfers-seen'
    | 'transfer-withdrawn'
    | 'transfer-failed'
    | 'close'
  >,
  {
    readonly step: StepId;
    readonly when: readonly StepStatus[];
  }
> = {
  'set-country': { step: 'region', when: ['current', 'stopped', 'done'] },
  'decide-region': { step: 'region', when: ['current', 'stopped'] },
  invited: { step: 'relationship', when: ['current', 'stopped'] },
  refused: { step: 'relationship', when: ['current', 'waiting'] },
  'agreement-accepted': { step: 'agreement', when: ['current', 'stopped'] },
  'import-originals': { step: 'originals', when: ['current', 'done'] },
  'save-original': { step: 'originals', when: ['current', 'done'] },
  'remove-original': { step: 'originals', when: ['current', 'done'] },
  'complete-originals': { step: 'originals', when: ['current', 'done'] },
  'confirm-originals': { step: 'originals', when: ['current'] },
  'choose-paths': { step: 'path', when: ['current', 'done'] },
  'choose-targets': { step: 'equivalence', when: ['current', 'done'] },
  'provision-reported': { step: 'provision', when: ['current'] },
  'order-quoted': { step: 'provision', when: ['current'] },
  order: { step: 'provision', when: ['current'] },
  'order-requested': { step: 'provision', when: ['current'] },
  // Whether the request still waits is said more exactly by the request itself.
  'order-approved': { step: 'provision', when: ['waiting', 'current', 'done'] },
  'order-declined': { step: 'provision', when: ['waiting', 'current', 'done'] },
  'order-withdrawn': { step: 'provision', when: ['waiting', 'current', 'done'] },
  'transfer-requested': { step: 'provision', when: ['current'] },
  'licences-confirmed': { step: 'licences', when: ['current'] },
  'original-ended': { step: 'end-originals', when: ['current', 'waiting', 'ahead'] },
  'original-end-arranged': { step: 'end-originals', when: ['current', 'waiting', 'ahead'] },
  'original-renewed': { step: 'end-originals', when: ['current', 'waiting', 'ahead'] },
  credit: { step: 'credit', when: ['current', 'waiting', 'ahead'] },
};
