import { VERBS } from '../../cards/verbs.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';

/** A person has sent the invitation: from now on the bot watches for the answer. */
export const invited: Action = {
  verb: VERBS.invited,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const { move } = await stateOf(services, ref.moveId);
    if (move.version === ref.version) await services.sandbox?.invitationSent(move.customer.tenantId);
    return runCommand(services, turn, ref, { kind: 'invited' }, { done: { key: 'notice.invited' } });
  },
};

/** The customer said no. */
export const refused: Action = {
  verb: VERBS.invitationRefused,
  run: async (services, turn, data) => runCommand(services, turn, parse(MoveRef, data), { kind: 'refused' }),
};
