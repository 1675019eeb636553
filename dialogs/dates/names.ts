import { monthNames } from '../../services/rules/month-names.ts';
import { fold } from '../understanding/fold.ts';

/** The month (1 to 12) that a folded word names in a language, in full, inflected or shortened to three letters and more. */
export const monthOf = (word: string, language: string): number | null => placeOf(word, namesOf(language).months, 3);

/** The weekday (ISO, Monday is 1) that a folded word names in a language, in full or shortened to three letters and more. */
export const weekdayOf = (word: string, language: string): number | null =>
  placeOf(word, namesOf(language).weekdays, language === 'en' || language === 'ru' ? 3 : 4);

interface Names {
  /** By their place from 0: every form of the name. */
  readonly months: readonly (readonly string[])[];
  readonly weekdays: readonly (readonly string[])[];
}

const known = new Map<string, Names>();

function namesOf(language: string): Names {
  const cached = known.get(language);
  if (cached !== undefined) return cached;
  const word = (name: string): string => fold(name).split(/[\s.-]/u)[0] ?? '';
  const months = monthNames(language).map((forms) => forms.map(word));
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const weekdays = Array.from({ length: 7 }, (_, i) => {
    // The fifth of January 2026 is a Monday.
    const name = word(format.format(Date.UTC(2026, 0, 5 + i)));
    // Russian says the day in the accusative: в пятницу.
    return name.endsWith('а') ? [name, `${name.slice(0, -1)}у`] : [name];
  });
  const names = { months, weekdays };
  known.set(language, names);
  return names;
}

function placeOf(word: string, names: readonly (readonly string[])[], least: number): number | null {
  const fitting = names.flatMap((forms, i) =>
    forms.some((name) => name === word || (word.length >= least && name.startsWith(word))) ? [i + 1] : [],
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
