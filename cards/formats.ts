import { Temporal } from 'temporal-polyfill';

/** A calendar date (or the UTC day of an instant) in words: `31 December 2026`. What is no date is given back as it is. */
export function formatDate(locale: string, iso: string): string {
  return dateIn(locale, iso, { dateStyle: 'long' });
}

/** The same, short enough for a table: `31 Dec 2026`. */
export function formatShortDate(locale: string, iso: string): string {
  return dateIn(locale, iso, { dateStyle: 'medium' });
}

/** Name of a country by its ISO 3166-1 alpha-2 code; a code nobody knows is given back as it is. */
export function formatCountry(locale: string, code: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([usable(locale)], { type: 'region', fallback: 'code' }).of(code.toUpperCase()) ?? code;
}

export function formatNumber(locale: string, value: unknown): string {
  return typeof value === 'number' ? new Intl.NumberFormat(usable(locale)).format(value) : String(value);
}

/** `A, B and C`. A text of several lines is a list of them, because a sentence's values are single ones. */
export function formatList(
  locale: string,
  value: unknown,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  const items = Array.isArray(value) ? value.map(String) : String(value).split('\n');
  return new Intl.ListFormat(usable(locale), { type }).format(items);
}

/** An amount of money; without a known currency the bare number. */
export function formatMoney(locale: string, amount: number, currency: string | null): string {
  if (currency === null || !/^[A-Za-z]{3}$/.test(currency)) return formatNumber(locale, amount);
  return new Intl.NumberFormat(usable(locale), { style: 'currency', currency }).format(amount);
}

/** Locales come from the client: one that is no BCP 47 tag must not throw. */
function usable(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function dateIn(locale: string, iso: string, style: Intl.DateTimeFormatOptions): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(iso)) return iso;
  try {
    return Temporal.PlainDate.from(iso.slice(0, 10)).toLocaleString(usable(locale), style);
  } catch {
    return iso;
  }
}
