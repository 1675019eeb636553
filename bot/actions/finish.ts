import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { calendarDate, problem, Typed } from './inputs.ts';

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
      how: z.enum(['expired', 'cancelled', 'transferred', 'renewed', 'arranged']).optional().catch(undefined),
    });
    const { originalId, how, ...ref } = parse(EndedRef, data);
    const typed = parse(Typed, data);
    const state = await stateOf(services, ref.moveId);
    const original = state.move.facts.originals.find((o) => o.id === originalId);
    const { today } = turn.reader;
    if (how === undefined) {
      const problems = { how: problem('input.how').problem };
      return showMove(services, turn, state, { step: 'end-originals', problems, typed });
    }
    if (how === 'arranged') {
      return runCommand(
        services,
        turn,
        ref,
        { kind: 'original-end-arranged', originalId },
        {
          done: { key: 'notice.original-end-arranged', params: { name: original?.name ?? '' } },
          refused: { step: 'end-originals', typed },
        },
      );
    }
    if (how === 'renewed') {
      const until = calendarDate(typed.on);
      if ('problem' in until) {
        const empty = (typed.on ?? '').trim() === '';
        const problems = { on: empty ? problem('input.renewed-until').problem : until.problem };
        return showMove(services, turn, state, { step: 'end-originals', problems, typed });
      }
      return runCommand(
        services,
        turn,
        ref,
        { kind: 'original-renewed', originalId, endDate: until.value },
        {
          done: { key: 'notice.original-renewed', params: { name: original?.name ?? '' } },
          refused: { step: 'end-originals', typed },
        },
      );
    }
    // Left empty it is the last day of the term, once that is over.
    const termEnd = original?.endDate == null || original.endDate > today ? today : original.endDate;
    const on = calendarDate((typed.on ?? '').trim() === '' ? termEnd : typed.on);
    if (how === 'expired' && original?.endDate != null && original.endDate >= today) {
      const problems = { how: problem('input.not-over', { end: original.endDate }).problem };
      return showMove(services, turn, state, { step: 'end-originals', problems, typed });
    }
    if ('problem' in on) {
      return showMove(services, turn, state, { step: 'end-originals', problems: { on: on.problem }, typed });
    }
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'original-ended', originalId, how, on: on.value },
      {
        done: { key: 'notice.original-ended', params: { name: original?.name ?? '' } },
        refused: { step: 'end-originals', typed },
      },
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
    const CreditRef = MoveRef.extend({
      ticket: Ticket,
      outcome: z.enum(['granted', 'refused', 'not-claimed']).optional().catch(undefined),
    });
    const { ticket, outcome, ...ref } = parse(CreditRef, data);
    const state = await stateOf(services, ref.moveId);
    if (outcome === undefined) {
      const problems = { outcome: problem('input.outcome').problem };
      return showMove(services, turn, state, { step: 'credit', problems, typed: { ticket } });
    }
    const known = state.move.facts.credit?.ticket ?? null;
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'credit', status: outcome, ticket: ticket === '' ? known : ticket },
      { refused: { step: 'credit' } },
    );
  },
};
