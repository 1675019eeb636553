import { drawCheck } from '../cards/check.ts';
import { drawChooseCustomer } from '../cards/choose-customer.ts';
import type { Sentence } from '../cards/view.ts';
import type { CustomerMatch } from '../services/moves/customer-directory.ts';
import { outlookOf } from '../services/moves/outlook.ts';
import { judgeCustomer } from '../services/rules/customer.ts';
import type { Services } from '../services/services.ts';
import { whichIsMeant } from './choose-customer.ts';
import { isCalled } from './moves-named.ts';
import { searched } from './searched.ts';
import { suggestedCustomers } from './suggested-customers.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

/** What the rules say about a customer at a glance, without opening a move. */
export async function answerCheck(services: Services, turn: Turn, customer: string | null): Promise<Reply> {
  if (customer === null) return askWhomToCheck(services, turn, '', null);
  const typed = searched(customer);
  const matches = await services.directory.find(typed, MOST_MATCHES);
  // Where several bear one name, the domains tell them apart.
  const called = matches.filter((match) => isCalled(match, typed));
  const match = matches.length === 1 ? matches[0] : called.length === 1 ? called[0] : undefined;
  if (match !== undefined) return checkOf(services, turn, match);
  const alike = matches.length > 0 ? matches : await suggestedCustomers(services, turn, typed, MOST_MATCHES);
  return askWhomToCheck(services, turn, typed, whichIsMeant(typed, alike), alike);
}

/** What the rules say about a tenant that was found. */
export async function checkOf(services: Services, turn: Turn, match: CheckedTenant): Promise<Reply> {
  const open = await services.moveStore.openMoveOf(match.tenantId);
  const { state, originalsKnown } =
    open === null
      ? await previewOf(services, turn, match)
      : { state: await services.moves.derived(open), originalsKnown: open.facts.originals.length > 0 };
  const { assessment, move } = state;
  const partner = (await services.directory.isPartnerTenant(match.tenantId)) ? judgeCustomer(true) : null;
  return cardReply(
    drawCheck(
      {
        customer: match,
        outlook: outlookOf(move.facts, assessment, partner),
        relationship: assessment.relationship,
        credit: assessment.credit,
        originalsKnown,
        open: open === null ? null : { moveId: open.id, version: open.version },
      },
      turn.reader,
    ),
  );
}

type CheckedTenant = Pick<CustomerMatch, 'tenantId' | 'name' | 'domain'>;

const MOST_MATCHES = 5;
const FIRST_MATCHES = 10;

/** Asks which customer to check; in a channel in words, because a card there is for everybody. */
export async function askWhomToCheck(
  services: Services,
  turn: Turn,
  typed: string,
  problem: Sentence | null,
  matches: readonly CustomerMatch[] = [],
): Promise<Reply> {
  if (turn.scope !== 'personal') {
    return problem === null ? textReply('say.check-whom') : textReply(problem.key, problem.params);
  }
  const shown = matches.length > 0 ? matches : await suggestedCustomers(services, turn, '', FIRST_MATCHES);
  return cardReply(drawChooseCustomer({ matches: shown, typed, problem, purpose: 'check' }, turn.reader), {
    dialog: 'check-customer',
  });
}

async function previewOf(services: Services, turn: Turn, match: CheckedTenant) {
  const { tenantId, name, domain } = match;
  const [snapshot, originals] = await Promise.all([
    services.directory.snapshot(tenantId, tenantId),
    services.directory.originals(tenantId).catch(() => null),
  ]);
  const customer = { tenantId, name, domain, language: null };
  const state = await services.moves.preview(customer, snapshot, originals, turn.person);
  return { state, originalsKnown: originals !== null };
}
