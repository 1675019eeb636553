import { soundsAlike } from '../services/moves/customer-index.ts';
import type { Move } from '../services/moves/move.ts';
import { exactName } from '../services/rules/folding.ts';
import type { Services } from '../services/services.ts';
import { searched } from './searched.ts';
import type { Turn } from './turn.ts';

/** Moves that are looked at and offered; beyond, they are counted. */
const MOST_NAMED = 20;
/** Customers of the person's own that are looked through for one that only sounds so. */
const MOST_RECENT = 40;

/** Moves that a name may mean. */
export interface NamedMoves {
  /** The likeliest first. */
  readonly moves: readonly Move[];
  /** With those that are not among `moves`. */
  readonly total: number;
}

/**
 * The moves that a customer's name or domain, or a part of it, may mean, for whatever is asked about them. In this order, and as soon as one
 * is found:
 *
 * 1. open moves of customers whose whole name or domain it is, letter by letter; several may bear one name;
 * 2. open moves of customers that hold every word of it;
 * 3. closed ones of customers whose whole name or domain it is, of each customer the latest;
 * 4. closed ones of customers that hold every word of it;
 * 5. open ones of the person's own customers that sound so, in whatever script it was written.
 */
export async function movesNamed(
  services: Pick<Services, 'moveStore'>,
  turn: Pick<Turn, 'person' | 'conversationId'>,
  customer: string,
): Promise<NamedMoves> {
  const typed = searched(customer);
  const open = await services.moveStore.search(typed, { state: 'open', limit: MOST_NAMED });
  const called = open.filter((move) => isCalled(move.customer, typed));
  if (called.length > 0) return all(called);
  const beyond = async (state: 'open' | 'closed', { length }: readonly Move[]) =>
    length < MOST_NAMED ? 0 : (await services.moveStore.countFound(typed, state)) - length;
  if (open.length > 0) return { moves: open, total: open.length + (await beyond('open', open)) };
  const closed = await services.moveStore.search(typed, { state: 'closed', limit: MOST_NAMED });
  const latest = latestOfEach(closed);
  const former = latest.filter((move) => isCalled(move.customer, typed));
  if (former.length > 0) return all(former);
  if (latest.length > 0) return { moves: latest, total: latest.length + (await beyond('closed', closed)) };
  return all(await movesSounding(services, turn, typed));
}

const all = (moves: readonly Move[]): NamedMoves => ({ moves, total: moves.length });

/** Whether somebody typed the whole name or domain of a customer. */
export function isCalled({ name, domain }: Pick<Move['customer'], 'name' | 'domain'>, typed: string): boolean {
  return [name, domain].map(exactName).includes(exactName(typed));
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

function latestOfEach(closed: readonly Move[]): readonly Move[] {
  const seen = new Set<string>();
  return closed.filter(({ customer }) => !seen.has(customer.tenantId) && seen.add(customer.tenantId));
}
