import type { Move, MoveFacts } from '../moves/move.ts';
import { transferStanding } from '../moves/transfer-standing.ts';
import { addDays, readDate } from './calendar-date.ts';
import { creditChance, earnsCredit } from './credit.ts';
import { delegatedUntil, needsDelegatedSupport } from './delegated-access.ts';
import { figures } from './figures.ts';
import { anchorAt, type Series } from './reminders-by-day.ts';
import { type Quiet, quiet } from './silence.ts';

/** Reminders about the move as a whole, each with the reason where there are none. The matrix stands at `planReminders`. */
export const SERIES_OF_MOVE = {
  invitation,
  transfer,
  credit,
  'delegated-access': delegatedAccess,
} as const satisfies Readonly<Record<string, (move: Move) => Counted | Quiet>>;

/** A series, and why there is nothing to say on the days of it that are still ahead. */
export type Counted = Series & { readonly otherwise: Quiet };

/** Whether something is counted, or it is known why not. */
export const isCounted = (series: Counted | Quiet): series is Counted => 'at' in series;

function invitation({ customer, facts }: Move): Counted | Quiet {
  const { status, invited, acceptedAt } = facts.relationship;
  if (acceptedAt !== null || status === 'reseller') return quiet('invitation-answered');
  if (status === 'refused') return quiet('invitation-refused');
  const sent = readDate(invited?.at ?? null);
  if (sent === null) return quiet('not-invited-yet');
  const said = { code: 'invitation-unanswered', params: { customer: customer.name, sent } };
  return {
    at: anchorAt('invitation-sent', null, sent),
    stages: 'invitation-sent',
    deadline: null,
    say: () => said,
    otherwise: quiet('all-stages-past'),
  };
}

/** A transfer request lapses when the other partner does not accept it (T6, not confirmed by Microsoft). */
function transfer({ customer, facts }: Move): Counted | Quiet {
  const open = facts.originals.filter((o) => o.path === 'transfer' && o.ended === null);
  if (open.length === 0) return quiet('nothing-to-transfer');
  const since = transferAskedAt(facts);
  if (typeof since !== 'string') return since;
  const asked = readDate(since);
  if (asked === null) return quiet('transfer-not-asked-for');
  const days = figures().days('transfer-request');
  const until = addDays(asked, days);
  const params = { customer: customer.name, count: open.length, asked, until, days };
  return {
    at: anchorAt('transfer-created', null, asked),
    stages: 'transfer-created',
    deadline: until,
    say: () => ({ code: 'transfer-unanswered', params }),
    otherwise: quiet('all-stages-past'),
  };
}

/** Since when the other partner has to answer: Partner Center's instant, else when somebody told us that it was asked for there. */
function transferAskedAt({ transfers, provisioning: { state, requested } }: MoveFacts): string | Quiet {
  if (state === 'verified') return quiet('provisioned-already');
  const last = transfers.at(-1);
  if (last === undefined) return (state === 'reported' ? requested?.at : null) ?? quiet('transfer-not-asked-for');
  const standing = transferStanding(last);
  return standing === 'open' || standing === 'old'
    ? (last.createdAt ?? last.requested.at)
    : { code: 'transfer-not-open', params: { standing } };
}

function credit({ customer, facts }: Move): Counted | Quiet {
  const { provisioning, credit, originals } = facts;
  const direct = originals.filter(earnsCredit);
  if (direct.length === 0) {
    const isKnown = originals.length > 0 && originals.every(({ source }) => source !== null);
    return quiet(isKnown ? 'nothing-bought-directly' : 'purchase-unknown');
  }
  if (provisioning.state !== 'verified') return quiet('not-provisioned-yet');
  if (credit === null) {
    const since = readDate(provisioning.verifiedAt);
    if (since === null) return quiet('provisioned-when-unknown');
    return {
      at: anchorAt('credit-open', null, since),
      stages: 'credit-open',
      deadline: null,
      // On that day, not today: the days in which a new term is paid back may be over by then.
      say: (on) => {
        const count = direct.filter((o) => creditChance(o, on) !== 'no').length;
        return count === 0 ? null : { code: 'credit-open', params: { customer: customer.name, count } };
      },
      otherwise: quiet('credit-not-possible'),
    };
  }
  const asked = readDate(credit.at);
  if (credit.status !== 'requested' || asked === null) {
    return { code: 'credit-recorded', params: { status: credit.status } };
  }
  const { ticket } = credit;
  const params = { customer: customer.name, count: direct.length, asked };
  return {
    at: anchorAt('credit-open', null, asked),
    stages: 'credit-asked',
    deadline: null,
    say: () =>
      ticket === null
        ? { code: 'credit-unanswered', params }
        : { code: 'credit-unanswered-ticket', params: { ...params, ticket } },
    otherwise: quiet('all-stages-past'),
  };
}

/** Delegated administration ends by itself after two years at the latest (G3), and only the customer can approve another one. */
function delegatedAccess({ customer, facts }: Move): Counted | Quiet {
  const { delegatedSupport } = facts.relationship;
  if (delegatedSupport === 'no') return quiet('no-delegated-support');
  if (delegatedSupport === 'unknown') return quiet('delegated-support-unknown');
  const until = delegatedUntil(facts.relationship);
  if (until === null) return quiet('delegated-end-unknown');
  const said = { code: 'gdap-expiry', params: { customer: customer.name, until } };
  return {
    at: anchorAt('gdap-expiry', null, until),
    stages: 'gdap-expiry',
    deadline: until,
    say: (on) => (needsDelegatedSupport(facts, on) ? said : null),
    otherwise: quiet('delegated-not-needed'),
  };
}
