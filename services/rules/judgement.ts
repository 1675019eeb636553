import type { MovePath, Original } from '../moves/move.ts';
import type { Verdict } from './verdict.ts';

/** An offer the partner can sell, from the Partner Center catalogue. */
export interface CatalogOffer {
  /** `productId:skuId` of the catalogue. */
  readonly catalogSku: string;
  /** `dynamicAttributes.provisioningId` = Entra SKU id (GUID, lower case). */
  readonly skuId: string;
  readonly title: string;
  readonly minimumSeats: number | null;
  readonly maximumSeats: number | null;
  readonly segment: string | null;
  readonly isTrial: boolean;
  readonly isAddon: boolean;
  /** Catalogue SKUs (`productId:skuId`) of which the customer needs one. */
  readonly prerequisites: readonly string[];
  /** A person has to give a statement about the sale with every order of it. */
  readonly attestation?: boolean;
  /** Terms as `P1M`, `P1Y`, `P3Y`. */
  readonly terms: readonly string[];
}

/** A data-holding service plan of the original that the target does not cover. */
export interface LostPlan {
  readonly servicePlanId: string;
  readonly planName: string;
  readonly dataClass: string;
  readonly weight: 'high' | 'medium' | 'low';
  /** Days until the data is gone after the license is removed; null = no source. */
  readonly retentionDays: number | null;
  /** The target has the service, but smaller (mailbox size, desktop apps for business instead of enterprise). */
  readonly reduced?: boolean;
  /** `false`: the service holds no data of its own, but people would miss it (desktop apps, Windows, Defender, ...). */
  readonly holdsData?: boolean;
}

export type EquivalenceKind = 'same' | 'equivalent' | 'different' | 'discontinued' | 'unknown';

/** Verdict on one original and one target offer. */
export interface Equivalence {
  readonly kind: EquivalenceKind;
  readonly verdict: Verdict;
  /** What is to be known besides, whatever the verdict: the target is closed to new customers, a part of the original was switched off. */
  readonly also: readonly Verdict[];
  /** What the target does not cover, heaviest first. */
  readonly lost: readonly LostPlan[];
  /** What Microsoft ended for everybody: no offer covers it, so that the target is not to blame. */
  readonly ended: readonly LostPlan[];
  /** Licenses have to be reassigned to users by hand. */
  readonly reassignment: boolean;
  /** A high or medium data class is lost, or nothing is known: a named person has to confirm. */
  readonly needsConfirmation: boolean;
  /** `false`: the offer cannot be had at all (another cloud, other people, no longer sold), so that nobody can accept it either. */
  readonly confirmable: boolean;
}

/** A proposed target with its verdict, best first. */
export interface ProposedTarget {
  readonly skuId: string;
  readonly name: string;
  readonly catalogSku: string | null;
  readonly equivalence: Equivalence;
  /** Documented replacement of a discontinued offer. */
  readonly documented: boolean;
}

/** One way to carry an original over, with what it costs and the trap in it. `path.<path>...` strings explain it. */
export interface PathOption {
  readonly path: MovePath;
  readonly recommended: boolean;
  /** Money, reassignment and trap as verdicts, in that order. */
  readonly verdicts: readonly Verdict[];
}

/** The dated facts of one original (UTC calendar dates). */
export interface Lifecycle {
  readonly rule: 'grace' | 'extended-term' | 'legacy' | 'enterprise' | 'unknown';
  readonly endDate: string | null;
  /** Last day of the free grace period; null where there is none or it is not known. */
  readonly graceUntil: string | null;
  /** Last day on which the data is kept after users lost access. */
  readonly dataUntil: string | null;
  /** Last day by which the new subscription must be active. */
  readonly provisionBy: string | null;
  /** First day of the term that will begin by itself; null where none will or that is not known. */
  readonly renewsOn: string | null;
  /** Last day on which the present term may still be cancelled; null where that is over or not known. */
  readonly cancellableUntil: string | null;
  readonly state: 'active' | 'grace' | 'extended-term' | 'disabled' | 'deleted' | 'unknown';
  readonly verdicts: readonly Verdict[];
}

export type SeatInput = Pick<Original, 'id' | 'skuId' | 'name' | 'seats' | 'assignedSeats' | 'target'> &
  Partial<Pick<Original, 'path' | 'ended' | 'source'>>;
