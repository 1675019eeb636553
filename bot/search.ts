import { z } from 'zod';
import { offerChoices } from '../dialogs/offer-choices.ts';
import { refusedTask } from '../dialogs/permission.ts';
import { suggestedCustomers } from '../dialogs/suggested-customers.ts';
import type { Turn } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import { within } from '../services/identity/time-limit.ts';
import type { CustomerMatch } from '../services/moves/customer-directory.ts';
import { soundsAlike } from '../services/moves/customer-index.ts';
import type { Services } from '../services/services.ts';
import { SignInFirst } from './person-sign-in.ts';

/** How long somebody types on before the list has to be there, in milliseconds. */
const PATIENCE_MS = 4000;
/** Longest text a search is made with. */
const LONGEST = 120;

/** A search box that was just opened sends no text at all. */
const Query = z.object({
  queryText: z.string().max(400).nullish(),
  dataset: z.string().default(''),
  queryOptions: z
    .object({
      top: z.coerce.number().int().min(1).max(50).catch(15),
      skip: z.coerce.number().int().min(0).max(500).catch(0),
    })
    .nullish(),
});

export interface SearchResult {
  readonly title: string;
  readonly value: string;
}

/** The body of the answer to `application/search`. Never throws: nothing found, or nothing readable, is an empty list. */
export async function searched(services: Services, turn: Turn, query: unknown) {
  const results = await answerSearch(services, turn, query).catch((err: unknown) => {
    services.log.error({ err }, 'A search failed');
    return [];
  });
  return { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

/** Answers a typeahead of a card. A search box has no room for a reason; the button beside it gives it. */
async function answerSearch(services: Services, turn: Turn, query: unknown): Promise<readonly SearchResult[]> {
  const parsed = Query.safeParse(query);
  if (!parsed.success || (await refusedTask(services, turn, 'look')) !== null) return [];
  const { queryText, dataset, queryOptions } = parsed.data;
  const { top = 15, skip = 0 } = queryOptions ?? {};
  const found = await foundIn(services, turn, dataset, (queryText ?? '').slice(0, LONGEST), skip + top);
  return found.slice(skip);
}

async function foundIn(
  services: Services,
  turn: Turn,
  dataset: string,
  text: string,
  most: number,
): Promise<readonly SearchResult[]> {
  switch (dataset) {
    case 'offers':
      return offerChoices(services.skus, text, most, await services.catalogue().catch(() => []));
    case 'people':
      return (await services.people.search(text, most)).map(({ id, name }) => ({ title: name, value: id }));
    case 'customers':
      return customersCalled(services, turn, text, most);
    default:
      return [];
  }
}

async function customersCalled(
  services: Services,
  turn: Turn,
  text: string,
  most: number,
): Promise<readonly SearchResult[]> {
  try {
    const found = await within(AbortSignal.timeout(PATIENCE_MS), () => suggestedCustomers(services, turn, text, most));
    return found.map(choiceOf);
  } catch (cause) {
    // A search box cannot ask for a sign-in: it offers what the person has worked on, and the button beside it asks.
    if (cause instanceof SignInFirst) return ownCustomers(services, turn, text, most);
    if (!(cause instanceof AppError)) throw cause;
    services.log.warn({ code: cause.code, hint: cause.hint }, 'The customer search could not be answered');
    return [];
  }
}

async function ownCustomers(
  { moveStore }: Services,
  { person, conversationId }: Turn,
  text: string,
  most: number,
): Promise<readonly SearchResult[]> {
  const own = await moveStore.recentCustomers(person.id, conversationId, most);
  return own.filter((one) => text.trim() === '' || soundsAlike(one, text)).map(choiceOf);
}

const choiceOf = (c: CustomerMatch): SearchResult => ({
  title: `${c.name} · ${c.domain}`,
  value: c.isCustomer ? c.tenantId : c.domain,
});
