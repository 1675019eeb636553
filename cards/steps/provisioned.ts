import { judgeProvisioned } from '../../services/rules/provisioned.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import type { MoveView, Reader } from '../view.ts';

/** What is dated about the subscriptions that the move brought: end, renewal, and until when each may be cancelled. */
export const provisionedVerdicts = ({ move }: MoveView, { today }: Reader): readonly Verdict[] =>
  move.facts.provisioning.subscriptions.flatMap((subscription) => judgeProvisioned(subscription, today).verdicts);

/** The first of the days until which one of them may still be cancelled; null when there is none. */
export function firstWindow({ move }: MoveView, { today }: Reader): string | null {
  const days = move.facts.provisioning.subscriptions.map((s) => judgeProvisioned(s, today).cancellableUntil);
  return days.filter((day) => day !== null).sort()[0] ?? null;
}
