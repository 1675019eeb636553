import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { calendarDate, Typed } from './inputs.ts';

/** A person says that licences are reassigned. */
export const licencesConfirmed: Action = {
  verb: VERBS.licencesConfirmed,
  run: async (services, turn, data) => runCommand(services, turn, parse(MoveRef, data), { kind: 'licences-confirmed' }),
};

/** A person says how and when an original ended. */
export const originalEnded: Action = {
  verb: VERBS.originalEnded,
  async run(services, turn, data) {
    const EndedRef = MoveRef.extend({
      originalId: z.string().max(200),
      how: z.enum(['expired', 'cancelled', 'transferred']).default('expired'),
    });
    const { originalId, how, ...ref } = parse(EndedRef, data);
    const typed = parse(Typed, data);
    const on = calendarDate(typed.on ?? turn.reader.today);
    if ('problem' in on) {
      const state = await stateOf(services, ref.moveId);
      return showMove(services, turn, state, { step: 'end-originals', problems: { on: on.problem }, typed });
    }
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'original-ended', originalId, how, on: on.value },
      { done: { key: 'notice.original-ended' }, refused: { step: 'end-originals', typed } },
    );
  },
};

const Ticket = z.string().trim().max(100).default('');

/** A ticket at Microsoft 365 billing support was opened. */
export const creditRequested: Action = {
  verb: VERBS.creditRequested,
  async run(services, turn, data) {
    const { ticket, ...ref } = parse(MoveRef.extend({ ticket: Ticket }), data);
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'credit', status: 'requested', ticket: ticket === '' ? null : ticket },
      { done: { key: 'notice.credit-requested' }, refused: { step: 'credit' } },
    );
  },
};

/** What Microsoft 365 billing support decided, or that no credit will be asked for. */
export const creditOutcome: Action = {
  verb: VERBS.creditOutcome,
  async run(services, turn, data) {
    const CreditRef = MoveRef.extend({ ticket: Ticket, outcome: z.enum(['granted', 'refused', 'not-claimed']) });
    const { ticket, outcome, ...ref } = parse(CreditRef, data);
    const known = (await stateOf(services, ref.moveId)).move.facts.credit?.ticket ?? null;
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'credit', status: outcome, ticket: ticket === '' ? known : ticket },
      { refused: { step: 'credit' } },
    );
  },
};
