import { soundsAlike } from '../services/moves/customer-index.ts';
import type { Move } from '../services/moves/move.ts';
import type { Services } from '../services/services.ts';
import type { Turn } from './turn.ts';

/** Longest name a search is made with. */
const LONGEST_SEARCH = 120;
/** Customers of the person's own that are looked through for one that only sounds so. */
const MOST_RECENT = 40;

/**
 * The moves of customers of that name or domain; one of exactly that name goes before all others. Where none is written so, the open ones
 * of the person's own customers that sound so, in whatever script it was written.
 */
export async function movesNamed(
  services: Pick<Services, 'moveStore'>,
  turn: Pick<Turn, 'person' | 'conversationId'>,
  customer: string,
): Promise<readonly Move[]> {
  const typed = customer.slice(0, LONGEST_SEARCH);
  const fits = await movesOf(services, typed);
  const exact = fits.filter((move) => move.customer.name.toLowerCase() === typed.toLowerCase());
  if (exact.length > 0) return exact;
  return fits.length > 0 ? fits : movesSounding(services, turn, typed);
}

/** Open moves of the person's own customers whose name sounds so. */
export async function movesSounding(
  { moveStore }: Pick<Services, 'moveStore'>,
  { person, conversationId }: Pick<Turn, 'person' | 'conversationId'>,
  typed: string,
): Promise<readonly Move[]> {
  const recent = await moveStore.recentCustomers(person.id, conversationId, MOST_RECENT);
  const alike = recent.filter((one) => soundsAlike(one, typed));
  const open = await Promise.all(alike.map(({ tenantId }) => moveStore.openMoveOf(tenantId)));
  return open.filter((move) => move !== null);
}

/** A closed move has nothing to remind of: it counts only where no open one fits, and then the latest of each customer. */
async function movesOf(services: Pick<Services, 'moveStore'>, text: string): Promise<readonly Move[]> {
  const open = await services.moveStore.search(text, { state: 'open' });
  if (open.length > 0) return open;
  const closed = await services.moveStore.search(text, { state: 'closed' });
  const seen = new Set<string>();
  return closed.filter(({ customer }) => !seen.has(customer.tenantId) && seen.add(customer.tenantId));
}
