import { type CountryCode, countryOfCode, marketOf } from '../services/rules/region.ts';

/**
 * The country a person means by a code or by a country's name in their own language or English: its ISO 3166-1 alpha-2 code, or
 * the countries that a withdrawn code may mean today; null when it is neither.
 */
export function readCountry(text: string, locale: string): CountryCode | null {
  const typed = text.trim();
  // Plain letters only: folding case would make countries of others.
  if (/^[A-Za-z]{2}$/.test(typed)) {
    const code = typed.toUpperCase();
    const known = countryOfCode(code);
    if (known !== null) return known;
    return name(code, 'en') === null && marketOf(code) === null ? null : { kind: 'country', code };
  }
  const code = namesIn(locale).get(fold(typed)) ?? namesIn('en').get(fold(typed)) ?? null;
  return code === null ? null : { kind: 'country', code };
}

const known = new Map<string, ReadonlyMap<string, string>>();

function namesIn(locale: string): ReadonlyMap<string, string> {
  const cached = known.get(locale);
  if (cached !== undefined) return cached;
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Map<string, string>();
  for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
    const found = name(code, locale);
    // Withdrawn codes such as AN or SU carry the name of a country that came after them, and are none themselves.
    const standing = countryOfCode(code);
    const own = standing === null || (standing.kind === 'country' && standing.code === code);
    if (found !== null && own && !names.has(fold(found))) names.set(fold(found), code);
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
