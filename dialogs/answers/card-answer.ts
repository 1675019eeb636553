import { VERBS } from '../../cards/verbs.ts';
import { readCountry } from '../country.ts';
import { type DateReader, readDate } from '../dates/read-date.ts';
import { fold } from '../understanding/fold.ts';
import type { Lexicon } from '../understanding/lexicon.ts';
import { readMessage } from '../understanding/tokens.ts';
import type { CardButton, CardField, CardQuestion } from './card-question.ts';
import { readTitle } from './choice.ts';
import { readNumber } from './number.ts';
import { REPLY_VERBS, readsInput, takesOf } from './replies.ts';
import { isAsked, isDoubted, LONGEST_REPLY, repliesIn } from './reply-phrase.ts';
import { readYesNo } from './yes-no.ts';

/** What a message means to a card whose buttons it may press. */
export type CardAnswer = { readonly button: CardButton } & (
  | { readonly kind: 'press'; readonly inputs: Inputs }
  /** Part of what the button sends: it is put into the card, to be looked at and sent. */
  | { readonly kind: 'fill'; readonly inputs: Inputs }
  /** It cannot be taken back. */
  | { readonly kind: 'press-yourself' }
  /** The button sends what is chosen on the card, and nobody but the card knows that. */
  | { readonly kind: 'fill-in-first' }
  /** The card asks for it more than once. */
  | { readonly kind: 'which-input' }
  | { readonly kind: 'which-day' }
  | { readonly kind: 'two-days'; readonly typed: string; readonly days: readonly [string, string] }
  /** It was asked whether the button is meant, and it is not. */
  | { readonly kind: 'not-meant' }
  /** It has to be asked whether the button is meant. */
  | { readonly kind: 'do-you-mean'; readonly inputs: Inputs }
);

export type Inputs = Readonly<Record<string, string>>;

/** A value that was written, for the one input it can be meant for. */
type Value =
  | { readonly kind: 'value'; readonly field: string; readonly value: string }
  | { readonly kind: 'day'; readonly value: string }
  | { readonly kind: 'two-days'; readonly typed: string; readonly days: readonly [string, string] }
  | { readonly kind: 'which-input' };

/**
 * What a message means to a card for sure: the title of a button word by word, or what people say in its place (`sent`, `done`, `later`),
 * with a day or a number beside it where the button wants one. It goes before a command, which the same words may be elsewhere. Pure.
 *
 * @returns null: nothing for sure
 */
export function readReply(
  text: string,
  question: CardQuestion,
  reader: DateReader,
  lexicon: Lexicon,
): CardAnswer | null {
  if (text.length > LONGEST_REPLY || isDoubted(text)) return null;
  const words = wordsOf(text).join(' ');
  const titled = only(question.buttons.filter(({ title }) => words !== '' && wordsOf(title).join(' ') === words));
  // `Done?` asks, and `What can I say?` is a title.
  if (titled !== null && isAsked(text) && !isAsked(titled.title)) return null;
  if (titled !== null) return chosen(titled, {}, question);
  const country = countryIn(text, question, reader, lexicon);
  if (country !== null) return country;
  for (const { topic, rest, silent } of repliesIn(text, question.about, lexicon)) {
    const button = buttonFor(REPLY_VERBS[topic], question, topic === 'back');
    if (button === null) continue;
    const inputs = button.verb === VERBS.reminderAssign ? { person: 'me' } : {};
    const value = rest === '' ? null : beside(rest, button, question, reader, lexicon);
    if (value !== null) return withValue(button, value, inputs, question);
    if (silent) return chosen(button, inputs, question);
  }
  return null;
}

/** The country that a card asks for. `No` is the code of one, too. */
function countryIn(text: string, question: CardQuestion, reader: DateReader, lexicon: Lexicon): CardAnswer | null {
  const button = only(question.buttons.filter(({ verb }) => verb === VERBS.setCountry));
  if (button === null || (text !== text.toUpperCase() && readYesNo(text, lexicon) !== null)) return null;
  const country = readCountry(text, reader.locale);
  return country?.kind === 'country' ? chosen(button, { country: country.code }, question) : null;
}

/**
 * What a message that is nothing else may mean to a card: a day, a number or a choice it asks for, part of a title, a yes or a no. Pure.
 *
 * @returns null: nothing that is known
 */
export function readLoosely(
  text: string,
  question: CardQuestion,
  reader: DateReader,
  lexicon: Lexicon,
): CardAnswer | null {
  if (text.length > LONGEST_REPLY || isDoubted(text)) return null;
  const yesNo = answered(text, question, lexicon);
  if (yesNo !== null || isAsked(text)) return yesNo;
  const unnamed = withoutName(text, question.about);
  const values = question.buttons
    .filter(({ sends }) => sends)
    .flatMap((button) => {
      const value = valueIn(unnamed, fieldsOf(button, question), button, reader, lexicon);
      return value === null ? [] : [withValue(button, value, {}, question)];
    });
  const [first] = values;
  if (first !== undefined) return only(values) ?? { kind: 'which-input', button: first.button };
  const titles = question.buttons.filter(({ title }) => isPartOf(text, title, lexicon));
  const titled = only(titles);
  if (titled === null) return null;
  return asked(chosen(titled, {}, question));
}

/**
 * Yes means the button that was asked about, or what waits for one, or else the one thing to do on the card of a move, if only the person says so themselves. No means the way
 * back where something else waits for a yes.
 */
function answered(text: string, question: CardQuestion, lexicon: Lexicon): CardAnswer | null {
  const { meant, buttons, about } = question;
  const yesNo = isAsked(text) ? null : readYesNo(text, lexicon);
  if (yesNo === 'yes') {
    if (meant !== undefined) return { kind: 'press', button: meant.button, inputs: meant.inputs };
    // `Done` is a yes as well, where no button says that something is done it means none.
    if (repliesIn(text, about, lexicon).length > 0) return null;
    const waiting = only(buttons.filter(({ verb, data }) => takesOf(verb) === 'pressed' && 'moveId' in data));
    if (waiting !== null) return chosen(waiting, {}, question);
    // `Shall I always speak Russian with you?`
    const language = only(buttons.filter(({ verb }) => verb === VERBS.setLanguage));
    if (language !== null) return chosen(language, {}, question);
    const primary = only(buttons.filter((button) => button.primary && 'moveId' in button.data));
    return primary === null ? null : asked(chosen(primary, {}, question));
  }
  if (yesNo === 'no' && meant !== undefined) return { kind: 'not-meant', button: meant.button };
  const back = yesNo === 'no' ? buttonFor([VERBS.openMove], question, true) : null;
  return back === null ? null : chosen(back, {}, question);
}

/** What would be pressed is asked about first. */
const asked = (answer: CardAnswer): CardAnswer =>
  answer.kind === 'press' ? { kind: 'do-you-mean', button: answer.button, inputs: answer.inputs } : answer;

function withValue(button: CardButton, value: Value, inputs: Inputs, question: CardQuestion): CardAnswer {
  switch (value.kind) {
    case 'two-days':
    case 'which-input':
      return { ...value, button };
    case 'day':
      return chosen(button, { ...inputs, days: value.value }, question);
    case 'value':
      return chosen(button, { ...inputs, [value.field]: value.value }, question);
  }
}

/** A button that is meant, with what was written for its inputs. What somebody chose on the card itself is not known here. */
function chosen(button: CardButton, inputs: Inputs, question: CardQuestion): CardAnswer {
  const { verb } = button;
  if (takesOf(verb) === 'pressed') return { kind: 'press-yourself', button };
  const missing = fieldsOf(button, question).filter(
    ({ id, required, value }) => !(id in inputs) && (required || value !== ''),
  );
  if (missing.length === 0) return { kind: takesOf(verb) === 'asked' ? 'do-you-mean' : 'press', button, inputs };
  const [first] = missing;
  if (missing.length === 1 && (first?.kind === 'date' || verb === VERBS.reminderSnooze))
    return { kind: 'which-day', button };
  if (Object.keys(inputs).length === 0) return { kind: 'fill-in-first', button };
  const drawn = Object.fromEntries(fieldsOf(button, question).map(({ id, value }) => [id, value]));
  return { kind: 'fill', button, inputs: { ...drawn, ...inputs } };
}

const fieldsOf = ({ verb, sends }: CardButton, { fields }: CardQuestion): readonly CardField[] =>
  sends ? fields.filter(({ id }) => readsInput(verb, id)) : [];

/** The value in a text for the only input it fits; a day puts a reminder off that lets itself be put off. */
function valueIn(
  text: string,
  fields: readonly CardField[],
  { verb }: CardButton,
  reader: DateReader,
  lexicon: Lexicon,
): Value | null {
  const dates = fields.filter(({ kind }) => kind === 'date');
  const wantsDay = verb === VERBS.reminderSnooze;
  const date = dates.length > 0 || wantsDay ? readDate(text, reader, lexicon) : null;
  if (date?.kind === 'ambiguous') {
    const [first, second] = date.dates;
    return { kind: 'two-days', typed: text.trim(), days: [first.toString(), second.toString()] };
  }
  if (date !== null && wantsDay) return { kind: 'day', value: date.date.toString() };
  const fits: { readonly field: string; readonly value: string }[] = [];
  if (date !== null) fits.push(...dates.map(({ id }) => ({ field: id, value: date.date.toString() })));
  const number = readNumber(text, lexicon);
  const numbers = number === null ? [] : fields.filter(({ kind }) => kind === 'number');
  fits.push(...numbers.map(({ id }) => ({ field: id, value: String(number) })));
  for (const { id, kind, choices } of fields) {
    if (kind !== 'choice' || number !== null || date !== null) continue;
    const index = readTitle(
      text,
      choices.map(({ title }) => title),
    );
    const choice = index === null ? undefined : choices[index];
    if (choice !== undefined) fits.push({ field: id, value: choice.value });
  }
  const [fit, ...others] = fits;
  if (fit === undefined) return null;
  return others.length === 0 ? { kind: 'value', ...fit } : { kind: 'which-input' };
}

const beside = (
  rest: string,
  button: CardButton,
  question: CardQuestion,
  reader: DateReader,
  lexicon: Lexicon,
): Value | null =>
  valueIn(rest, fieldsOf(button, question), button, reader, lexicon) ?? ticketIn(rest, button, question);

/** The number of a ticket beside the word that it was opened: `asked for it, ticket 2410-77`. */
function ticketIn(text: string, button: CardButton, question: CardQuestion): Value | null {
  const field = only(fieldsOf(button, question).filter(({ kind }) => kind === 'text'));
  const numbers = text.split(/\s+/u).filter((word) => /\d{3}/u.test(word));
  const number = only(numbers);
  return field === null || number === null ? null : { kind: 'value', field: field.id, value: number };
}

/** The first of some verbs whose button stands once on the card. The way back is none where the card only goes on. */
function buttonFor(verbs: readonly string[], { buttons }: CardQuestion, back: boolean): CardButton | null {
  if (back && !buttons.some(({ verb }) => takesOf(verb) === 'pressed' || verb === VERBS.saveOriginal)) return null;
  for (const verb of verbs) {
    const button = only(buttons.filter((one) => one.verb === verb));
    if (button !== null) return button;
  }
  return null;
}

const wordsOf = (text: string): readonly string[] => readMessage(text).tokens.map(({ word }) => fold(word));

/** Without the name of what the card is about: `Contoso in 3 days`. */
function withoutName(text: string, about: string): string {
  const at = about.length < 2 ? -1 : text.toLowerCase().indexOf(about.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)} ${text.slice(at + about.length)}`.trim();
}

/** A text that is at least half of a title, slips allowed, and nothing else; no word of it denies it. */
function isPartOf(text: string, title: string, { languages }: Lexicon): boolean {
  const titled = new Set(wordsOf(title));
  const denied = wordsOf(text).some((word) => !titled.has(word) && languages.some(({ against }) => against.has(word)));
  if (denied) return false;
  const telling = wordsOf(title).filter((word) => word.length > 3);
  const typed = wordsOf(text).filter((word) => word.length > 3);
  return 2 * typed.length >= telling.length && typed.length > 0 && readTitle(text, [title]) !== null;
}

const only = <T>(many: readonly T[]): T | null => (many.length === 1 ? (many[0] ?? null) : null);
