import type { Temporal } from 'temporal-polyfill';
import type { Move, Original, ProvisionedSubscription } from '../moves/move.ts';
import type { PlannedReminder, ReminderAnchor } from '../reminders/reminder.ts';
import { readDate } from './calendar-date.ts';
import { isDirect } from './credit.ts';
import type { Lifecycle } from './judgement.ts';
import { judgeLifecycle } from './lifecycle.ts';

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
 *
 * Nothing for a closed move, for ended originals and for those that stay where they are. Never before today, never after the
 * deadline; a reminder whose day is today is due today.
 */
export function planReminders(move: Move, today: Temporal.PlainDate): PlannedReminder[] {
  if (move.facts.closed !== null) return [];
  return [
    ...invitationReminders(move),
    ...move.facts.originals.flatMap((original) => originalReminders(move, original, today)),
    ...creditReminders(move),
    ...move.facts.provisioning.subscriptions.flatMap((subscription) => cancellationReminders(move, subscription)),
  ]
    .filter((r) => r.dueOn >= today.toString() && (r.deadline === null || r.dueOn <= r.deadline))
    .sort((a, b) => (a.dueOn === b.dueOn ? compareText(a.key, b.key) : compareText(a.dueOn, b.dueOn)));
}

const INVITATION_DAYS = [3, 7, 14, 21];

function invitationReminders({ customer, facts }: Move): readonly PlannedReminder[] {
  const { status, invited, acceptedAt } = facts.relationship;
  const sent = readDate(invited?.at ?? null);
  if (sent === null || acceptedAt !== null || status === 'reseller' || status === 'refused') return [];
  return INVITATION_DAYS.map((stage) =>
    planned('invitation-sent', null, sent, stage, null, 'invitation-unanswered', {
      customer: customer.name,
      sent: sent.toString(),
    }),
  );
}

const END_DAYS = [-90, -60, -45, -30, -14, -7, -3, -1, 0, 1];
/** Until then there is time to prepare; from then on something has to be done. */
const PREPARE_UNTIL = -45;
const GRACE_DAYS = [7, 14, 21, 25, 28, 29];
const DISABLED_DAYS = [30, 60, 80, 88];
/** Twice in the first paid month, once in each of the two after it. */
const EXTENDED_TERM_DAYS = [7, 21, 51, 81];

function originalReminders(move: Move, original: Original, today: Temporal.PlainDate): readonly PlannedReminder[] {
  if (original.ended !== null || staysWhereItIs(original)) return [];
  const lifecycle = judgeLifecycle(original, today);
  const end = readDate(lifecycle.endDate);
  if (end === null) return [];

  const provisioned = move.facts.provisioning.state === 'verified';
  const about = { customer: move.customer.name, name: original.name, end: end.toString() };
  const plan = (
    anchor: ReminderAnchor,
    from: Temporal.PlainDate,
    stage: number,
    deadline: string | null,
    code: string,
    params = {},
  ) => planned(anchor, original.id, from, stage, deadline, code, { ...about, ...params });

  const reminders = END_DAYS.map((stage) => {
    const { code, deadline } = endReminder(original, lifecycle, end, stage, provisioned);
    return plan('original-end', end, stage, deadline, code, { provisionBy: lifecycle.provisionBy });
  });
  if (original.autoRenew === true) return reminders;

  const { graceUntil, dataUntil, rule } = lifecycle;
  const lastDay = readDate(graceUntil);
  if (!provisioned && rule === 'grace' && lastDay !== null && graceUntil !== null) {
    reminders.push(
      ...GRACE_DAYS.map((stage) => plan('original-grace', end, stage, graceUntil, 'grace-running', { graceUntil })),
    );
  }
  if (!provisioned && dataUntil !== null) {
    const before = lastDay ?? end;
    reminders.push(
      ...DISABLED_DAYS.map((stage) =>
        plan('original-disabled', before, stage, dataUntil, 'data-at-risk', { dataUntil }),
      ),
    );
  }
  if (rule === 'extended-term') {
    reminders.push(
      ...EXTENDED_TERM_DAYS.map((stage) => plan('original-extended-term', end, stage, null, 'extended-term-running')),
    );
  }
  return reminders;
}

/**
 * What to say on a stage before or at the end, and the last day on which anything can be done about it.
 * A renewal runs on the day after the end date and can be cancelled for seven days (rule N5, N1).
 */
function endReminder(
  { path, autoRenew }: Original,
  { rule, provisionBy, dataUntil }: Lifecycle,
  end: Temporal.PlainDate,
  stage: number,
  provisioned: boolean,
): { code: string; deadline: string | null } {
  const lastDay = end.toString();
  if (stage > 0) {
    if (autoRenew === true) return { code: 'ended-renewed', deadline: end.add({ days: 7 }).toString() };
    if (autoRenew === null) return { code: 'ended-check', deadline: null };
    return provisioned
      ? { code: 'ended-check', deadline: null }
      : { code: 'ended-not-provisioned', deadline: rule === 'grace' ? provisionBy : dataUntil };
  }
  if (path === 'transfer' && !provisioned) return { code: 'end-transfer', deadline: lastDay };
  if (path === 'channel-renewal' && !provisioned) return { code: 'end-channel-renewal', deadline: lastDay };
  if (autoRenew === true) return { code: provisioned ? 'end-auto-renew-ready' : 'end-auto-renew', deadline: lastDay };
  if (autoRenew === null) return { code: 'end-renewal-unknown', deadline: lastDay };
  if (provisioned) return { code: READY[rule], deadline: lastDay };
  if (stage <= PREPARE_UNTIL) return { code: 'end-prepare', deadline: provisionBy };
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

const CREDIT_DAYS = [1, 7, 14, 30];
const CREDIT_ANSWER_DAYS = [7, 14, 30];

function creditReminders({ customer, facts }: Move): readonly PlannedReminder[] {
  const { provisioning, credit, originals } = facts;
  const direct = originals.filter((o) => isDirect(o.source) && !staysWhereItIs(o));
  if (direct.length === 0 || provisioning.state !== 'verified') return [];
  const params = { customer: customer.name, count: direct.length };

  if (credit === null) {
    const since = readDate(provisioning.verifiedAt);
    if (since === null) return [];
    return CREDIT_DAYS.map((stage) => planned('credit-open', null, since, stage, null, 'credit-open', params));
  }
  const asked = readDate(credit.at);
  if (credit.status !== 'requested' || asked === null) return [];
  return CREDIT_ANSWER_DAYS.map((stage) =>
    credit.ticket === null
      ? planned('credit-open', null, asked, stage, null, 'credit-unanswered', { ...params, asked: asked.toString() })
      : planned('credit-open', null, asked, stage, null, 'credit-unanswered-ticket', {
          ...params,
          asked: asked.toString(),
          ticket: credit.ticket,
        }),
  );
}

const CANCELLATION_DAYS = [-2, -1, 0];

function cancellationReminders(
  { customer }: Move,
  { id, name, seats, cancellableUntil }: ProvisionedSubscription,
): readonly PlannedReminder[] {
  const lastDay = readDate(cancellableUntil);
  if (lastDay === null) return [];
  return CANCELLATION_DAYS.map((stage) =>
    planned('target-provisioned', id, lastDay, stage, lastDay.toString(), 'cancellation-window', {
      customer: customer.name,
      name,
      seats,
      until: lastDay.toString(),
    }),
  );
}

/** Left where it is on purpose, or never part of the move: its end is nobody's business here. */
function staysWhereItIs({ path, source }: Original): boolean {
  return path === 'leave' || source === 'own' || source === 'other-tenant';
}

function planned(
  anchor: ReminderAnchor,
  subscriptionId: string | null,
  from: Temporal.PlainDate,
  stage: number,
  deadline: string | null,
  code: string,
  params: PlannedReminder['params'],
): PlannedReminder {
  return {
    key: `${subscriptionId ?? '-'}:${anchor}:${from.toString()}:${stage}`,
    anchor,
    stage,
    subscriptionId,
    dueOn: from.add({ days: stage }).toString(),
    deadline,
    code,
    params,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
