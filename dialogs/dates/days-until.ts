import { LEXICON } from '../understanding/lexicon.ts';
import { type DateReader, readDate } from './read-date.ts';

/** Words of a command before the date: `fast-forward to`, `fai passare fino al`. */
const MOST_BEFORE = 4;

/** How many days it is until the date at the end of a message; null when there is none, it can be two, or it is not ahead. */
export function daysUntil(said: string, reader: DateReader): number | null {
  const words = said.trim().split(/\s+/u);
  for (let from = 1; from <= Math.min(MOST_BEFORE, words.length - 1); from++) {
    const read = readDate(words.slice(from).join(' '), reader, LEXICON);
    if (read === null) continue;
    const days = read.kind === 'date' ? reader.today.until(read.date).days : 0;
    return days >= 1 && days <= 3650 ? days : null;
  }
  return null;
}
