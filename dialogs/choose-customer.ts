import { drawChooseCustomer } from '../cards/choose-customer.ts';
import type { Sentence } from '../cards/view.ts';
import { type CustomerMatch, isDomain } from '../services/moves/customer-directory.ts';
import { NOTHING_KNOWN } from '../services/moves/facts.ts';
import type { Customer, Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import { isCalled, movesSounding } from './moves-named.ts';
import { LONGEST_SEARCH } from './searched.ts';
import { showMove } from './show-move.ts';
import { suggestedCustomers } from './suggested-customers.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

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
  const shown = matches ?? (await suggestedCustomers(services, turn, '', FIRST_MATCHES));
  return cardReply(drawChooseCustomer({ matches: shown, typed: typed ?? '', problem: problem ?? null }, turn.reader), {
    dialog: 'choose-customer',
  });
}

/** What to do with a name or a domain somebody typed: one fit opens the move, several or none are a question. */
export async function moveByName(services: Services, turn: Turn, text: string): Promise<Reply> {
  if (text.length > LONGEST_SEARCH) {
    const problem: Sentence = { key: 'error.input.too-long', params: { most: LONGEST_SEARCH } };
    return askForCustomer(services, turn, { typed: '', problem });
  }
  const called = await services.moveStore.search(text, { state: 'open' });
  const open = called.filter(({ customer }) => isCalled(customer, text));
  if (open.length === 1 && open[0] !== undefined) return resume(services, turn, open[0]);
  const found = await services.directory.find(text, FIRST_MATCHES);
  const exact = found.filter((one) => isCalled(one, text));
  if (open.length > 1) return askWhichOfTheName(services, turn, text, [...open.map(matchOf), ...exact]);
  const only = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined;
  // A domain that a company of that name would usually have may belong to a stranger: that is asked, never opened.
  if (only !== undefined && (only.isCustomer || isDomain(text))) {
    return openMoveFor(services, turn, { ...only, language: null });
  }
  // Half a name is enough for a move that is open: going on with it changes nothing.
  const [begun, ...more] = called.length > 0 ? called : await movesSounding(services, turn, text);
  const isBegun = begun !== undefined && more.length === 0 && !found.some(({ isCustomer }) => isCustomer);
  if (isBegun) return resume(services, turn, begun);
  const matches = found.length > 0 ? found : await suggestedCustomers(services, turn, text, FIRST_MATCHES);
  const shown = matches.length === 0 ? {} : { matches };
  return askForCustomer(services, turn, { typed: text, problem: whichIsMeant(text, matches), ...shown });
}

/** Several customers bear one name: the domains tell them apart. */
async function askWhichOfTheName(
  services: Services,
  turn: Turn,
  typed: string,
  bearers: readonly CustomerMatch[],
): Promise<Reply> {
  // What the directory says of a customer is newer than what a move does.
  const matches = [...new Map(bearers.map((match) => [match.tenantId, match])).values()];
  return askForCustomer(services, turn, { typed, problem: whichIsMeant(typed, matches), matches });
}

const matchOf = ({ customer: { tenantId, name, domain }, facts }: Move): CustomerMatch => ({
  tenantId,
  name,
  domain,
  isCustomer: facts.relationship.status === 'reseller',
});

/** What to ask when nobody is called exactly what was typed. */
export function whichIsMeant(typed: string, matches: readonly CustomerMatch[]): Sentence {
  const [suggested, ...more] = matches;
  if (suggested === undefined) return { key: 'error.customer.none-found', params: { typed } };
  if (more.length > 0) return { key: 'error.customer.several-found', params: { typed, count: matches.length } };
  const { name, domain } = suggested;
  return { key: 'error.customer.is-it', params: { typed, name, domain } };
}

/** Opens a move for a tenant, or resumes the one that is open, and shows where it stands. */
export async function openMoveFor(services: Services, turn: Turn, customer: Customer): Promise<Reply> {
  if (await services.directory.isPartnerTenant(customer.tenantId)) {
    return askForCustomer(services, turn, { typed: customer.domain, problem: { key: 'error.customer.is-partner' } });
  }
  const open = await services.moveStore.openMoveOf(customer.tenantId);
  if (open !== null) return resume(services, turn, open);
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

/** Somebody of the team has a move open for this customer: that one goes on. */
async function resume(services: Services, turn: Turn, open: Move): Promise<Reply> {
  const notice: Sentence = { key: 'notice.resumed', params: { who: open.openedBy.name } };
  return showMove(services, turn, await services.moves.derived(open), { notice });
}
