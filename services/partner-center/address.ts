import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';

/** The part of an address that the move needs. */
export const Address = caseless({ country: z.string().nullish() });

/** ISO 3166-1 alpha-2, upper case; null for anything else. */
export function country(code: string | null | undefined): string | null {
  return code && /^[a-z]{2}$/i.test(code) ? code.toUpperCase() : null;
}
