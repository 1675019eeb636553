import { Temporal } from 'temporal-polyfill';
import { addDays, isoOf } from '../rules/calendar-date.ts';
import { delegatedUntil, needsDelegatedSupport } from '../rules/delegated-access.ts';
import { figures } from '../rules/figures.ts';
import type { Move, Step } from './move.ts';
import { isUnderWay } from './transfer-commands.ts';
import { transferStanding } from './transfer-standing.ts';

/**
 * When to look at Partner Center and the tenant again for a move that waits for something outside; null when there is
 * nothing to wait for. Of several things the one that is looked at first decides. What was just asked for is looked at soon, what has been waited for long less often:
 *
 * | waiting for | the first hour | the first day | later |
 * | --- | --- | --- | --- |
 * | acceptance of the invitation, agreement, provisioning | every minute | every 10 minutes | every 6 hours |
 * | the answer to a transfer request | every minute | every 10 minutes | every 6 hours; every day once it is too old |
 * | the end of the originals | every day | | |
 * | a second person's yes to an order | when the request expires | | |
 * | the end of delegated administration | when its first reminder is near, then every day | | |
 */
export function nextCheck(move: Move, steps: readonly Step[], now: Temporal.Instant): string | null {
  const open = steps.find((s) => s.status === 'waiting' || s.status === 'current' || s.status === 'stopped');
  if (open === undefined) return null;
  const { approval } = move.facts.provisioning;
  const expires = open.id === 'provision' && approval !== null && approval.outcome === null ? approval.expiresAt : null;
  const delegation = delegationLook(move, now);
  const looks = [
    ...waits(move, open).map((since) => nextLook(since, now)),
    ...(expires === null ? [] : [expires]),
    ...(delegation === null ? [] : [delegation]),
  ];
  return looks.sort((a, b) => Temporal.Instant.compare(a, b)).at(0) ?? null;
}

function nextLook(since: Temporal.Instant | 'days', now: Temporal.Instant): string {
  if (since === 'days') return now.add({ hours: 24 }).toString();
  const waited = now.since(since).total('minutes');
  const pause = waited < 60 ? { minutes: 1 } : waited < 24 * 60 ? { minutes: 10 } : { hours: 6 };
  return now.add(pause).toString();
}

/** Another relationship may have taken its place: nobody is told that delegated administration ends before that was looked at. */
function delegationLook({ facts }: Move, now: Temporal.Instant): string | null {
  const until = delegatedUntil(facts.relationship);
  if (until === null || !needsDelegatedSupport(facts, isoOf(now.toZonedDateTimeISO('UTC').toPlainDate()))) return null;
  const near = `${addDays(until, Math.min(...figures().stages('gdap-expiry')))}T00:00:00Z`;
  const next = nextLook('days', now);
  return Temporal.Instant.compare(near, next) > 0 ? near : next;
}

/** What is waited for, and since when: an order and a transfer of one move go on side by side. */
function waits(move: Move, step: Step): readonly (Temporal.Instant | 'days')[] {
  const { relationship, provisioning } = move.facts;
  switch (step.id) {
    case 'relationship':
      return relationship.invited === null ? [] : [Temporal.Instant.from(relationship.invited.at)];
    case 'agreement':
      return [Temporal.Instant.from(relationship.acceptedAt ?? move.openedAt)];
    case 'provision': {
      const { state, order, requested } = provisioning;
      const isExpected = step.status === 'waiting' || (state !== 'none' && (order?.failure ?? null) === null);
      const ordered = isExpected ? requested : null;
      const transfer = move.facts.transfers.findLast((t) => isUnderWay(t) || transferStanding(t) === 'old');
      return [
        ...(ordered === null ? [] : [Temporal.Instant.from(ordered.at)]),
        ...(transfer === undefined
          ? []
          : [transfer.agedOut ? ('days' as const) : Temporal.Instant.from(transfer.requested.at)]),
      ];
    }
    case 'end-originals':
      return ['days'];
    default:
      return [];
  }
}
