import { z } from 'zod';
import { offerChoices } from '../dialogs/offer-choices.ts';
import type { Turn } from '../dialogs/turn.ts';
import { AppError } from '../services/errors.ts';
import type { Services } from '../services/services.ts';

const Query = z.object({
  queryText: z.string().max(400).default(''),
  dataset: z.string().default(''),
  queryOptions: z.object({ top: z.coerce.number().int().min(1).max(50).default(15) }).default({ top: 15 }),
});

export interface SearchResult {
  readonly title: string;
  readonly value: string;
}

/** Answers a typeahead of a card. Nothing found, or nothing readable, is an empty list: the person can go on typing. */
export async function answerSearch(services: Services, _turn: Turn, query: unknown): Promise<readonly SearchResult[]> {
  const parsed = Query.safeParse(query);
  if (!parsed.success) return [];
  const { queryText, dataset, queryOptions } = parsed.data;
  const text = queryText.slice(0, 120);
  if (dataset === 'offers') return offerChoices(services.skus, text, queryOptions.top);
  if (dataset === 'people') {
    const people = await services.people.search(text, queryOptions.top);
    return people.map(({ id, name }) => ({ title: name, value: id }));
  }
  if (dataset !== 'customers') return [];
  try {
    const found = await services.directory.find(text, queryOptions.top);
    return found.map((c) => ({ title: `${c.name} · ${c.domain}`, value: c.isCustomer ? c.tenantId : c.domain }));
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    services.log.warn({ code: cause.code, hint: cause.hint }, 'The customer search could not be answered');
    return [];
  }
}
