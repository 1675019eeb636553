import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { drawTransferForm } from '../../cards/transfer-form.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { Sentence } from '../../cards/view.ts';
import { goneOnNotice, showMove } from '../../dialogs/show-move.ts';
import { cardReply, type Reply, type Turn } from '../../dialogs/turn.ts';
import { isDomain } from '../../services/moves/customer-directory.ts';
import type { MoveState } from '../../services/moves/move-service.ts';
import { isWithdrawn } from '../../services/moves/transfers.ts';
import type { Services } from '../../services/services.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';
import { problem, Typed } from './inputs.ts';

/** Shows the form that asks another partner for a transfer. */
export const transferForm: Action = {
  verb: VERBS.transferForm,
  async run(services, turn, data) {
    const ready = await readyToAsk(services, turn, parse(MoveRef, data));
    return 'reply' in ready ? ready.reply : form(turn, ready.state);
  },
};

/** Writes the request down; a job sends it, and never twice. */
export const transferRequested: Action = {
  verb: VERBS.transferRequested,
  async run(services, turn, data) {
    const ref = parse(MoveRef, data);
    const typed = parse(Typed, data);
    const ready = await readyToAsk(services, turn, ref);
    if ('reply' in ready) return ready.reply;
    const { state } = ready;
    const partner = await partnerNamed(services, state, (typed.partner ?? '').trim(), (typed.partnerName ?? '').trim());
    const customerEmail = (typed.customerEmail ?? '').trim();
    const problems = {
      ...('problems' in partner ? partner.problems : {}),
      ...(z.email().max(200).safeParse(customerEmail).success ? {} : { customerEmail: problem('input.email').problem }),
    };
    if ('problems' in partner || Object.keys(problems).length > 0) return form(turn, state, problems, typed);
    return runCommand(
      services,
      turn,
      ref,
      { kind: 'transfer-requested', id: randomUUID(), ...partner, customerEmail },
      { done: { key: 'notice.transfer-requested' }, state },
    );
  },
};

/** Takes a request back while the other partner has not answered. */
export const transferWithdrawn: Action = {
  verb: VERBS.transferWithdrawn,
  async run(services, turn, data) {
    const { moveId, transfer } = parse(MoveRef.extend({ transfer: z.guid() }), data);
    const state = await stateOf(services, moveId);
    if (services.transfers === null || state.move.facts.closed !== null)
      return showMove(services, turn, state, { notice: { key: 'error.ordering.off' } });
    const seen = await services.transfers.withdraw(state.move, transfer);
    const quiet = { tell: false };
    const outcome = await services.moves.run(
      moveId,
      null,
      { kind: isWithdrawn(seen) ? 'transfer-withdrawn' : 'transfers-seen', seen: [seen] },
      turn.person,
      quiet,
    );
    const notice: Sentence = isWithdrawn(seen)
      ? { key: 'notice.transfer-withdrawn' }
      : { key: 'notice.transfer-not-withdrawn', params: { status: seen.status } };
    return showMove(services, turn, outcome.state, { notice });
  },
};

function form(
  turn: Turn,
  { move }: MoveState,
  problems: Readonly<Record<string, Sentence>> = {},
  typed: Readonly<Record<string, string>> = {},
): Reply {
  return cardReply(drawTransferForm({ move, problems, typed }, turn.reader));
}

async function readyToAsk(
  services: Services,
  turn: Turn,
  { moveId, version }: MoveRef,
): Promise<{ readonly state: MoveState } | { readonly reply: Reply }> {
  const state = await stateOf(services, moveId);
  if (state.move.version !== version)
    return { reply: showMove(services, turn, state, { notice: goneOnNotice(state) }) };
  if (services.transfers === null)
    return { reply: showMove(services, turn, state, { notice: { key: 'error.ordering.off' } }) };
  const open = state.current.id === 'provision' && state.current.status === 'current';
  return open ? { state } : { reply: showMove(services, turn, state) };
}

type FoundPartner = { readonly sourcePartnerTenantId: string; readonly sourcePartnerName: string };

/** The partner behind a domain; a tenant id is taken as it is, and its name has to be typed. */
async function partnerNamed(
  services: Services,
  { move }: MoveState,
  given: string,
  name: string,
): Promise<FoundPartner | { readonly problems: Readonly<Record<string, Sentence>> }> {
  const wrong = (input: string, code: string) => ({ problems: { [input]: problem(code).problem } });
  const id = z.guid().safeParse(given);
  const found = id.success
    ? { tenantId: id.data.toLowerCase(), name: '' }
    : isDomain(given)
      ? await services.directory.tenantBehind(given.toLowerCase())
      : null;
  if (found === null) return wrong('partner', 'input.transfer-partner');
  if (found.tenantId === move.customer.tenantId || (await services.directory.isPartnerTenant(found.tenantId)))
    return wrong('partner', 'input.transfer-partner-own');
  // Where Microsoft tells no name, the domain that was typed stands in its place: that is no name of a company.
  const known = found.name.toLowerCase() === given.toLowerCase() ? '' : found.name;
  const sourcePartnerName = name === '' ? known : name;
  if (sourcePartnerName === '') return wrong('partnerName', 'input.transfer-partner-name');
  return { sourcePartnerTenantId: found.tenantId, sourcePartnerName: sourcePartnerName.slice(0, 200) };
}
