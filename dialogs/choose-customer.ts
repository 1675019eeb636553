import { drawChooseCustomer } from '../cards/choose-customer.ts';
import type { Sentence } from '../cards/view.ts';
import type { CustomerMatch } from '../services/moves/customer-directory.ts';
import { NOTHING_KNOWN } from '../services/moves/facts.ts';
import type { Customer } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { showMove } from './show-move.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

/** Longest name or domain a search is made with. */
const LONGEST_SEARCH = 120;
/** Matches shown on the card at once. */
const FIRST_MATCHES = 10;

export interface Asking {
  readonly typed?: string;
  readonly problem?: Sentence;
  readonly matches?: readonly CustomerMatch[];
}

/** The card that asks which customer to move. */
export async function askForCustomer(
  services: Services,
  turn: Turn,
  { typed, problem, matches }: Asking,
): Promise<Reply> {
  const shown = matches ?? (await services.directory.customers('', FIRST_MATCHES));
  return cardReply(drawChooseCustomer({ matches: shown, typed: typed ?? '', problem: problem ?? null }, turn.reader), {
    dialog: 'choose-customer',
  });
}

/** What to do with a name or a domain somebody typed: one fit opens the move, several or none are a question. */
export async function moveByName(
  services: Services,
  turn: Turn,
  text: string,
): Promise<{ readonly reply: Reply; readonly settled: boolean }> {
  if (text.length > LONGEST_SEARCH) {
    const problem: Sentence = { key: 'error.input.too-long', params: { most: LONGEST_SEARCH } };
    return { reply: await askForCustomer(services, turn, { typed: '', problem }), settled: false };
  }
  const matches = await services.directory.find(text, FIRST_MATCHES);
  const fold = (name: string) => name.trim().toLowerCase();
  const exact = matches.filter((m) => fold(m.name) === fold(text) || fold(m.domain) === fold(text));
  const only = exact.length === 1 ? exact[0] : matches.length === 1 ? matches[0] : undefined;
  if (only !== undefined)
    return { reply: await openMoveFor(services, turn, { ...only, language: null }), settled: true };
  const problem: Sentence =
    matches.length === 0
      ? { key: 'error.customer.none-found', params: { typed: text } }
      : { key: 'error.customer.several-found', params: { typed: text, count: matches.length } };
  const shown = matches.length === 0 ? {} : { matches };
  return { reply: await askForCustomer(services, turn, { typed: text, problem, ...shown }), settled: false };
}

/** Opens a move for a tenant, or resumes the one that is open, and shows where it stands. */
export async function openMoveFor(services: Services, turn: Turn, customer: Customer): Promise<Reply> {
  if (await services.directory.isPartnerTenant(customer.tenantId)) {
    return askForCustomer(services, turn, { typed: customer.domain, problem: { key: 'error.customer.is-partner' } });
  }
  const open = await services.moveStore.openMoveOf(customer.tenantId);
  if (open !== null) {
    const state = await services.moves.state(open.id);
    if (state !== null)
      return showMove(services, turn, state, {
        notice: { key: 'notice.resumed', params: { who: open.openedBy.name } },
      });
  }
  const [known, snapshot, invitationUrl] = await Promise.all([
    services.directory.customer(customer.tenantId),
    services.directory.snapshot(customer.tenantId, customer.tenantId),
    services.directory.invitationUrl().catch(() => null),
  ]);
  const facts = { ...NOTHING_KNOWN, relationship: { ...NOTHING_KNOWN.relationship, invitationUrl } };
  const named = { ...customer, ...(known !== null && { name: known.name, language: known.language }) };
  const { state, opened } = await services.moves.open(named, facts, snapshot, turn.person, turn.conversationId);
  if (opened) return showMove(services, turn, state);
  return showMove(services, turn, state, {
    notice: { key: 'notice.resumed', params: { who: state.move.openedBy.name } },
  });
}
