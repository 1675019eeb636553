import { readdirSync, readFileSync } from 'node:fs';
import i18next, { type i18n } from 'i18next';
import type { SentenceParams } from '../services/errors.ts';
import { elided } from './elision.ts';
import { clip, escapeMarkdown } from './escape.ts';
import { formatCountry, formatDate, formatList, formatMoment, formatNumber } from './formats.ts';

/**
 * The sentence of a key for the text of a card: values in it are escaped for Adaptive Card markdown.
 * The catalogue may format a value: `{{end, date}}`, `{{until, moment}}` (an instant in the time zone), `{{country, country}}`, `{{seats, number}}`, `{{plans, list}}`,
 * `{{roles, any}}` (one of a list), `{{services, few}}` (a long list cut), `{{country, in}}` (with its preposition), `{{codes, countries}}` (one of them),
 * `{{reason, why}}` (the sentence of an error's code).
 *
 * A key no language knows gives a neutral sentence and is reported to `whenMissing`: a reader is never shown a key.
 */
export function sentence(locale: string, key: string, params: SentenceParams = {}, timeZone = 'UTC'): string {
  return say(locale, key, params, timeZone, { escapeValue: true });
}

/** The same for places that show plain text: labels, choice and button titles, notifications, e-mails. */
export function plainSentence(locale: string, key: string, params: SentenceParams = {}, timeZone = 'UTC'): string {
  return say(locale, key, params, timeZone, { escapeValue: false });
}

/** Whether the catalogue has a sentence for a key (English has them all). */
export function hasSentence(key: string): boolean {
  return catalogue.exists(key) || catalogue.exists(key, { count: 1 });
}

/** The catalogue's language for a reader: `it-IT` reads Italian, `pt-PT` Brazilian Portuguese, an unknown one English. */
export function languageOf(locale: string): string {
  const wanted = locale.toLowerCase();
  const exact = LANGUAGES.find((l) => l.toLowerCase() === wanted);
  const related = LANGUAGES.find((l) => l.split('-')[0]?.toLowerCase() === wanted.split('-')[0] && l !== PSEUDO);
  return exact ?? related ?? 'en';
}

/**
 * The locale in which dates, countries and numbers are told: the reader's own where the catalogue speaks that language
 * (`en-GB` keeps its dates), else the catalogue's, so that no sentence mixes two languages.
 */
export function formatLocale(locale: string): string {
  const language = languageOf(locale);
  return locale.split('-')[0]?.toLowerCase() === language.split('-')[0] ? locale : language;
}

/**
 * The locale to speak in when somebody chose a language: the told one as long as it is of that language (`en-GB` keeps its dates for who
 * chose English). A language that is not of the catalogue (any more) counts as not chosen.
 */
export function localeFor(chosen: string | null, told: string): string {
  if (chosen === null || !LANGUAGES.includes(chosen)) return told;
  // Of a language with a region only that one was chosen: European Portuguese is told dates of its own.
  return languageOf(told) === chosen && !chosen.includes('-') && hasLanguage(told, chosen) ? told : chosen;
}

const hasLanguage = (locale: string, language: string): boolean =>
  locale.split('-')[0]?.toLowerCase() === language.toLowerCase();

/** Told of every key or value a sentence needed and did not get, and of every sentence that was told in English for want of a translation. Tests throw here, the bot writes to its log. */
export function whenMissing(listener: (what: string) => void): void {
  missing = listener;
}

/** Only who asks for it by its whole name reads it. */
const PSEUDO = 'en-XA';

let missing: (what: string) => void = () => {};

/** Another language beside those of the folder, from now on in this process: a made-up one for tests (`cards/pseudo.ts`). */
export function speakAlso(language: string, sentences: Readonly<Record<string, string>>): void {
  catalogue.addResourceBundle(language, 'translation', sentences);
  if (!LANGUAGES.includes(language)) LANGUAGES.push(language);
}

const FOLDER = new URL('./strings/', import.meta.url);
const LANGUAGES: string[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const catalogue = load();

function say(
  locale: string,
  key: string,
  params: SentenceParams,
  zone: string,
  interpolation: { escapeValue: boolean },
): string {
  const lng = languageOf(locale);
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === 'number' || typeof value === 'string' ? value : word(lng, value);
  }
  const reader = formatLocale(locale);
  const { res, usedLng } = catalogue.t(key, { ...values, lng, reader, zone, interpolation, returnDetails: true });
  // English is better than nothing, but nobody should have to find out by reading it.
  if (usedLng !== lng && hasSentence(key)) missing(`${lng}: ${key}`);
  return elided(lng, res);
}

function word(lng: string, value: boolean | null | undefined): string {
  const key = value === true ? 'word.yes' : value === false ? 'word.no' : 'word.unknown';
  return catalogue.t(key, { lng });
}

function load(): i18n {
  const instance = i18next.createInstance();
  void instance.init({
    initAsync: false,
    lng: 'en',
    fallbackLng: 'en',
    resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: sentencesOf(language) }])),
    keySeparator: false,
    nsSeparator: false,
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => missing(key),
    parseMissingKeyHandler: (key) => (key === NO_SENTENCE ? '' : instance.t(NO_SENTENCE)),
    missingInterpolationHandler: (text: string, match: readonly string[]) => {
      missing(`${match[0]} in "${text}"`);
      return '';
    },
    interpolation: { escape: (text: unknown) => escapeMarkdown(String(text)), skipOnVariables: true },
  });
  const { formatter } = instance.services;
  if (formatter === undefined) throw new Error('i18next has no formatter');
  formatter.add('date', (value, lng, options) => formatDate(options.reader ?? lng, String(value)));
  formatter.add('moment', (value, lng, options) => formatMoment(options.reader ?? lng, String(value), options.zone));
  formatter.add('country', (value, lng, options) => formatCountry(options.reader ?? lng, String(value)));
  formatter.add('in', (value, lng = 'en', options) => {
    const country = formatCountry(options.reader ?? lng, String(value));
    const own = `in-country.${String(value).toUpperCase()}`;
    // Which countries take another preposition is each language's own: English has to answer for nobody else.
    return instance.t(instance.getResource(lng, 'translation', own) === undefined ? 'in-country' : own, {
      lng,
      country,
      interpolation: { escapeValue: false },
    });
  });
  formatter.add('countries', (value, lng, options) => {
    const names = String(value)
      .split('\n')
      .map((code) => formatCountry(options.reader ?? lng, code));
    return formatList(options.reader ?? lng, names, 'disjunction');
  });
  formatter.add('number', (value, lng, options) => formatNumber(options.reader ?? lng, value));
  formatter.add('list', (value, lng, options) => formatList(options.reader ?? lng, value));
  formatter.add('any', (value, lng, options) =>
    formatList(options.reader ?? lng, String(value).split('\n'), 'disjunction'),
  );
  formatter.add('few', (value, lng, options) => {
    const more = (count: number) => instance.t('word.more', { lng, count });
    return formatList(options.reader ?? lng, shortened(String(value).split('\n'), more));
  });
  formatter.add('why', (value, lng = 'en') => {
    const key = `error.${String(value)}`;
    return instance.exists(key) ? instance.t(key, { lng }) : String(value);
  });
  formatter.add('clip', (value) => clip(String(value), 60));
  return instance;
}

/** A sentence names the first few of a long list and how many more there are: all of them stand elsewhere. */
function shortened(items: readonly string[], more: (count: number) => string): readonly string[] {
  if (items.length <= MOST_NAMED + 1) return items;
  return [...items.slice(0, MOST_NAMED), more(items.length - MOST_NAMED)];
}

const MOST_NAMED = 5;

const NO_SENTENCE = 'frame.no-sentence';

/** All files of a language as one flat list; a file may nest its keys, `a: { b: … }` is the same as `a.b`. */
export function sentencesOf(language: string): Readonly<Record<string, string>> {
  const folder = new URL(`${language}/`, FOLDER);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.assign({}, ...files.map((name) => flatten(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))));
}

function flatten(node: object, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(node).map(([key, value]) =>
      typeof value === 'object' && value !== null
        ? flatten(value, `${prefix}${key}.`)
        : { [`${prefix}${key}`]: String(value) },
    ),
  );
}
