import type { Entry } from './catalogue-files.ts';
import type { Glossary } from './glossary.ts';

/** What is wrong with a sentence, for somebody who mends it: `it/frame.json  frame.step: {{of}} is missing`. */
export type Fault = string;

const fault = ({ file, key }: Pick<Entry, 'file' | 'key'>, what: string): Fault => `${file}  ${key}: ${what}`;

/** The texts of start-up and of the doctor are for operators and told in English only: a translation may leave them out. */
export const isForOperators = (key: string): boolean => /^(?:console|start|connect|doctor)\./.test(key);

/** Which countries take another preposition than the rest is each language's own matter. */
const isOfOneLanguage = (key: string): boolean => key.startsWith('in-country.');

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The key of which a plural form is one; a key without forms is its own. */
export const baseOf = (key: string): string => key.replace(PLURAL, '');

const formOf = (key: string): string | null => PLURAL.exec(key)?.[1] ?? null;

/** Keys that one language has twice: the last file read would win. */
export function twice(entries: readonly Entry[]): readonly Fault[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const other = first.get(entry.key);
    first.set(entry.key, other ?? entry);
    return other === undefined ? [] : [fault(entry, `stands in ${other.file} as well`)];
  });
}

/** Keys that nobody says. */
export const unused = (entries: readonly Entry[], isSaid: (key: string) => boolean): readonly Fault[] =>
  entries.filter(({ key }) => !isSaid(baseOf(key)) && !isSaid(key)).map((entry) => fault(entry, 'nobody says it'));

/** Keys of English that a language lacks, keys that English does not have, and plural forms that it lacks or does not know. */
export function missing(language: string, entries: readonly Entry[], english: readonly Entry[]): readonly Fault[] {
  const there = new Set(entries.map(({ key }) => key));
  const bases = Map.groupBy(english, ({ key }) => baseOf(key));
  const lacking = [...bases].flatMap(([base, forms]) => {
    const [first] = forms;
    if (first === undefined || isForOperators(base) || isOfOneLanguage(base)) return [];
    const wanted = formsFor(language, forms);
    // A language may put a sentence into forms where English needs none, as long as a count is told.
    const hasOwnForms = formOf(first.key) === null && countsIn(first) && there.has(`${base}_other`);
    const needed = hasOwnForms ? formsFor(language, [{ ...first, key: `${base}_other` }]) : wanted;
    const file = first.file.replace(/^[^/]*/, language);
    return needed
      .filter((key) => !there.has(key))
      .map((key) => fault({ file, key }, `is missing: ${JSON.stringify(first.text)}`));
  });
  const tooMany = entries.flatMap((entry) => {
    const forms = bases.get(baseOf(entry.key));
    if (isOfOneLanguage(entry.key)) return [];
    if (forms === undefined) return [fault(entry, 'English has no such sentence')];
    const form = formOf(entry.key);
    if (form === null)
      return formOf(forms[0]?.key ?? '') === null ? [] : [fault(entry, 'has to be told in its plural forms')];
    if (formOf(forms[0]?.key ?? '') === null && !forms.some(countsIn))
      return [fault(entry, 'English has no plural here: no count is told')];
    return formsFor(language, [...forms, { ...entry, key: `${baseOf(entry.key)}_other` }]).includes(entry.key)
      ? []
      : [fault(entry, `${language} has no plural form "${form}"`)];
  });
  return [...lacking, ...tooMany];
}

const countsIn = ({ text }: Entry): boolean => /\{\{count\b/.test(text);

/** The keys that a language needs for a sentence with these forms in English: `_zero` is a wish of the sentence, the others are the language's. */
function formsFor(language: string, forms: readonly Entry[]): readonly string[] {
  const base = baseOf(forms[0]?.key ?? '');
  const names = forms.map(({ key }) => formOf(key)).filter((form) => form !== null);
  if (names.length === 0) return [base];
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const wanted = new Set([...pluralCategories, ...names.filter((form) => form === 'zero')]);
  return [...wanted].map((form) => `${base}_${form}`);
}

/** Forms that stand for several numbers and do not tell which: Russian `_one` is 1, 21 and 31. */
export function uncounted(language: string, entries: readonly Entry[], english: readonly Entry[]): readonly Fault[] {
  const original = new Map(english.map(({ key, text }) => [key, text]));
  const rules = new Intl.PluralRules(language);
  return entries.flatMap((entry) => {
    const form = formOf(entry.key);
    const base = baseOf(entry.key);
    const isCounted = /\{\{count\b/.test(original.get(`${base}_other`) ?? '');
    if (form === null || form === 'zero' || !isCounted || countsIn(entry)) return [];
    const numbers = ONE_TO_200.filter((n) => rules.select(n) === form);
    if (numbers.length < 2) return [];
    return [
      fault(
        entry,
        `does not tell {{count}}, though it stands for ${numbers.slice(0, 3).join(', ')}${numbers.length > 3 ? '…' : ''}`,
      ),
    ];
  });
}

/** Nothing is seldom counted: a sentence for which it is has a `_zero`. */
const ONE_TO_200 = Array.from({ length: 200 }, (_, i) => i + 1);

/** Placeholders that a sentence lacks, has too many or formats in another way than the English one. */
export function placeholders(entries: readonly Entry[], english: readonly Entry[]): readonly Fault[] {
  const bases = Map.groupBy(english, ({ key }) => baseOf(key));
  return entries.flatMap((entry) => {
    const forms = bases.get(baseOf(entry.key)) ?? [];
    if (forms.length === 0) return [];
    const own = new Set(placeholdersIn(entry.text));
    // The form of the same name tells best; where English has none (`few`), the general one.
    const model =
      forms.find(({ key }) => key === entry.key) ?? forms.find(({ key }) => key.endsWith('_other')) ?? forms[0];
    const known = new Set(forms.flatMap(({ text }) => placeholdersIn(text)));
    const wanted = new Set(placeholdersIn(model?.text ?? '').filter((name) => !COUNT.test(name)));
    return [
      ...[...wanted]
        .filter((name) => ![...own].some((one) => isSame(one, name)))
        .map((name) => fault(entry, `{{${name}}} is missing`)),
      ...[...own]
        .filter((name) => ![...known].some((one) => isSame(one, name)))
        .map((name) => fault(entry, `{{${name}}} is not in the English sentence`)),
      ...(/\{(?!\{)[^{}]*\}(?!\})|\{\{[^{}]*$|\$\{/.test(entry.text.replace(/\{\{[^{}]*\}\}/g, ''))
        ? [fault(entry, 'has a bracket too many or too few')]
        : []),
    ];
  });
}

/** `end, date` for `{{ end,date }}`. */
const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, inside = '']) =>
    inside
      .split(',')
      .map((part) => part.trim())
      .join(', '),
  );

/** One and two may be told in a word, and some sentences of one thing do without. */
const COUNT = /^count\b/;

/** A country is told with its preposition where the language needs one, and a list short or whole. */
const isSame = (a: string, b: string): boolean => general(a) === general(b);
const general = (placeholder: string): string => placeholder.replace(/, in$/, ', country');

/** Sentences that are the same as in English, though they hold more than names. */
export function untranslated(
  language: string,
  entries: readonly Entry[],
  english: readonly Entry[],
  { names, same }: Glossary,
): readonly Fault[] {
  const original = new Map(english.map(({ key, text }) => [key, text]));
  const known = new Set(same[language] ?? []);
  return entries
    .filter(
      ({ key, text }) =>
        text === (original.get(key) ?? original.get(`${baseOf(key)}_other`)) &&
        !isForOperators(key) &&
        !(isCity(key) && language !== 'ru') &&
        !known.has(text),
    )
    .filter(({ text }) => /\p{L}{3}/u.test(withoutNames(text, names)))
    .map((entry) => fault(entry, `is not translated: ${JSON.stringify(entry.text)}`));
}

/** Many a city is called the same everywhere that Latin letters are written. */
const isCity = (key: string): boolean => key.startsWith('zone.');

const withoutNames = (text: string, names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.replaceAll(name, ''), text.replace(/\{\{[^{}]*\}\}|https?:\S+/g, ''));

/** Sentences whose words for the terms of the field are others than the glossary's. */
export function terminology(
  language: string,
  entries: readonly Entry[],
  english: readonly Entry[],
  glossary: Glossary,
): readonly Fault[] {
  const original = new Map(english.map(({ key, text }) => [key, text]));
  const avoided = (glossary.avoid[language] ?? []).map((stem) => [stem, startOf([stem])] as const);
  return entries.flatMap((entry) => {
    const source = original.get(entry.key) ?? original.get(`${baseOf(entry.key)}_other`) ?? '';
    if (isForOperators(entry.key)) return [];
    const departs = Object.entries(glossary.terms).flatMap(([term, words]) => {
      const stems = words[language];
      if (stems === undefined || !hasTerm(source, words.en, words.not ?? []) || startOf(stems).test(entry.text))
        return [];
      return [
        fault(entry, `"${term}" is told in none of these words: ${stems.join(', ')} – ${JSON.stringify(entry.text)}`),
      ];
    });
    const forbidden = avoided.flatMap(([stem, found]) =>
      found.test(entry.text) ? [fault(entry, `"${stem}…" is not our word – ${JSON.stringify(entry.text)}`)] : [],
    );
    return [...departs, ...forbidden];
  });
}

function hasTerm(sentence: string, words: readonly string[], but: readonly string[]): boolean {
  const rest = but.reduce(
    (text, phrase) => text.replaceAll(new RegExp(`(?<!\\p{L})${escaped(phrase)}`, 'giu'), ''),
    sentence,
  );
  return new RegExp(`(?<!\\p{L})(?:${words.map(escaped).join('|')})s?(?!\\p{L})`, 'iu').test(
    rest.replace(/\{\{[^{}]*\}\}/g, ''),
  );
}

const startOf = (stems: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${stems.map(escaped).join('|')})`, 'iu');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Spaces, quotes and marks against the customs of the language. */
export function typography(language: string, entries: readonly Entry[]): readonly Fault[] {
  return entries.flatMap((entry) => {
    const { text } = entry;
    const plain = text.replace(/\{\{[^{}]*\}\}/g, 'X').replace(/https?:\S+/g, 'X');
    const wrong = [
      [/ {2}|\t/, 'has two spaces in a row'],
      [/^\s|\s$/, 'begins or ends with a space'],
      [/\s[,.;:!?](?!\w)/, 'has a space before a mark'],
      [/\.\.\.(?!\w)/, 'has three dots instead of one sign (…)'],
      [/\p{Ll} - \p{L}/u, 'has a hyphen for a dash (–)'],
      ...(FOREIGN_QUOTES[language] === undefined
        ? []
        : ([[FOREIGN_QUOTES[language], 'has quotation marks or an apostrophe of another kind']] as const)),
      ...(language === 'es'
        ? ([
            [/(?:^|[^¿])(?<!¿[^?]*)\?/, 'asks without ¿'],
            [/(?<!¡[^!]*)!/, 'calls without ¡'],
          ] as const)
        : []),
      ...(language === 'ru'
        ? ([[/[a-z][а-яё]|[а-яё][a-z]/iu, 'has Latin and Cyrillic letters in one word']] as const)
        : []),
    ] as const;
    if (isForOperators(entry.key)) return [];
    return wrong
      .filter(([pattern]) => pattern.test(plain))
      .map(([, what]) => fault(entry, `${what} – ${JSON.stringify(text)}`));
  });
}

/** What is not used where one kind was chosen: « » in Italian and Russian, “ ” in Spanish and Portuguese, the straight apostrophe. */
const FOREIGN_QUOTES: Readonly<Record<string, RegExp>> = {
  it: /["“”„’]/,
  ru: /["“”’]/,
  es: /["«»„’]/,
  'pt-BR': /["«»„’]/,
};
