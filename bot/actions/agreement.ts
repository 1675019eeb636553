import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { calendarDate } from './inputs.ts';

/** A person says when the customer accepted the Microsoft Customer Agreement. */
export const agreementAccepted: Action = {
  verb: VERBS.agreementAccepted,
  async run(services, turn, data) {
    const { acceptedOn: typed, ...ref } = parse(MoveRef.extend({ acceptedOn: z.string().max(40).default('') }), data);
    const date = calendarDate(typed);
    if ('problem' in date) {
      return showMove(services, turn, await stateOf(services, ref.moveId), {
        problems: { acceptedOn: date.problem },
        typed: { acceptedOn: typed },
      });
    }
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'agreement-accepted', on: date.value },
      { refused: { typed: { acceptedOn: typed } } },
    );
  },
};
