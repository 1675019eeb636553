import type { Temporal } from 'temporal-polyfill';
import type { AssessedOriginal } from '../moves/assessment.ts';
import type { Move, MoveFacts, Original, ProvisionedSubscription } from '../moves/move.ts';
import { transferStanding } from '../moves/transfer-standing.ts';
import type { PlannedReminder, ReminderAnchor } from '../reminders/reminder.ts';
import { addDays, type IsoDate, isoOf, readDate } from './calendar-date.ts';
import { creditChance, earnsCredit } from './credit.ts';
import { type EndKind, type EndOfTerm, judgeEndOfTerm } from './end-of-term.ts';
import { figures } from './figures.ts';
import type { Lifecycle } from './judgement.ts';
import { lifecycleOn } from './lifecycle.ts';
import { judgeProvisioned } from './provisioned.ts';

/**
 * Everything a move will have to be reminded of from today on (UTC calendar date), earliest first. Pure: the same facts and day give the
 * same plan, and a date that moves changes only the reminders that count from it.
 *
 * | anchor                 | days                              | only while                                          | deadline               |
 * | ---------------------- | --------------------------------- | --------------------------------------------------- | ---------------------- |
 * | invitation-sent        | 3 7 14 21                         | the invitation is unanswered                        | none                   |
 * | transfer-created       | 7 14 21 27 29                     | a transfer was asked for and is not there           | 30 days after asking   |
 * | original-end           | -90 -60 -45 -30 -14 -7 -3 -1 0    | the original has not ended                          | the last useful day    |
 * | original-end           | +1                                | the original is not recorded as ended               | the last useful day    |
 * | original-end           | 3 7 14 30 ... 360                 | it renewed or may have, or runs on by an unknown rule | last day to cancel the renewal |
 * | original-grace         | 1 7 14 21 25 28 29                | grace rule, nothing provisioned, not renewing       | 30th day of grace      |
 * | original-disabled      | 30 60 80 88                       | nothing provisioned, not renewing, grace, legacy or enterprise rule | last day of the data |
 * | original-extended-term | 1 7 21 51, then each month        | extended term rule, not renewing                    | none                   |
 * | credit-open            | 1 7 14 30, once asked for 7 14 30 | bought directly, provisioning verified, no outcome, a credit may still be granted | none |
 * | target-provisioned     | -2 -1 0 from the last day to cancel | the new subscription may be cancelled             | that last day          |
 * | target-term-end        | -60 -30 -14 -7 -1                 | the new subscription will not renew                 | its last day           |
 * | target-term-end        | -30 -7                            | whether the new subscription renews is not known    | its last day           |
 *
 * What a reminder of an original says comes from {@link judgeEndOfTerm} as of the day on which it is due, as on the card and in the letter.
 *
 * The days stand in data/figures.json. A new subscription that renews by itself is left out: nothing has to be done about it, and a reminder of every
 * renewal would be noise. One that ends while the move is still open leaves users without licenses, which nobody expects of a new one.
 *
 * Nothing for a closed move, for ended originals and for those that stay where they are. Never before today, never after the
 * deadline; a reminder whose day is today is due today. `assessed`: what the rules say of the originals on the same day, where the caller has it.
 */
export function planReminders(
  move: Move,
  today: Temporal.PlainDate,
  assessed: readonly Assessed[] = [],
): PlannedReminder[] {
  if (move.facts.closed !== null) return [];
  const plan = new Plan(isoOf(today));
  plan.inKeyOrder = true;
  const lifecycles = new Map(assessed.map(({ original, lifecycle }) => [original, lifecycle]));
  const provisioned = move.facts.provisioning.state === 'verified';
  for (const original of sortedByKey(move.facts.originals)) {
    if (original.ended !== null || staysWhereItIs(original)) continue;
    const lifecycle = lifecycles.get(original) ?? lifecycleOn(original, plan.today, provisioned);
    remindOfOriginal(plan, move, original, lifecycle, provisioned);
  }
  plan.inKeyOrder = false;
  remindOfInvitation(plan, move);
  remindOfTransfer(plan, move);
  remindOfCredit(plan, move);
  for (const subscription of move.facts.provisioning.subscriptions) remindOfTarget(plan, move, subscription);
  return plan.inOrder();
}

/** An original with its lifecycle on the day of the plan. */
type Assessed = Pick<AssessedOriginal, 'original' | 'lifecycle'>;

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

/** Whether a reminder of a day is of any use: neither is that day past nor the last one on which something can be done (null = none). */
export const isDue = (dueOn: IsoDate, today: IsoDate, deadline: IsoDate | null): boolean =>
  dueOn >= today && (deadline === null || dueOn <= deadline);

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
    if (!isDue(dueOn, this.today, deadline)) return;
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
  return originals
    .map((original) => ({ key: `${original.id}:`, original }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ original }) => original);
}

function remindOfInvitation(plan: Plan, { customer, facts }: Move): void {
  const { status, invited, acceptedAt } = facts.relationship;
  const sent = readDate(invited?.at ?? null);
  if (sent === null || acceptedAt !== null || status === 'reseller' || status === 'refused') return;
  const params = { customer: customer.name, sent };
  const at = anchorAt('invitation-sent', null, sent);
  for (const stage of figures().stages('invitation-sent')) plan.add(at, stage, null, 'invitation-unanswered', params);
}

/** A transfer request lapses when the other partner does not accept it (T6, not confirmed by Microsoft). */
function remindOfTransfer(plan: Plan, { customer, facts }: Move): void {
  const open = facts.originals.filter((o) => o.path === 'transfer' && o.ended === null);
  const asked = readDate(transferAskedAt(facts));
  if (asked === null || open.length === 0) return;
  const days = figures().days('transfer-request');
  const until = addDays(asked, days);
  const params = { customer: customer.name, count: open.length, asked, until, days };
  const at = anchorAt('transfer-created', null, asked);
  for (const stage of figures().stages('transfer-created')) plan.add(at, stage, until, 'transfer-unanswered', params);
}

/** Since when the other partner has to answer: Partner Center's instant, else when somebody told us that it was asked for there. */
function transferAskedAt({ transfers, provisioning: { state, requested } }: MoveFacts): string | null {
  if (state === 'verified') return null;
  const last = transfers.at(-1);
  if (last === undefined) return state === 'reported' ? (requested?.at ?? null) : null;
  const standing = transferStanding(last);
  return standing === 'open' || standing === 'old' ? (last.createdAt ?? last.requested.at) : null;
}

function remindOfOriginal(
  plan: Plan,
  move: Move,
  original: Original,
  lifecycle: Lifecycle,
  provisioned: boolean,
): void {
  const end = lifecycle.endDate;
  if (end === null) return;

  const { stages } = figures();
  const { graceUntil, dataUntil, rule, provisionBy } = lifecycle;
  const about = { customer: move.customer.name, name: original.name, end, graceUntil, dataUntil, provisionBy };
  const atEnd = anchorAt('original-end', original.id, end);
  const endOn = (stage: number) => judgeEndOfTerm(original, lifecycle, addDays(end, stage), provisioned);

  const before = endOn(0);
  for (const stage of stages('original-end')) {
    const judged = stage > 0 ? endOn(stage) : before;
    const { code, deadline } =
      stage > 0
        ? afterEnd(judged, lifecycle, addDays(end, stage), provisioned)
        : beforeEnd(judged, original, lifecycle, end, stage, provisioned);
    const { renewedOn, cancelBy } = judged;
    // What goes on being told from another anchor belongs there, so that a later stage takes the place of this one.
    const goesOn = GOES_ON[code];
    const at = goesOn === undefined ? atEnd : anchorAt(goesOn, original.id, end);
    plan.add(at, stage, deadline, code, stage > 0 ? { ...about, renewedOn, cancelBy } : about);
  }

  const after = endOn(1);
  if (UNRESOLVED.has(after.kind)) {
    const params = { ...about, renewedOn: after.renewedOn, cancelBy: after.cancelBy };
    for (const stage of stages('original-unresolved')) {
      const { code, deadline } = afterEnd(after, lifecycle, addDays(end, stage), provisioned);
      plan.add(atEnd, stage, deadline, code, params);
    }
  }
  if (original.autoRenew === true) return;

  const perhaps = original.autoRenew === null;
  if (!provisioned && rule === 'grace' && graceUntil !== null) {
    const at = anchorAt('original-grace', original.id, end);
    const code = perhaps ? 'grace-perhaps-running' : 'grace-running';
    for (const stage of stages('original-grace')) plan.add(at, stage, graceUntil, code, about);
  }
  // Under the extended term the data is at risk only if it was cancelled for its last day: that is told with the paid months.
  if (!provisioned && dataUntil !== null && rule !== 'extended-term') {
    const at = anchorAt('original-disabled', original.id, graceUntil ?? end);
    const code = perhaps ? 'data-perhaps-at-risk' : 'data-at-risk';
    for (const stage of stages('original-disabled')) plan.add(at, stage, dataUntil, code, about);
  }
  if (after.kind === 'extended') {
    const at = anchorAt('original-extended-term', original.id, end);
    for (const stage of stages('original-extended-term')) plan.add(at, stage, null, EXTENDED[key(provisioned)], about);
  }
}

/** What may be billed on and on while nobody looks: reminded of as long as it is not resolved. */
const UNRESOLVED: ReadonlySet<EndKind> = new Set(['renewed', 'perhaps-renewed', 'uncertain']);

type Said = { readonly code: string; readonly deadline: IsoDate | null };

const key = (provisioned: boolean) => (provisioned ? 'provisioned' : 'missing');

const GOES_ON: Readonly<Record<string, ReminderAnchor>> = {
  'grace-running': 'original-grace',
  'extended-term-running': 'original-extended-term',
  'extended-term-or-locked': 'original-extended-term',
};

const EXTENDED = { provisioned: 'extended-term-running', missing: 'extended-term-or-locked' } as const;

/** What to say on a stage before or at the end, and the last day on which anything can be done about it. */
function beforeEnd(
  { kind, arranged, mayCancelNow }: EndOfTerm,
  { autoRenew }: Original,
  { rule, provisionBy }: Lifecycle,
  end: IsoDate,
  stage: number,
  provisioned: boolean,
): Said {
  const express = kind === 'cancel-for-end';
  if (provisioned) {
    if (arranged) return { code: 'end-ready-arranged', deadline: end };
    if (kind === 'transfer') return { code: 'end-ready-transfer', deadline: end };
    if (kind === 'channel-renewal') return { code: 'end-ready-channel-renewal', deadline: end };
    if (kind === 'not-renew') return { code: 'end-ready-enterprise', deadline: end };
    if (kind === 'confirm-end') return { code: 'end-ready-confirm', deadline: end };
    if (express && autoRenew !== true) {
      return { code: rule === 'extended-term' ? 'end-ready-extended-term' : 'end-ready-unknown', deadline: end };
    }
    if (autoRenew === null) return { code: 'end-renewal-unknown-ready', deadline: end };
    if (autoRenew) {
      const ready = mayCancelNow ? 'end-auto-renew-ready-credit' : 'end-auto-renew-ready';
      return { code: express ? 'end-auto-renew-cancel-ready' : ready, deadline: end };
    }
    return { code: mayCancelNow ? 'end-ready-credit' : 'end-ready', deadline: end };
  }
  if (kind === 'transfer') return { code: 'end-transfer', deadline: end };
  if (kind === 'channel-renewal') return { code: 'end-channel-renewal', deadline: end };
  if (autoRenew === true) return { code: express ? 'end-auto-renew-cancel' : 'end-auto-renew', deadline: end };
  if (autoRenew === null) return { code: 'end-renewal-unknown', deadline: end };
  if (stage <= Math.max(...figures().stages('prepare-until'))) return { code: 'end-prepare', deadline: provisionBy };
  return { code: PROVISION[rule], deadline: provisionBy };
}

/**
 * What to say on a day after the end. A renewal runs on the day after the end date and can be cancelled for some days (rule N5, N1):
 * until then that is the deadline, after that there is none, but it is billed until somebody acts.
 */
function afterEnd(
  { kind, cancelBy }: EndOfTerm,
  { rule, graceUntil, dataUntil }: Lifecycle,
  on: IsoDate,
  provisioned: boolean,
): Said {
  const inTime = cancelBy !== null && on <= cancelBy;
  const deadline = inTime ? cancelBy : null;
  switch (kind) {
    case 'renewed':
      if (!provisioned) return { code: 'ended-renewed-not-provisioned', deadline };
      return { code: inTime ? 'ended-renewed' : 'ended-renewed-late', deadline };
    case 'perhaps-renewed':
      return { code: inTime ? 'ended-perhaps-renewed' : 'ended-perhaps-renewed-late', deadline };
    case 'extended':
      return { code: EXTENDED[key(provisioned)], deadline: null };
    case 'uncertain':
      return { code: provisioned ? 'ended-uncertain' : 'ended-uncertain-not-provisioned', deadline: null };
    default:
      if (provisioned) return { code: 'ended-check', deadline: null };
      return rule === 'grace'
        ? { code: 'grace-running', deadline: graceUntil }
        : { code: 'ended-not-provisioned', deadline: dataUntil };
  }
}

const PROVISION = {
  grace: 'end-provision-grace',
  'extended-term': 'end-provision-extended-term',
  legacy: 'end-provision-legacy',
  enterprise: 'end-provision-enterprise',
  unknown: 'end-provision-unknown',
} as const satisfies Record<Lifecycle['rule'], string>;

function remindOfCredit(plan: Plan, { customer, facts }: Move): void {
  const { provisioning, credit, originals } = facts;
  const direct = originals.filter(earnsCredit);
  if (direct.length === 0 || provisioning.state !== 'verified') return;
  const params = { customer: customer.name, count: direct.length };
  const { stages } = figures();

  if (credit === null) {
    const since = readDate(provisioning.verifiedAt);
    if (since === null) return;
    const at = anchorAt('credit-open', null, since);
    for (const stage of stages('credit-open')) {
      // On that day, not today: the days in which a new term is paid back may be over by then.
      const on = addDays(since, stage);
      const count = direct.filter((o) => creditChance(o, on) !== 'no').length;
      if (count > 0) plan.add(at, stage, null, 'credit-open', { ...params, count });
    }
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
  const { cancellableUntil: until, endDate: end } = judgeProvisioned(subscription, plan.today);
  if (until !== null) {
    const params = { customer: customer.name, name, seats, until };
    const at = anchorAt('target-provisioned', id, until);
    for (const stage of stages('target-provisioned')) plan.add(at, stage, until, 'cancellation-window', params);
  }
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
