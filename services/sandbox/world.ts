import { Temporal } from 'temporal-polyfill';
import { todayUtc } from '../clock.ts';
import type { SandboxClock } from './clock.ts';
import { delegatedAccess } from './delegation.ts';
import type { GeneratedCustomers } from './generated.ts';
import { skuIdOf } from './licences.ts';
import { type LifecycleNow, lifecycleOn } from './lifecycle.ts';
import { SHOP_SKU, shopItem, shopItemOf } from './shop.ts';
import type { SandboxOrder, SandboxTransfer, StateFile } from './state.ts';
import { fixedGuid, OTHER_PARTNER, SANDBOX_PARTNER, type Story, type StorySubscription, tenantIdOf } from './story.ts';

/** A customer of the sandbox, hand-written or generated. */
export interface SandboxTenant {
  readonly tenantId: string;
  readonly story: Story;
}

/** A subscription in a customer's tenant, as it stands now. */
export interface TenantOriginal extends LifecycleNow {
  readonly id: string;
  readonly commerceId: string;
  readonly partNumber: string;
  readonly skuId: string;
  readonly seats: number;
  readonly assigned: number;
  readonly createdOn: Temporal.PlainDate;
  readonly ownerTenantId: string | null;
}

/** A subscription of ours, as Partner Center shows it now. */
export interface PartnerSubscription {
  readonly id: string;
  readonly partNumber: string;
  readonly offerId: string;
  readonly title: string;
  readonly orderId: string;
  readonly quantity: number;
  readonly status: 'active' | 'suspended' | 'expired' | 'disabled' | 'deleted';
  readonly startedOn: Temporal.PlainDate;
  /** Last day, inclusive. */
  readonly endsOn: Temporal.PlainDate;
  readonly cancellableUntil: Temporal.PlainDate;
  readonly autoRenew: boolean;
  readonly termDuration: string;
  readonly billingCycle: string;
  readonly revision: number;
  /** Instructions for the next term, as they were given. */
  readonly nextTerm: unknown;
}

/**
 * The simulated Microsoft's facts. Everything that time brings about (acceptance, provisioning, expiry, completed transfers) is worked out
 * from the clock when it is read, so fast-forwarding needs no jobs and a restart loses nothing.
 */
export class SandboxWorld {
  readonly clock: SandboxClock;
  readonly state: StateFile;
  readonly generated: GeneratedCustomers;
  readonly provisioningMinutes: number;
  readonly #stories: readonly SandboxTenant[];
  readonly #startedOn: Temporal.PlainDate;

  constructor(options: {
    clock: SandboxClock;
    state: StateFile;
    stories: readonly Story[];
    generated: GeneratedCustomers;
    provisioningMinutes: number;
  }) {
    this.clock = options.clock;
    this.state = options.state;
    this.generated = options.generated;
    this.provisioningMinutes = options.provisioningMinutes;
    this.#stories = options.stories.map((story) => ({ story, tenantId: tenantIdOf(story) }));
    this.#startedOn = Temporal.Instant.from(options.state.current.startedAt).toZonedDateTimeISO('UTC').toPlainDate();
  }

  tenant(tenantId: string): SandboxTenant | null {
    const id = tenantId.toLowerCase();
    const index = this.generated.indexOfTenant(id);
    const found =
      index !== null
        ? { tenantId: id, story: this.generated.at(index) }
        : this.#stories.find((known) => known.tenantId === id);
    return found === undefined ? null : this.#asDelegated(found);
  }

  /** The customers with whom something can happen: the stories, and generated ones that somebody dealt with. */
  changeableTenants(): SandboxTenant[] {
    const { invitations, orders, transfers, delegations, relationships } = this.state.current;
    const ids = new Set([
      ...this.#stories.map(({ tenantId }) => tenantId),
      ...Object.keys(invitations),
      ...[...orders, ...transfers].map(({ tenantId }) => tenantId),
      ...Object.keys(delegations),
      ...relationships.flatMap(({ tenantId }) => tenantId ?? []),
    ]);
    return [...ids].flatMap((id) => this.tenant(id) ?? []);
  }

  tenantOfDomain(domain: string): SandboxTenant | null {
    const name = domain.toLowerCase();
    const index = this.generated.indexOfDomain(name);
    if (index !== null) return { tenantId: this.generated.tenantId(index), story: this.generated.at(index) };
    return this.#stories.find(({ story }) => story.domain === name) ?? null;
  }

  /** Stories whose customer has a relationship with us now. */
  storyCustomers(): SandboxTenant[] {
    return this.#stories.filter((tenant) => this.relationshipSince(tenant) !== null);
  }

  /** When the reseller relationship came about; null while there is none. */
  relationshipSince({ tenantId, story }: SandboxTenant): Temporal.Instant | null {
    if (story.invitation.kind === 'already-customer') return this.#instant(-300);
    const sent = this.state.current.invitations[tenantId];
    if (sent === undefined || story.invitation.kind !== 'accepts') return null;
    const accepted = Temporal.Instant.from(sent).add({ minutes: story.invitation.afterMinutes });
    return this.#isPast(accepted) ? accepted : null;
  }

  /** Day on which the Microsoft Customer Agreement was accepted, together with the invitation. */
  agreementSince(tenant: SandboxTenant): Temporal.PlainDate | null {
    if (tenant.story.agreement === 'missing') return null;
    return this.relationshipSince(tenant)?.toZonedDateTimeISO('UTC').toPlainDate() ?? null;
  }

  /** What our delegated admin relationships allow in the customer's tenant now. */
  delegatedAccess(tenant: SandboxTenant): Story['delegatedAccess'] {
    return delegatedAccess(this, tenant);
  }

  /** Everything in the customer's tenant that still exists, ours included. */
  originals(tenant: SandboxTenant): TenantOriginal[] {
    const { tenantId, story } = tenant;
    const transferred = this.#completedTransfer(tenantId) !== null;
    const others = story.originals.flatMap((told, n) => {
      const id = originalId(story, n);
      const owner = told.bought === 'other-partner' ? (transferred ? SANDBOX_PARTNER : OTHER_PARTNER).tenantId : null;
      return this.#tenantOriginal(told, { id, ownerTenantId: owner });
    });
    const ours = this.subscriptions(tenant)
      .filter(({ id, status }) => status !== 'deleted' && !this.#isTransferred(story, id))
      .map(
        (own): TenantOriginal => ({
          id: fixedGuid(`directory ${own.id}`),
          commerceId: own.id,
          partNumber: own.partNumber,
          skuId: skuIdOf(own.partNumber),
          seats: own.quantity,
          assigned: 0,
          ownerTenantId: SANDBOX_PARTNER.tenantId,
          status: DIRECTORY_STATUS[own.status],
          nextOn: own.endsOn.add({ days: 1 }),
          termStartedOn: own.startedOn,
          createdOn: own.startedOn,
        }),
      );
    return [...others.filter(({ status }) => status !== 'Deleted'), ...ours];
  }

  /** Licences in use per part number: they are given to users, whoever sold the seats. */
  assignedLicences(tenant: SandboxTenant): Map<string, number> {
    const assigned = new Map<string, number>();
    for (const told of [...tenant.story.originals, ...tenant.story.own]) {
      assigned.set(told.partNumber, (assigned.get(told.partNumber) ?? 0) + told.assigned);
    }
    return assigned;
  }

  /** What we sold this customer: told by the story, ordered since, or taken over by a transfer. */
  subscriptions({ tenantId, story }: SandboxTenant): PartnerSubscription[] {
    const told = story.own.map((own, n) => {
      const firstEnd = this.#startedOn.add({ days: own.endsInDays });
      return this.#subscription({
        id: fixedGuid(`own ${story.id} ${n}`),
        partNumber: own.partNumber,
        orderId: fixedGuid(`order ${story.id} ${n}`).slice(0, 12),
        quantity: own.seats,
        termDuration: own.term,
        billingCycle: 'monthly',
        startedOn: firstEnd.add({ days: 1 }).subtract(Temporal.Duration.from(own.term)),
      });
    });
    const ordered = this.orders(tenantId).flatMap((order) =>
      this.isProvisioned(order)
        ? order.lines.map((line) =>
            this.#subscription({
              id: line.subscriptionId,
              partNumber: shopItem(line.catalogItemId.split(':')[0] ?? '')?.partNumber ?? '',
              orderId: order.id,
              quantity: line.quantity,
              termDuration: line.termDuration,
              billingCycle: line.billingCycle,
              startedOn: dayOf(order.createdAt),
            }),
          )
        : [],
    );
    const transfer = this.#completedTransfer(tenantId);
    const transferred = transfer
      ? story.originals.flatMap((original, n) =>
          original.bought === 'other-partner'
            ? this.#subscription({
                id: transferredId(story, n),
                partNumber: original.partNumber,
                orderId: transfer.id.slice(0, 12),
                quantity: original.seats,
                termDuration: original.term,
                billingCycle: 'monthly',
                startedOn: this.#startedOn
                  .add({ days: original.endsInDays + 1 })
                  .subtract(Temporal.Duration.from(original.term)),
              })
            : [],
        )
      : [];
    return [...told, ...ordered, ...transferred];
  }

  /** Orders of the customer that can be read by now. */
  orders(tenantId: string): SandboxOrder[] {
    return this.state.current.orders.filter((order) => order.tenantId === tenantId);
  }

  /** A new order cannot be read for the first part of its provisioning. */
  isReadable(order: SandboxOrder): boolean {
    return this.#isPast(Temporal.Instant.from(order.createdAt).add({ seconds: this.provisioningMinutes * 15 }));
  }

  isProvisioned(order: SandboxOrder): boolean {
    return this.#isPast(Temporal.Instant.from(order.createdAt).add({ seconds: this.provisioningMinutes * 60 }));
  }

  transferCompletedAt({ tenantId, createdAt, status }: SandboxTransfer): Temporal.Instant | null {
    if (status !== null) return null;
    const answer = this.tenant(tenantId)?.story.transfer ?? 'never-answered';
    if (answer === 'never-answered') return null;
    const completed = Temporal.Instant.from(createdAt).add({ hours: answer.acceptedAfterHours });
    return this.#isPast(completed) ? completed : null;
  }

  /** The story, but for a delegated admin relationship that changed since. */
  #asDelegated(tenant: SandboxTenant): SandboxTenant {
    const delegatedAccess = this.state.current.delegations[tenant.tenantId];
    return delegatedAccess === undefined ? tenant : { ...tenant, story: { ...tenant.story, delegatedAccess } };
  }

  #tenantOriginal(
    told: StorySubscription,
    { id, ownerTenantId }: { id: string; ownerTenantId: string | null },
  ): TenantOriginal {
    const ending = this.state.current.endings[id];
    const firstEnd = this.#startedOn.add({ days: told.endsInDays });
    const today = todayUtc(this.clock);
    let now = lifecycleOn(today, {
      term: told.term,
      firstEnd,
      atEnd: ending?.autoRenew === false && told.atEnd === 'renews' ? 'disabled' : told.atEnd,
    });
    if (ending?.cancelledAt) {
      // Cancelling does not wait for the end of the term: straight to disabled.
      const cancelledOn = dayOf(ending.cancelledAt).subtract({ days: 1 });
      now = lifecycleOn(today, { term: told.term, firstEnd: cancelledOn, atEnd: 'disabled' });
    }
    return {
      ...now,
      id,
      commerceId: fixedGuid(`commerce ${id}`),
      partNumber: told.partNumber,
      skuId: skuIdOf(told.partNumber),
      seats: told.seats,
      assigned: told.assigned,
      createdOn: firstEnd.add({ days: 1 }).subtract(Temporal.Duration.from(told.term)),
      ownerTenantId,
    };
  }

  #subscription(bought: {
    id: string;
    partNumber: string;
    orderId: string;
    quantity: number;
    termDuration: string;
    billingCycle: string;
    startedOn: Temporal.PlainDate;
  }): PartnerSubscription {
    const change = this.state.current.changes[bought.id];
    const autoRenew = change?.autoRenew ?? true;
    const term = bought.termDuration === 'P1M' ? 'P1M' : bought.termDuration === 'P3Y' ? 'P3Y' : 'P1Y';
    const firstEnd = bought.startedOn.add(Temporal.Duration.from(term)).subtract({ days: 1 });
    const now = lifecycleOn(todayUtc(this.clock), { term, firstEnd, atEnd: autoRenew ? 'renews' : 'grace' });
    const natural = PARTNER_STATUS[now.status];
    const item = shopItemOf(bought.partNumber);
    const endsOn = natural === 'active' ? now.nextOn.subtract({ days: 1 }) : firstEnd;
    return {
      ...bought,
      offerId: `${item?.productId}:${SHOP_SKU}:${fixedGuid(`offer ${bought.id}`).slice(0, 12).replace('-', '').toUpperCase()}`,
      title: item?.title ?? bought.partNumber,
      quantity: change?.quantity ?? bought.quantity,
      status: natural === 'active' ? (change?.status ?? 'active') : natural,
      startedOn: now.termStartedOn,
      endsOn,
      // 168 hours from purchase or renewal.
      cancellableUntil: now.termStartedOn.add({ days: 7 }),
      autoRenew,
      revision: change?.revision ?? 0,
      nextTerm: change?.nextTerm ?? null,
    };
  }

  #completedTransfer(tenantId: string): SandboxTransfer | null {
    return this.state.current.transfers.find((t) => t.tenantId === tenantId && this.transferCompletedAt(t)) ?? null;
  }

  #isTransferred(story: Story, id: string): boolean {
    return story.originals.some((_, n) => transferredId(story, n) === id);
  }

  #isPast(instant: Temporal.Instant): boolean {
    return Temporal.Instant.compare(instant, this.clock.now()) <= 0;
  }

  #instant(days: number): Temporal.Instant {
    return this.#startedOn.add({ days }).toZonedDateTime('UTC').toInstant();
  }
}

const PARTNER_STATUS = { Enabled: 'active', Warning: 'expired', Suspended: 'disabled', Deleted: 'deleted' } as const;
const DIRECTORY_STATUS = {
  active: 'Enabled',
  suspended: 'Suspended',
  expired: 'Warning',
  disabled: 'Suspended',
  deleted: 'Deleted',
} as const;

/** Directory id of the n-th original of a story. */
function originalId(story: Pick<Story, 'id'>, n: number): string {
  return fixedGuid(`original ${story.id} ${n}`);
}

/** Subscriptions get a new id when they change hands. */
function transferredId(story: Pick<Story, 'id'>, n: number): string {
  return fixedGuid(`transferred ${story.id} ${n}`);
}

function dayOf(instant: string): Temporal.PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate();
}
