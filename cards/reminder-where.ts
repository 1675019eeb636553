import type { ReminderView } from './reminder.ts';
import type { Sentence } from './view.ts';

/** The exact place where what a reminder asks for is done. A code that is not in the table is worked on in the move. */
export function whereToAct({ reminder }: Pick<ReminderView, 'reminder'>): Sentence {
  const place = PLACE_OF.get(reminder.code) ?? 'move';
  return { key: `reminder-where.${place}`, params: { customer: reminder.params.customer ?? null } };
}

/** Codes of reminders by the place: `old` where it was bought before, `new` among our own subscriptions, `order` where they are ordered. */
const PLACES = {
  invitation: ['invitation-unanswered'],
  transfer: ['end-transfer', 'end-ready-transfer', 'transfer-unanswered'],
  'channel-renewal': ['end-channel-renewal'],
  agreement: ['end-ready-enterprise', 'end-ready-channel-renewal'],
  support: ['credit-open', 'credit-unanswered', 'credit-unanswered-ticket'],
  new: ['cancellation-window', 'target-ends', 'target-renewal-unknown'],
  order: [
    'end-provision-grace',
    'end-provision-legacy',
    'end-provision-enterprise',
    'ended-not-provisioned',
    'grace-running',
    'data-at-risk',
  ],
  'order-and-old': [
    'end-auto-renew',
    'end-auto-renew-cancel',
    'end-renewal-unknown',
    'end-provision-extended-term',
    'end-provision-unknown',
    'ended-renewed-not-provisioned',
    'ended-uncertain-not-provisioned',
    'grace-perhaps-running',
    'data-perhaps-at-risk',
    'extended-term-or-locked',
  ],
  old: [
    'end-ready',
    'end-ready-credit',
    'end-ready-extended-term',
    'end-ready-unknown',
    'end-ready-confirm',
    'end-ready-arranged',
    'end-auto-renew-ready',
    'end-auto-renew-ready-credit',
    'end-auto-renew-cancel-ready',
    'end-renewal-unknown-ready',
    'ended-check',
    'ended-renewed',
    'ended-renewed-late',
    'ended-perhaps-renewed',
    'ended-perhaps-renewed-late',
    'ended-uncertain',
    'extended-term-running',
  ],
} as const;

const PLACE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(PLACES).flatMap(([place, codes]) => codes.map((code) => [code, place])),
);
