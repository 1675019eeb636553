import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Choice } from './blocks.ts';
import { formatCountry } from './formats.ts';
import type { Speaker } from './speaker.ts';

/**
 * Time zones to choose from, as somebody looks for them: `GMT+3 · Moscow, Russia`, in the order of their clocks as they stand at `now`
 * (ISO instant), west to east. `own` are always among them, under the names they came with.
 */
export function zoneChoices(say: Speaker, own: readonly string[], now: string): readonly Choice[] {
  const byZone = new Map([...ZONES.keys(), ...own.toReversed()].map((zone) => [canonical(zone), zone]));
  return [...byZone.values()]
    .map((zone) => ({ zone, minutes: minutesFromUtc(zone, now), name: zoneName(say, zone) }))
    .sort((a, b) => a.minutes - b.minutes || a.name.localeCompare(b.name, say.locale))
    .map(({ zone, minutes, name }) => ({ title: `${offset(minutes)} · ${name}`, value: zone }));
}

/** A city and its country, in the reader's language; a zone that is not on the list by its own name. */
function zoneName(say: Speaker, zone: string): string {
  listed ??= new Map([...ZONES.keys()].map((one) => [canonical(one), one]));
  const name = listed.get(canonical(zone));
  const country = name === undefined ? undefined : ZONES.get(name);
  if (name === undefined || country === undefined) return zone.replaceAll('_', ' ');
  return `${say.plain(`zone.${name}`)}, ${formatCountry(say.locale, country)}`;
}

/** The one name of a zone with several: `Europe/Kiev` and `Europe/Kyiv` are one. */
export function canonical(zone: string): string {
  const known = CANONICAL.get(zone);
  if (known !== undefined) return known;
  const name = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  CANONICAL.set(zone, name);
  return name;
}

/** A format of the platform takes milliseconds to make, and a card names eighty zones. */
const CANONICAL = new LRUCache<string, string>({ max: 500 });

/** The zones of the list by their one name. */
let listed: ReadonlyMap<string, string> | null = null;

const minutesFromUtc = (zone: string, now: string): number =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).offsetNanoseconds / 60_000_000_000;

/** `GMT+5:45`. */
function offset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `GMT${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** By IANA name, the country (ISO) whose people look for it. The cities are `zone.<name>` of the catalogue. */
export const ZONES: ReadonlyMap<string, string> = new Map([
  ['Pacific/Auckland', 'NZ'],
  ['Australia/Sydney', 'AU'],
  ['Australia/Brisbane', 'AU'],
  ['Australia/Perth', 'AU'],
  ['Asia/Kamchatka', 'RU'],
  ['Asia/Magadan', 'RU'],
  ['Asia/Vladivostok', 'RU'],
  ['Asia/Yakutsk', 'RU'],
  ['Asia/Irkutsk', 'RU'],
  ['Asia/Krasnoyarsk', 'RU'],
  ['Asia/Novosibirsk', 'RU'],
  ['Asia/Omsk', 'RU'],
  ['Asia/Yekaterinburg', 'RU'],
  ['Europe/Samara', 'RU'],
  ['Europe/Moscow', 'RU'],
  ['Europe/Kaliningrad', 'RU'],
  ['Europe/Minsk', 'BY'],
  ['Europe/Kyiv', 'UA'],
  ['Europe/Chisinau', 'MD'],
  ['Asia/Tbilisi', 'GE'],
  ['Asia/Yerevan', 'AM'],
  ['Asia/Baku', 'AZ'],
  ['Asia/Tashkent', 'UZ'],
  ['Asia/Almaty', 'KZ'],
  ['Asia/Bishkek', 'KG'],
  ['Asia/Tokyo', 'JP'],
  ['Asia/Singapore', 'SG'],
  ['Asia/Hong_Kong', 'HK'],
  ['Asia/Kolkata', 'IN'],
  ['Asia/Dubai', 'AE'],
  ['Asia/Jerusalem', 'IL'],
  ['Europe/Istanbul', 'TR'],
  ['Europe/Athens', 'GR'],
  ['Europe/Bucharest', 'RO'],
  ['Europe/Helsinki', 'FI'],
  ['Europe/Riga', 'LV'],
  ['Europe/Vilnius', 'LT'],
  ['Europe/Tallinn', 'EE'],
  ['Europe/Warsaw', 'PL'],
  ['Europe/Belgrade', 'RS'],
  ['Europe/Berlin', 'DE'],
  ['Europe/Zurich', 'CH'],
  ['Europe/Vienna', 'AT'],
  ['Europe/Rome', 'IT'],
  ['Europe/Paris', 'FR'],
  ['Europe/Madrid', 'ES'],
  ['Europe/London', 'GB'],
  ['Europe/Dublin', 'IE'],
  ['Europe/Lisbon', 'PT'],
  ['Atlantic/Canary', 'ES'],
  ['Atlantic/Azores', 'PT'],
  ['Africa/Johannesburg', 'ZA'],
  ['Africa/Maputo', 'MZ'],
  ['Africa/Luanda', 'AO'],
  ['Africa/Nairobi', 'KE'],
  ['America/Noronha', 'BR'],
  ['America/Sao_Paulo', 'BR'],
  ['America/Argentina/Buenos_Aires', 'AR'],
  ['America/Montevideo', 'UY'],
  ['America/Asuncion', 'PY'],
  ['America/Santiago', 'CL'],
  ['America/La_Paz', 'BO'],
  ['America/Caracas', 'VE'],
  ['America/Manaus', 'BR'],
  ['America/Santo_Domingo', 'DO'],
  ['America/Bogota', 'CO'],
  ['America/Lima', 'PE'],
  ['America/Guayaquil', 'EC'],
  ['America/Panama', 'PA'],
  ['America/Rio_Branco', 'BR'],
  ['America/Guatemala', 'GT'],
  ['America/Costa_Rica', 'CR'],
  ['America/Mexico_City', 'MX'],
  ['America/Tijuana', 'MX'],
  ['America/New_York', 'US'],
  ['America/Chicago', 'US'],
  ['America/Denver', 'US'],
  ['America/Los_Angeles', 'US'],
  ['America/Toronto', 'CA'],
  ['America/Vancouver', 'CA'],
]);
