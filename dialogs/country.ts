import { marketOf } from '../services/rules/region.ts';

/**
 * The ISO 3166-1 alpha-2 code a person means by a code or by a country's name in their own language or English;
 * null when it is neither.
 */
export function countryCode(text: string, locale: string): string | null {
  const typed = text.trim();
  if (/^[a-z]{2}$/iu.test(typed)) {
    const code = typed.toUpperCase();
    return name(code, 'en') === null && marketOf(code) === null ? null : code;
  }
  return namesIn(locale).get(fold(typed)) ?? namesIn('en').get(fold(typed)) ?? null;
}

const known = new Map<string, ReadonlyMap<string, string>>();

function namesIn(locale: string): ReadonlyMap<string, string> {
  const cached = known.get(locale);
  if (cached !== undefined) return cached;
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Map<string, string>();
  for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
    const found = name(code, locale);
    // Withdrawn codes such as UK or SU carry the name of their successor: the first, current one is kept.
    if (found !== null && !names.has(fold(found))) names.set(fold(found), code);
  }
  known.set(locale, names);
  return names;
}

function name(code: string, locale: string): string | null {
  if (NO_COUNTRY.has(code)) return null;
  const found = new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'none' }).of(code);
  return found === undefined || found === code ? null : found;
}

/** Codes that have a name but are nobody's country: unions, currencies' areas, pseudo regions. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['ZZ', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB']);

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
