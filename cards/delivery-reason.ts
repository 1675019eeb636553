import { hasSentence } from './language.ts';
import type { Sentence } from './view.ts';

/** Why a message could not be delivered, by the code of its reason, with or without `delivery.`; an unknown one in general words. */
export function deliveryReason(reason: string): Sentence {
  const code = codeOf(reason);
  const key = `delivery.${code}`;
  return hasSentence(key) ? { key } : { key: 'undelivered.unknown-reason', params: { code } };
}

/** What somebody can do about it; null where nothing is known to help. */
export function deliveryRemedy(reason: string): Sentence | null {
  const key = `delivery.${codeOf(reason)}.do`;
  return hasSentence(key) ? { key } : null;
}

const codeOf = (reason: string): string => reason.replace(/^delivery\./u, '');
