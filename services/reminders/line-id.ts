import { createHash } from 'node:crypto';

/**
 * A short name for a reminder among those of one message. Many are chosen at once and come back in one text with commas between them, where
 * their keys would be too long. It names nothing by itself: whoever gets one looks for it among the reminders of the message.
 */
export function lineId({ moveId, key }: { readonly moveId: string; readonly key: string }): string {
  return createHash('sha256').update(`${moveId} ${key}`).digest('base64url').slice(0, 10);
}
