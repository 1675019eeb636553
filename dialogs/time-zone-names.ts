import { plainSentence } from '../cards/language.ts';
import { LANGUAGES } from '../cards/languages.ts';
import { canonical, ZONES } from '../cards/time-zones.ts';
import { timeZoneNamed } from '../services/reminders/team-settings.ts';
import { folded } from '../services/store/search-text.ts';

/**
 * The time zone somebody means: its IANA name in any letters, or a city (or, where a country has one clock, the country) by which it is
 * called in any of the product's languages: `Europe/Rome`, `Roma`, `buenos aires`, `Алматы`. Null: none, or one of several.
 */
export function zoneMeant(typed: string): string | null {
  const named = timeZoneNamed(typed.trim());
  if (named !== null) return named;
  const wanted = wordsOf(typed);
  // Two letters are a beginning of too much.
  if (wanted.length < SHORTEST) return null;
  names ??= namesOfZones();
  const exact = names.filter(({ name }) => name === wanted);
  const likely = exact.length > 0 ? exact : names.filter(({ name }) => ` ${name} `.includes(` ${wanted} `));
  const zones = new Set(likely.length > 0 ? likely.map(({ zone }) => zone) : formerNames(wanted));
  const [only] = zones;
  return zones.size === 1 && only !== undefined ? only : null;
}

/** Zones of several names are listed under one; the calendar knows the others as well (`Kathmandu`, which is listed as `Katmandu`). */
const formerNames = (wanted: string): readonly string[] =>
  CONTINENTS.flatMap((continent) => timeZoneNamed(`${continent}/${wanted.replaceAll(' ', '_')}`) ?? []);

const CONTINENTS = [...new Set(Intl.supportedValuesOf('timeZone').map((zone) => zone.split('/')[0] ?? zone))];

const SHORTEST = 3;

interface Named {
  readonly zone: string;
  readonly name: string;
}

/** Made when it is first needed: it takes a quarter of a second, and hardly anybody types a city. */
let names: readonly Named[] | undefined;

/** What each zone is called: the end of its own name, the city of the catalogue, and what the locales call its clock (`Ora Mosca`). */
function namesOfZones(): readonly Named[] {
  const all = Intl.supportedValuesOf('timeZone').flatMap((zone): readonly Named[] => [
    { zone, name: wordsOf(zone.split('/').at(-1) ?? zone) },
    ...LANGUAGES.map((locale) => ({ zone, name: wordsOf(clockName(locale, zone)) })),
  ]);
  const cities = [...ZONES.keys()].flatMap((zone) => [
    { zone, name: wordsOf(zone.split('/').at(-1) ?? zone) },
    ...LANGUAGES.map((locale) => ({ zone, name: wordsOf(plainSentence(locale, `zone.${zone}`)) })),
  ]);
  const listed = new Map([...ZONES.keys()].map((zone) => [canonical(zone), zone]));
  return [...all.map(({ zone, name }) => ({ zone: listed.get(canonical(zone)) ?? zone, name })), ...cities];
}

const clockName = (locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortGeneric' })
    .formatToParts(0)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** The words of a name, folded, with one space between. */
const wordsOf = (name: string): string => (folded(name).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
