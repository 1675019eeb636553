import type { Move, Original } from '../moves/move.ts';
import type { ReminderAnchor } from '../reminders/reminder.ts';
import { addDays, dayAfter, type IsoDate } from './calendar-date.ts';
import { type EndKind, type EndOfTerm, judgeEndOfTerm } from './end-of-term.ts';
import { figures } from './figures.ts';
import type { Lifecycle } from './judgement.ts';
import { contradictionIn } from './lifecycle.ts';
import { anchorAt, type RemindersByDay } from './reminders-by-day.ts';
import { type Quiet, quiet } from './silence.ts';

/** Reminders of an original, about its end and what follows it. The matrix stands at `planReminders`. */
export function remindOfOriginal(
  plan: RemindersByDay,
  move: Move,
  original: Original,
  lifecycle: Lifecycle,
  provisioned: boolean,
): void {
  const end = lifecycle.endDate;
  if (end === null) return;

  const { stages } = plan;
  const { graceUntil, dataUntil, rule, provisionBy } = lifecycle;
  const about = { customer: move.customer.name, name: original.name, end, graceUntil, dataUntil, provisionBy };
  const atEnd = anchorAt('original-end', original.id, end);

  if (end >= plan.today) {
    const last = Math.max(...figures().stages('prepare-until'));
    const said = beforeEnd(judgeEndOfTerm(original, lifecycle, end, provisioned), original, lifecycle, provisioned);
    for (const stage of stages('original-end')) {
      if (stage > 0) continue;
      plan.add(atEnd, stage, said.deadline, stage <= last ? (said.early ?? said.code) : said.code, about);
    }
  }

  // What the end of the term has brought is the same on every later day.
  const after = judgeEndOfTerm(original, lifecycle, dayAfter(end), provisioned);
  const { renewedOn, cancelBy } = after;
  const afterwards = { ...about, renewedOn, cancelBy };
  for (const stage of stages('original-end')) {
    if (stage <= 0) continue;
    const { code, deadline } = afterEnd(after, lifecycle, addDays(end, stage), provisioned);
    // What goes on being told from another anchor belongs there, so that a later stage takes the place of this one.
    const goesOn = GOES_ON[code];
    plan.add(goesOn === undefined ? atEnd : anchorAt(goesOn, original.id, end), stage, deadline, code, afterwards);
  }
  if (UNRESOLVED.has(after.kind)) {
    for (const stage of stages('original-unresolved')) {
      const { code, deadline } = afterEnd(after, lifecycle, addDays(end, stage), provisioned);
      plan.add(atEnd, stage, deadline, code, afterwards);
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

/** Why an original is never reminded of, whatever its dates; null when it may be. */
export function outOfPlan({ ended, path, source }: Original): Quiet | null {
  if (ended !== null) return { code: 'ended', params: { how: ended.how, on: ended.on } };
  if (path === 'leave') return quiet('left-where-it-is');
  if (source === 'own') return quiet('ours-already');
  return source === 'other-tenant' ? quiet('other-tenant') : null;
}

/** Why nothing is planned for an original, where nothing is. */
export function quietOriginal(original: Original, { endDate }: Pick<Lifecycle, 'endDate'>): Quiet {
  const never = outOfPlan(original);
  if (never !== null) return never;
  if (endDate !== null) return quiet('all-stages-past');
  return quiet(contradictionIn(original) === null ? 'end-unknown' : 'dates-contradict');
}

/** What may be billed on and on while nobody looks: reminded of as long as it is not resolved. */
const UNRESOLVED: ReadonlySet<EndKind> = new Set(['renewed', 'perhaps-renewed', 'uncertain']);

interface Said {
  readonly code: string;
  /** What is said instead while there is still time to prepare. */
  readonly early?: string;
  /** The last day on which anything can be done about it. */
  readonly deadline: IsoDate | null;
}

const key = (provisioned: boolean) => (provisioned ? 'provisioned' : 'missing');

const GOES_ON: Readonly<Record<string, ReminderAnchor>> = {
  'grace-running': 'original-grace',
  'extended-term-running': 'original-extended-term',
  'extended-term-or-locked': 'original-extended-term',
};

const EXTENDED = { provisioned: 'extended-term-running', missing: 'extended-term-or-locked' } as const;

/** What to say before or at the end. */
function beforeEnd(
  { kind, arranged, mayCancelNow }: EndOfTerm,
  { autoRenew }: Original,
  { rule, provisionBy, endDate: end }: Lifecycle,
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
  return { code: PROVISION[rule], early: 'end-prepare', deadline: provisionBy };
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
