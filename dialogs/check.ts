import { drawCheck } from '../cards/check.ts';
import type { CustomerMatch } from '../services/moves/customer-directory.ts';
import type { Services } from '../services/services.ts';
import { askForCustomer } from './choose-customer.ts';
import { cardReply, type Reply, type Turn, textReply } from './turn.ts';

/** What the rules say about a customer at a glance, without opening a move. */
export async function answerCheck(services: Services, turn: Turn, customer: string | null): Promise<Reply> {
  if (customer === null)
    return turn.scope === 'personal' ? askForCustomer(services, turn, {}) : textReply('say.check-whom');
  const matches = await services.directory.find(customer.slice(0, 120), 5);
  const fold = (text: string) => text.trim().toLowerCase();
  const match =
    matches.length === 1
      ? matches[0]
      : matches.find((m) => fold(m.name) === fold(customer) || fold(m.domain) === fold(customer));
  if (match === undefined) {
    return matches.length === 0
      ? textReply('error.customer.none-found', { typed: customer.slice(0, 120) })
      : textReply('error.customer.several-found', { typed: customer.slice(0, 120), count: matches.length });
  }
  const open = await services.moveStore.openMoveOf(match.tenantId);
  const state = open === null ? await previewOf(services, turn, match) : await services.moves.derived(open);
  const { assessment, move } = state;
  return cardReply(
    drawCheck(
      {
        customer: match,
        region: assessment.region,
        relationship: assessment.relationship,
        agreement: assessment.agreement,
        eligibility: assessment.eligibility,
        originals: move.facts.originals.length === 0 ? null : move.facts.originals.length,
        open: open === null ? null : { moveId: open.id, version: open.version },
      },
      turn.reader,
    ),
  );
}

async function previewOf(services: Services, turn: Turn, match: CustomerMatch) {
  const { tenantId, name, domain } = match;
  const [snapshot, originals] = await Promise.all([
    services.directory.snapshot(tenantId, tenantId),
    services.directory.originals(tenantId).catch(() => null),
  ]);
  return services.moves.preview({ tenantId, name, domain, language: null }, snapshot, originals, turn.person);
}
