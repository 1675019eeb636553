import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { drawOrderConfirmation, termValue } from '../../cards/order-confirmation.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { MoveView, Sentence } from '../../cards/view.ts';
import { goneOnNotice, showMove, viewOf } from '../../dialogs/show-move.ts';
import { cardReply, type Reply, type Turn } from '../../dialogs/turn.ts';
import { AppError } from '../../services/errors.ts';
import type { MoveState } from '../../services/moves/move-service.ts';
import { type Term, USUAL_TERM } from '../../services/moves/order-lines.ts';
import type { Ordering, Quotation } from '../../services/moves/ordering.ts';
import type { Services } from '../../services/services.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';

/** A person has placed the order in Partner Center: from now on the bot watches for the subscriptions. */
export const provisionReported: Action = {
  verb: VERBS.provisionReported,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const { move, current } = await stateOf(services, ref.moveId);
    const firstTime = move.version === ref.version && current.id === 'provision' && current.status === 'current';
    if (firstTime) await services.sandbox?.provisionedByHand(move);
    const done = { key: 'notice.provision-reported' };
    return runCommand(services, turn, ref, { kind: 'provision-reported' }, { done });
  },
};

const OrderRef = MoveRef.extend({ term: z.string().max(40).optional().catch(undefined) });

/** Names seats, term and money before anything is ordered. */
export const orderPreview: Action = {
  verb: VERBS.orderPreview,
  async run(services, turn, data) {
    const { term, ...ref } = parse(OrderRef, data);
    const ready = await readyToOrder(services, turn, ref);
    return 'reply' in ready ? ready.reply : preview(services, turn, ready, { wanted: termOf(term) });
  },
};

/** Places the order, or asks a second person: the intention is stored first, the job places it and never twice. */
export const orderConfirmed: Action = {
  verb: VERBS.orderConfirmed,
  async run(services, turn, data) {
    const ConfirmedRef = OrderRef.extend({ attested: z.string().max(10).optional().catch(undefined) });
    const { term, attested, ...ref } = parse(ConfirmedRef, data);
    const ready = await readyToOrder(services, turn, ref);
    if ('reply' in ready) return ready.reply;
    const { state, ordering } = ready;
    const { quote } = state.move.facts.provisioning;
    if (quote === null) return showMove(services, turn, state, { notice: { key: 'error.ordering.no-quote' } });
    const shown = termOf(termValue(quote.lines));
    const wanted = termOf(term) ?? shown;
    // What is confirmed is what was shown with its price, never what was only chosen.
    if (wanted?.term !== shown?.term || wanted?.billingCycle !== shown?.billingCycle)
      return preview(services, turn, ready, { wanted, notice: { key: 'notice.order-other-term' } });
    if (quote.lines.some((line) => line.attestation) && attested !== 'true')
      return preview(services, turn, ready, {
        wanted,
        problems: { attested: { key: 'error.ordering.attest' } },
      });
    const kind = ordering.needsApproval(quote.lines) ? 'order-requested' : 'order';
    const done = { key: kind === 'order' ? 'notice.ordered' : await requestedNotice(services) };
    return runCommand(services, turn, ref, { kind, requestId: randomUUID(), ...quote }, { done, state });
  },
};

/** Nobody is told of a request where no channel was chosen: then whoever asked has to tell a colleague. */
const requestedNotice = async ({ places }: Services): Promise<string> =>
  (await places.remindersChannel()) === null ? 'notice.order-requested-no-channel' : 'notice.order-requested';

/** A second person lets the order be placed. */
export const orderApproved = decision(VERBS.orderApproved, 'order-approved');
/** A second person says no. */
export const orderDeclined = decision(VERBS.orderDeclined, 'order-declined');
/** The request is taken back. */
export const orderWithdrawn = decision(VERBS.orderWithdrawn, 'order-withdrawn');

/**
 * What is decided about is the request, whose lines never change: a card of an older version of the move will do, as long as the
 * request it names still waits.
 */
function decision(verb: Action['verb'], kind: 'order-approved' | 'order-declined' | 'order-withdrawn'): Action {
  return {
    verb,
    async run(services, turn, data) {
      const { moveId, request } = parse(MoveRef.extend({ request: z.guid() }), data);
      if (services.ordering === null)
        return showMove(services, turn, await stateOf(services, moveId), { notice: { key: 'error.ordering.off' } });
      const outcome = await services.moves.run(moveId, null, { kind, requestId: request }, turn.person);
      if (outcome.kind !== 'refused')
        return showMove(services, turn, outcome.state, { notice: { key: `notice.${kind}` } });
      const { code, params } = outcome.refusal;
      const notice = { key: `error.${code}`, ...(params !== undefined && { params }) };
      return showMove(services, turn, outcome.state, { notice });
    },
  };
}

interface ReadyToOrder {
  readonly state: MoveState;
  readonly ordering: Ordering;
}

/** The move as the card showed it, at the step in which ordering is done; otherwise the card to show instead. */
async function readyToOrder(
  services: Services,
  turn: Turn,
  { moveId, version }: MoveRef,
): Promise<ReadyToOrder | { readonly reply: Reply }> {
  const state = await stateOf(services, moveId);
  const { ordering } = services;
  if (state.move.version !== version)
    return { reply: showMove(services, turn, state, { notice: goneOnNotice(state) }) };
  if (ordering === null) return { reply: showMove(services, turn, state, { notice: { key: 'error.ordering.off' } }) };
  if (state.current.id !== 'provision' || state.current.status !== 'current')
    return { reply: showMove(services, turn, state) };
  return { state, ordering };
}

/** Asks Partner Center for the price, keeps what it says, and shows it for a confirmation. */
async function preview(
  services: Services,
  turn: Turn,
  { state, ordering }: ReadyToOrder,
  {
    wanted,
    notice = null,
    problems = {},
  }: { readonly wanted: Term | null; readonly notice?: Sentence | null; readonly problems?: MoveView['problems'] },
): Promise<Reply> {
  const { move } = state;
  const { order } = move.facts.provisioning;
  const before = order?.failure === 'ordering.price-changed' ? order.lines : null;
  const usual = before === null ? USUAL_TERM : (termOf(termValue(before)) ?? USUAL_TERM);
  const quotation = await quoted(ordering, state, wanted ?? usual);
  if (quotation === 'agreement-missing')
    return runCommand(
      services,
      turn,
      { moveId: move.id, version: move.version },
      { kind: 'agreement-missing' },
      { done: { key: 'notice.order-agreement-missing' }, unchanged: { key: 'notice.order-agreement-missing' }, state },
    );
  const { quote, refused } = quotation;
  const kept =
    refused.length > 0
      ? null
      : await services.moves.run(move.id, move.version, { kind: 'order-quoted', quote }, turn.person, { state });
  if (kept?.kind === 'gone-on') return showMove(services, turn, kept.state, { notice: goneOnNotice(kept.state) });
  if (kept?.kind === 'refused') return showMove(services, turn, kept.state);
  const view = viewOf(services, kept?.state ?? state, { notice, problems });
  const needsApproval = ordering.needsApproval(quote.lines);
  return cardReply(drawOrderConfirmation({ view, quotation, needsApproval, before }, turn.reader));
}

async function quoted(ordering: Ordering, { move }: MoveState, wanted: Term): Promise<Quotation | 'agreement-missing'> {
  try {
    const quotation = await ordering.quote(move, wanted);
    return quotation.refused.some(({ code }) => code === AGREEMENT_MISSING) ? 'agreement-missing' : quotation;
  } catch (error) {
    if (error instanceof AppError && error.code === AGREEMENT_MISSING) return 'agreement-missing';
    throw error;
  }
}

const AGREEMENT_MISSING = 'microsoft.agreement-missing';

/** `P1Y monthly` as a card sends it; null for anything else. */
function termOf(value: string | undefined): Term | null {
  const [, term, billingCycle] = /^(P\d{1,2}[MY]) ([a-z_]{3,20})$/u.exec(value ?? '') ?? [];
  return term === undefined || billingCycle === undefined ? null : { term, billingCycle };
}
