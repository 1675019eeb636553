import type { SentenceParams } from '../services/errors.ts';
import type { Verdict } from '../services/rules/verdict.ts';
import { errorKey } from './error-sentence.ts';
import { clip, escapeMarkdown } from './escape.ts';
import { formatCountry, formatDate, formatMoment, formatNumber, formatShortDate } from './formats.ts';
import { formatLocale, hasSentence, plainSentence, sentence } from './language.ts';
import { ROOMY, type Room } from './room.ts';
import type { Sentence } from './view.ts';

/** The catalogue in one reader's language, for one drawing. Names are cut to the drawing's room. */
export interface Speaker {
  /** In which dates and numbers are told. */
  readonly locale: string;
  readonly room: Room;
  /** For the text of a card: values escaped. */
  md(key: string, params?: SentenceParams): string;
  /** For labels, titles and notifications: as it is. */
  plain(key: string, params?: SentenceParams): string;
  /** A sentence from elsewhere, escaped; values that are codes of ours (a refusal, a command) are put into words. */
  told(told: Sentence): string;
  toldPlain(told: Sentence): string;
  /** A verdict's sentence, escaped. */
  verdict(verdict: Verdict): string;
  verdictPlain(verdict: Verdict): string;
  /** The next thing to do about a verdict, escaped; empty where there is nothing. */
  verdictAction(verdict: Verdict): string;
  /** A word of a family such as `source` or `role`, plain; one the catalogue does not have is shown as it came. */
  word(family: string, word: string): string;
  /** Customer data alone in a text: cut and escaped. */
  name(text: string): string;
  /** Customer data alone where plain text is shown: cut. */
  plainName(text: string): string;
  date(iso: string | null): string;
  shortDate(iso: string | null): string;
  /** An instant by the reader's clock. */
  moment(iso: string | null): string;
  country(code: string | null): string;
  number(value: number | null): string;
  yesNo(value: boolean | null): string;
}

/** @param timeZone IANA name; in which instants are told */
export function speaker(locale: string, room: Room = ROOMY, timeZone = 'UTC'): Speaker {
  // The word that is kept in place of a name which Teams left out was English when it was kept.
  const named = (text: string) => (text === UNNAMED ? plainSentence(locale, 'word.somebody') : text);
  const fitted = (params: SentenceParams = {}): SentenceParams =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? clipEach(named(value), room.name) : value,
      ]),
    );
  const values = (params: SentenceParams = {}) => readable(locale, fitted(params));
  const formats = formatLocale(locale);
  const unknown = plainSentence(locale, 'word.unknown');
  const say: Speaker = {
    locale: formats,
    room,
    md: (key, params) => sentence(locale, key, fitted(params), timeZone),
    plain: (key, params) => plainSentence(locale, key, fitted(params), timeZone),
    told: ({ key, params }) => sentence(locale, key, values(params), timeZone),
    toldPlain: ({ key, params }) => plainSentence(locale, key, values(params), timeZone),
    verdict: ({ code, params }) => sentence(locale, `verdict.${code}`, values(params)),
    verdictPlain: ({ code, params }) => plainSentence(locale, `verdict.${code}`, values(params)),
    verdictAction: ({ code, params }) => {
      const key = `verdictAction.${code}`;
      return hasSentence(key) ? sentence(locale, key, values(params)) : '';
    },
    word: (family, word) => {
      const key = `${family}.${word}`;
      return hasSentence(key) ? plainSentence(locale, key) : clip(word, room.name);
    },
    name: (text) => escapeMarkdown(clip(named(text), room.name)),
    plainName: (text) => clip(named(text), room.name),
    date: (iso) => (iso === null ? unknown : formatDate(formats, iso)),
    shortDate: (iso) => (iso === null ? unknown : formatShortDate(formats, iso)),
    moment: (iso) => (iso === null ? unknown : formatMoment(formats, iso, timeZone)),
    country: (code) => (code === null ? unknown : formatCountry(formats, code)),
    number: (value) => (value === null ? unknown : formatNumber(formats, value)),
    yesNo: (value) => plainSentence(locale, value === null ? 'word.unknown' : value ? 'word.yes' : 'word.no'),
  };
  return say;
}

/** What stands for a person whose name is not known, as it is kept: each reader gets it in their own language. */
export const UNNAMED = plainSentence('en', 'word.somebody');

/** A value of several lines is a list of names. */
const clipEach = (value: string, length: number): string =>
  value
    .split('\n')
    .map((item) => clip(item, length))
    .join('\n');

/** Values that are codes of ours are said in words: why an order was refused, what somebody did last. */
function readable(locale: string, params: SentenceParams): SentenceParams {
  const { reason, command, roles } = params;
  return {
    ...params,
    ...(typeof roles === 'string' && { roles: roles.split('\n').map(roleName(locale)).join('\n') }),
    ...(typeof reason === 'string' && isCode(reason) && { reason: plainSentence(locale, errorKey(reason)) }),
    ...(typeof command === 'string' && { command: plainSentence(locale, commandKey(command)) }),
  };
}

const roleName = (locale: string) => (role: string) =>
  hasSentence(`role.${role}`) ? plainSentence(locale, `role.${role}`) : role;

const isCode = (word: string): boolean => hasSentence(`error.${word}`) || /^[a-z]+\.[a-z0-9.-]+$/.test(word);

const commandKey = (command: string): string => (hasSentence(`did.${command}`) ? `did.${command}` : 'did.something');
