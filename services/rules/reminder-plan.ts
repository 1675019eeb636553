import type { Temporal } from 'temporal-polyfill';
import type { Move, Original, ProvisionedSubscription } from '../moves/move.ts';
import type { PlannedReminder, ReminderAnchor } from '../reminders/reminder.ts';
import { addDays, type IsoDate, isoOf, readDate } from './calendar-date.ts';
import { isDirect } from './credit.ts';
import { figures } from './figures.ts';
import type { Lifecycle } from './judgement.ts';
import { lifecycleOn } from './lifecycle.ts';

/**
 * Everything a move will have to be reminded of from today on (UTC calendar date), earliest first. Pure: the same facts and day give the
 * same plan, and a date that moves changes only the reminders that count from it.
 *
 * | anchor                 | days                              | only while                                          | deadline               |
 * | ---------------------- | --------------------------------- | --------------------------------------------------- | ---------------------- |
 * | invitation-sent        | 3 7 14 21                         | the invitation is unanswered                        | none                   |
 * | original-end           | -90 -60 -45 -30 -14 -7 -3 -1 0    | the original has not ended                          | the last useful day    |
 * | original-end           | +1                                | the original is not recorded as ended               | the last useful day    |
 * | original-grace         | 7 14 21 25 28 29                  | grace rule, nothing provisioned, not renewing       | 30th day of grace      |
 * | original-disabled      | 30 60 80 88                       | nothing provisioned, not renewing, rule known       | last day of the data   |
 * | original-extended-term | 7 21 51 81                        | extended term rule, not renewing                    | none                   |
 * | credit-open            | 1 7 14 30, once asked for 7 14 30 | bought directly, provisioning verified, no outcome  | none                   |
 * | target-provisioned     | -2 -1 0 from the last day to cancel | the new subscription may be cancelled             | that last day          |
 * | target-term-end        | -60 -30 -14 -7 -1                 | the new subscription will not renew                 | its last day           |
 * | target-term-end        | -30 -7                            | whether the new subscription renews is not known    | its last day           |
 *
 * The days stand in data/figures.json. A new subscription that renews by itself is left out: nothing has to be done about it, and a reminder of every
 * renewal would be noise. One that ends while the move is still open leaves users without licenses, which nobody expects of a new one.
 *
 * Nothing for a closed move, for ended originals and for those that stay where they are. Never before today, never after the
 * deadline; a reminder whose day is today is due today.
 */
export function planReminders(move: Move, today: Temporal.PlainDate): PlannedReminder[] {
  if (move.facts.closed !== null) return [];
  const plan = new Plan(isoOf(today));
  plan.inKeyOrder = true;
  for (const original of sortedByKey(move.facts.originals)) remindOfOriginal(plan, move, original);
  plan.inKeyOrder = false;
  remindOfInvitation(plan, move);
  remindOfCredit(plan, move);
  for (const subscription of move.facts.provisioning.subscriptions) remindOfTarget(plan, move, subscription);
  return plan.inOrder();
}

type Params = PlannedReminder['params'];

/** What stages are counted from. */
interface Anchor {
  readonly anchor: ReminderAnchor;
  readonly subscriptionId: string | null;
  readonly from: IsoDate;
  /** The key of a stage without its number. */
  readonly key: string;
}

function anchorAt(anchor: ReminderAnchor, subscriptionId: string | null, from: IsoDate): Anchor {
  return { anchor, subscriptionId, from, key: `${subscriptionId ?? '-'}:${anchor}:${from}:` };
}

/** The reminders so far, by day: what is due before today or after its deadline is not taken in. */
class Plan {
  readonly today: IsoDate;
  readonly #byDay = new Map<IsoDate, PlannedReminder[]>();
  /** Days whose reminders may not have come in the order of their keys. */
  readonly #mixed = new Set<IsoDate>();
  /** Set while subscriptions are taken in the order of their keys, so that nothing has to be sorted among them. */
  inKeyOrder = false;

  constructor(today: IsoDate) {
    this.today = today;
  }

  /** One stage of an anchor; `deadline` null = none. */
  add(at: Anchor, stage: number, deadline: IsoDate | null, code: string, params: Params): void {
    const dueOn = addDays(at.from, stage);
    if (dueOn < this.today || (deadline !== null && dueOn > deadline)) return;
    const { anchor, subscriptionId } = at;
    const reminder = { key: at.key + stage, anchor, stage, subscriptionId, dueOn, deadline, code, params };
    const sameDay = this.#byDay.get(dueOn);
    if (sameDay === undefined) {
      this.#byDay.set(dueOn, [reminder]);
      return;
    }
    if (!this.inKeyOrder || sameDay[sameDay.length - 1]?.subscriptionId === subscriptionId) this.#mixed.add(dueOn);
    sameDay.push(reminder);
  }

  /** By day, then by key. */
  inOrder(): PlannedReminder[] {
    for (const dueOn of this.#mixed) this.#byDay.get(dueOn)?.sort((a, b) => compareText(a.key, b.key));
    const days = [...this.#byDay].sort(([a], [b]) => compareText(a, b));
    const reminders: PlannedReminder[] = [];
    for (const [, sameDay] of days) reminders.push(...sameDay);
    return reminders;
  }
}

/** Sorting a few hundred originals once is cheaper than sorting their thousands of reminders. */
function sortedByKey(originals: readonly Original[]): readonly Original[] {
  return originals.toSorted((a, b) => compareText(`${a.id}:`, `${b.id}:`));
}

function remindOfInvitation(plan: Plan, { customer, facts }: Move): void {
  const { status, invited, acceptedAt } = facts.relationship;
  const sent = readDate(invited?.at ?? null);
  if (sent === null || acceptedAt !== null || status === 'reseller' || status === 'refused') return;
  const params = { customer: customer.name, sent };
  const at = anchorAt('invitation-sent', null, sent);
  for (const stage of figures().stages('invitation-sent')) plan.add(at, stage, null, 'invitation-unanswered', params);
}

function remindOfOriginal(plan: Plan, move: Move, original: Original): void {
  if (original.ended !== null || staysWhereItIs(original)) return;
  const lifecycle = lifecycleOn(original, plan.today);
  const end = lifecycle.endDate;
  if (end === null) return;

  const { stages } = figures();
  const { graceUntil, dataUntil, rule } = lifecycle;
  const provisioned = move.facts.provisioning.state === 'verified';
  const about = { customer: move.customer.name, name: original.name, end };

  const atEnd = anchorAt('original-end', original.id, end);
  const aboutEnd = { ...about, provisionBy: lifecycle.provisionBy };
  for (const stage of stages('original-end')) {
    const { code, deadline } = endReminder(original, lifecycle, end, stage, provisioned);
    plan.add(atEnd, stage, deadline, code, aboutEnd);
  }
  if (original.autoRenew === true) return;

  if (!provisioned && graceUntil !== null) {
    const params = { ...about, graceUntil };
    const at = anchorAt('original-grace', original.id, end);
    for (const stage of stages('original-grace')) plan.add(at, stage, graceUntil, 'grace-running', params);
  }
  if (!provisioned && dataUntil !== null) {
    const params = { ...about, dataUntil };
    const at = anchorAt('original-disabled', original.id, graceUntil ?? end);
    for (const stage of stages('original-disabled')) plan.add(at, stage, dataUntil, 'data-at-risk', params);
  }
  if (rule === 'extended-term') {
    const at = anchorAt('original-extended-term', original.id, end);
    for (const stage of stages('original-extended-term')) plan.add(at, stage, null, 'extended-term-running', about);
  }
}

/**
 * What to say on a stage before or at the end, and the last day on which anything can be done about it.
 * A renewal runs on the day after the end date and can be cancelled for seven days (rule N5, N1).
 */
function endReminder(
  { path, autoRenew }: Original,
  { rule, provisionBy, dataUntil }: Lifecycle,
  end: IsoDate,
  stage: number,
  provisioned: boolean,
): { code: string; deadline: IsoDate | null } {
  if (stage > 0) {
    if (autoRenew === true) {
      return { code: 'ended-renewed', deadline: addDays(end, figures().days('cancellation-window')) };
    }
    if (autoRenew === null) return { code: 'ended-check', deadline: null };
    return provisioned
      ? { code: 'ended-check', deadline: null }
      : { code: 'ended-not-provisioned', deadline: rule === 'grace' ? provisionBy : dataUntil };
  }
  if (path === 'transfer' && !provisioned) return { code: 'end-transfer', deadline: end };
  if (path === 'channel-renewal' && !provisioned) return { code: 'end-channel-renewal', deadline: end };
  if (autoRenew === true) return { code: provisioned ? 'end-auto-renew-ready' : 'end-auto-renew', deadline: end };
  if (autoRenew === null) return { code: 'end-renewal-unknown', deadline: end };
  if (provisioned) return { code: READY[rule], deadline: end };
  if (stage <= Math.max(...figures().stages('prepare-until'))) return { code: 'end-prepare', deadline: provisionBy };
  return { code: PROVISION[rule], deadline: provisionBy };
}

const READY = {
  grace: 'end-ready',
  'extended-term': 'end-ready-extended-term',
  legacy: 'end-ready',
  enterprise: 'end-ready',
  unknown: 'end-ready-unknown',
} as const satisfies Record<Lifecycle['rule'], string>;

const PROVISION = {
  grace: 'end-provision-grace',
  'extended-term': 'end-provision-extended-term',
  legacy: 'end-provision-legacy',
  enterprise: 'end-provision-enterprise',
  unknown: 'end-provision-unknown',
} as const satisfies Record<Lifecycle['rule'], string>;

function remindOfCredit(plan: Plan, { customer, facts }: Move): void {
  const { provisioning, credit, originals } = facts;
  const direct = originals.filter((o) => isDirect(o.source) && !staysWhereItIs(o));
  if (direct.length === 0 || provisioning.state !== 'verified') return;
  const params = { customer: customer.name, count: direct.length };
  const { stages } = figures();

  if (credit === null) {
    const since = readDate(provisioning.verifiedAt);
    if (since === null) return;
    const at = anchorAt('credit-open', null, since);
    for (const stage of stages('credit-open')) plan.add(at, stage, null, 'credit-open', params);
    return;
  }
  const asked = readDate(credit.at);
  if (credit.status !== 'requested' || asked === null) return;
  const at = anchorAt('credit-open', null, asked);
  const { ticket } = credit;
  for (const stage of stages('credit-asked')) {
    if (ticket === null) plan.add(at, stage, null, 'credit-unanswered', { ...params, asked });
    else plan.add(at, stage, null, 'credit-unanswered-ticket', { ...params, asked, ticket });
  }
}

function remindOfTarget(plan: Plan, { customer }: Move, subscription: ProvisionedSubscription): void {
  const { id, name, seats, autoRenew } = subscription;
  const { stages } = figures();
  const until = readDate(subscription.cancellableUntil);
  if (until !== null) {
    const params = { customer: customer.name, name, seats, until };
    const at = anchorAt('target-provisioned', id, until);
    for (const stage of stages('target-provisioned')) plan.add(at, stage, until, 'cancellation-window', params);
  }
  const end = readDate(subscription.endDate);
  if (end === null || autoRenew === true) return;
  const params = { customer: customer.name, name, seats, end };
  const [known, code] =
    autoRenew === false
      ? (['target-term-end', 'target-ends'] as const)
      : (['target-term-end-unknown', 'target-renewal-unknown'] as const);
  const at = anchorAt('target-term-end', id, end);
  for (const stage of stages(known)) plan.add(at, stage, end, code, params);
}

/** Left where it is on purpose, or never part of the move: its end is nobody's business here. */
function staysWhereItIs({ path, source }: Original): boolean {
  return path === 'leave' || source === 'own' || source === 'other-tenant';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
