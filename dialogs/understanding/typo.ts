/**
 * How dear it is to take one word for another that was mistyped, between 0 and 1; null when they are two words. One edit (a letter
 * left out, put in, replaced, or two neighbours swapped) counts from five letters on, two from nine on; the first letter is right
 * unless it was swapped. Short words allow a swap or a letter typed twice only: `mvoe`, `moove`.
 *
 * Own, because the packages for it know no swap or no limit, and without a limit a long message is slow.
 */
export function typoCost(typed: string, word: string): number | null {
  if (Math.abs(typed.length - word.length) > 2) return null;
  if (typed[0] !== word[0] && !(typed[0] === word[1] && typed[1] === word[0])) return null;
  if (squeeze(typed) === squeeze(word)) return 0.05;
  const shorter = Math.min(typed.length, word.length);
  if (shorter < 4) return null;
  if (isSwap(typed, word)) return shorter > 4 ? 0.05 : 0.1;
  const most = shorter >= 9 ? 2 : shorter >= 5 ? 1 : 0;
  const edits = editsWithin(typed, word, most);
  if (edits === null) return null;
  return edits === 2 ? 0.18 : shorter >= 7 ? 0.08 : 0.14;
}

const squeeze = (word: string): string => word.replace(/(.)\1+/gu, '$1');

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}

/** The number of edits (optimal string alignment) up to a limit; null above it. Words are short, so the whole table is made. */
function editsWithin(a: string, b: string, most: number): number | null {
  if (most === 0 || Math.abs(a.length - b.length) > most) return null;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return null;
    before = above;
    above = row;
  }
  const edits = above[b.length] ?? most + 1;
  return edits > most ? null : edits;
}
