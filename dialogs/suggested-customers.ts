import { type CustomerMatch, isDomain } from '../services/moves/customer-directory.ts';
import { closeness } from '../services/moves/customer-index.ts';
import { romanized } from '../services/rules/romanized.ts';
import type { Services } from '../services/services.ts';
import type { Turn } from './turn.ts';

/** Customers of the person's own that are looked through. */
const MOST_RECENT = 40;
/** What is only alike goes behind what fits. */
const ALIKE = 4;

/**
 * Customers a person may mean, the likeliest first: those with an open move of theirs and those they worked on lately, then all the
 * others by how well they fit. Nothing typed: theirs, then the first ones by name.
 *
 * @throws AppError when Microsoft is needed for it and does not answer
 */
export async function suggestedCustomers(
  services: Pick<Services, 'moveStore' | 'directory' | 'customerIndex'>,
  { person, conversationId }: Pick<Turn, 'person' | 'conversationId'>,
  text: string,
  limit: number,
): Promise<readonly CustomerMatch[]> {
  const wanted = romanized(text);
  const recent = await services.moveStore.recentCustomers(person.id, conversationId, MOST_RECENT);
  const theirs = text.trim() === '' ? recent : recent.filter((one) => wanted !== '' && closeness(one, wanted) < ALIKE);
  const others = theirs.length >= limit ? [] : await allOf(services, text, limit);
  const unique = new Map([...theirs, ...others].map((match) => [match.tenantId, match]));
  return [...unique.values()].slice(0, limit);
}

async function allOf(
  { directory, customerIndex }: Pick<Services, 'directory' | 'customerIndex'>,
  text: string,
  limit: number,
): Promise<readonly CustomerMatch[]> {
  const known = customerIndex.find(text, limit);
  if (text.trim() === '') return known ?? directory.customers('', limit);
  const fits = known?.some((match) => closeness(match, romanized(text)) < ALIKE) === true;
  if (known !== null && fits && !isDomain(text)) return known;
  // Not in memory (yet), added since, or no customer: Partner Center knows the beginnings, and whose domain it is.
  const found = await directory.find(text, limit);
  const unique = new Map([...found, ...(known ?? [])].map((match) => [match.tenantId, match]));
  return [...unique.values()].slice(0, limit);
}
