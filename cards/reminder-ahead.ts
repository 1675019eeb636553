import type { ReminderView } from './reminder.ts';
import type { Sentence } from './view.ts';

/**
 * What a reminder that has not come yet is about. The title of many tells what has happened by the day on which it comes ("Ended on …"): before
 * that day it speaks of what may happen, or of what it will ask about.
 */
export function titleAhead({ code, params }: Pick<ReminderView['reminder'], 'code' | 'params'>): Sentence {
  const ahead = AHEAD[code];
  return { key: ahead === undefined ? `reminder.${code}.title` : `reminder-ahead.${ahead}`, params };
}

const AHEAD: Readonly<Partial<Record<string, string>>> = {
  'ended-check': 'after-end',
  'ended-not-provisioned': 'nothing-new',
  'ended-renewed': 'renewal',
  'ended-renewed-late': 'renewal',
  'ended-renewed-not-provisioned': 'renewal',
  'ended-perhaps-renewed': 'end-or-renewal',
  'ended-perhaps-renewed-late': 'end-or-renewal',
  'ended-uncertain': 'whether-it-runs',
  'ended-uncertain-not-provisioned': 'whether-it-runs',
  'extended-term-running': 'extension',
  'extended-term-or-locked': 'extension-or-lock-out',
  'invitation-unanswered': 'invitation',
  'transfer-unanswered': 'transfer',
  'credit-unanswered': 'credit',
  'credit-unanswered-ticket': 'credit',
};
