import { VERBS } from '../../cards/verbs.ts';
import type { Sentence } from '../../cards/view.ts';
import { showMove } from '../../dialogs/show-move.ts';
import type { TargetSelection } from '../../services/moves/command.ts';
import type { MoveState } from '../../services/moves/move-service.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { problem, seats, Typed } from './inputs.ts';

/**
 * The new offer and seats of each original, and whether a loss is accepted. An acceptance counts only for the offer whose
 * losses were on the card: choosing another one shows its verdict first.
 */
export const chooseTargets: Action = {
  verb: VERBS.chooseTargets,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const typed = parse(Typed, data);
    const state = await stateOf(services, ref.moveId);
    const problems: Record<string, Sentence> = {};
    const targets = state.assessment.originals.flatMap(({ original, proposals, equivalence }): TargetSelection[] => {
      const skuId = typed[`target_${original.id}`];
      // A long list does not fit on one card: what was not on it stays as it is.
      if (original.path !== 'buy-and-let-end' || skuId === undefined) return [];
      const offer = proposals.find((p) => p.skuId === skuId);
      const count = seats(typed[`seats_${original.id}`] ?? String(original.target?.seats ?? original.seats));
      if (offer === undefined) {
        problems[`target_${original.id}`] = problem('input.target-missing', { name: original.name }).problem;
        return [];
      }
      if ('problem' in count) {
        problems[`seats_${original.id}`] = count.problem;
        return [];
      }
      const shown = original.target?.skuId === skuId && equivalence !== null;
      const accepted = typed[`accept_${original.id}`] === 'true';
      return [
        {
          originalId: original.id,
          skuId,
          name: offer.name,
          catalogSku: offer.catalogSku,
          seats: count.value,
          lossAccepted: shown && accepted,
        },
      ];
    });
    if (Object.keys(problems).length > 0)
      return showMove(services, turn, state, { step: 'equivalence', problems, typed });
    const command = { kind: 'choose-targets', targets } as const;
    const open = targets.some((t) => mustBeAccepted(state, t));
    // Pressing on without the tick changes nothing: the card says what is missing instead of coming back silently.
    const notice = open ? { key: 'notice.accept-needed' } : undefined;
    return runCommand(services, turn, ref, command, {
      ...(notice !== undefined && { done: notice, unchanged: notice }),
      refused: { step: 'equivalence', typed },
    });
  },
};

function mustBeAccepted({ assessment }: MoveState, { originalId, skuId, lossAccepted }: TargetSelection): boolean {
  const proposals = assessment.originals.find((o) => o.original.id === originalId)?.proposals;
  return !lossAccepted && proposals?.find((p) => p.skuId === skuId)?.equivalence.needsConfirmation === true;
}
