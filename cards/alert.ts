import type { SentenceParams } from '../services/errors.ts';
import { drawFrame } from './frame.ts';
import { hasSentence } from './language.ts';
import type { DrawnCard, Reader } from './view.ts';

/** An alarm for whoever runs the assistant. */
export interface AlertView {
  /** Its sentence is `alert.<code>`; `alert.<code>.title` and `alert.<code>.action` may stand beside it. */
  readonly code: string;
  readonly params: SentenceParams;
}

/** What is wrong, or will be, and what to do. There are no buttons: what helps is done where the assistant runs. */
export function drawAlert({ code, params }: AlertView, reader: Reader): DrawnCard {
  // An older instance may know less than the one that raised it.
  const known = hasSentence(`alert.${code}`);
  const about = { key: known ? `alert.${code}` : 'alert.unknown', params };
  const action = `alert.${code}.action`;
  return drawFrame(reader, (say) => ({
    heading: say.plain('alert.heading'),
    banner: {
      severity: EARLY.has(code) ? 'warn' : 'stop',
      word: say.plain(hasSentence(`alert.${code}.title`) ? `alert.${code}.title` : 'alert.title'),
      reason: say.told(about),
      plainReason: say.toldPlain(about),
    },
    explanation: hasSentence(action) ? [{ key: action, params }] : [],
  }));
}

/** There is time left, or it only costs some comfort. */
const EARLY: ReadonlySet<string> = new Set([
  'sign-in-ends',
  'webhook-of-another',
  'run-resumed',
  'delivery-late',
  'secret-ends',
  'certificate-ends',
  'delegation-ends',
]);
