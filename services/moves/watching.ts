import { Temporal } from 'temporal-polyfill';
import type { Move, Step } from './move.ts';
import { isUnderWay } from './transfer-commands.ts';
import { transferStanding } from './transfer-standing.ts';

/**
 * When to look at Partner Center and the tenant again for a move that waits for something outside; null when there is
 * nothing to wait for. What was just asked for is looked at soon, what has been waited for long less often:
 *
 * | waiting for | the first hour | the first day | later |
 * | --- | --- | --- | --- |
 * | acceptance of the invitation, agreement, provisioning | every minute | every 10 minutes | every 6 hours |
 * | the end of the originals | every day | | |
 * | a second person's yes to an order | when the request expires | | |
 */
export function nextCheck(move: Move, steps: readonly Step[], now: Temporal.Instant): string | null {
  const open = steps.find((s) => s.status === 'waiting' || s.status === 'current' || s.status === 'stopped');
  if (open === undefined) return null;
  const { approval } = move.facts.provisioning;
  if (open.id === 'provision' && approval !== null && approval.outcome === null) return approval.expiresAt;
  const since = waitingSince(move, open);
  if (since === null) return null;
  if (since === 'days') return now.add({ hours: 24 }).toString();
  const waited = now.since(since).total('minutes');
  const pause = waited < 60 ? { minutes: 1 } : waited < 24 * 60 ? { minutes: 10 } : { hours: 6 };
  return now.add(pause).toString();
}

function waitingSince(move: Move, step: Step): Temporal.Instant | 'days' | null {
  const { relationship, provisioning } = move.facts;
  switch (step.id) {
    case 'relationship':
      return relationship.invited === null ? null : Temporal.Instant.from(relationship.invited.at);
    case 'agreement':
      return Temporal.Instant.from(relationship.acceptedAt ?? move.openedAt);
    case 'provision': {
      if (provisioning.requested !== null && step.status === 'waiting')
        return Temporal.Instant.from(provisioning.requested.at);
      const transfer = move.facts.transfers.findLast((t) => isUnderWay(t) || transferStanding(t) === 'old');
      if (transfer === undefined) return null;
      return transfer.agedOut ? 'days' : Temporal.Instant.from(transfer.requested.at);
    }
    case 'end-originals':
      return 'days';
    default:
      return null;
  }
}
