import type { Block } from './blocks.ts';
import { type Bar, barChart, chartInWords } from './charts.ts';
import { formatMonth } from './formats.ts';
import type { Speaker } from './speaker.ts';

/** How many subscriptions end in a month (`2026-12`). */
export interface EndsInMonth {
  readonly month: string;
  readonly count: number;
}

/** What ends when, month by month with the empty ones between. Nothing where there is only one month to show. */
export function endsChart(
  say: Speaker,
  ends: readonly EndsInMonth[],
): { readonly blocks: readonly Block[]; readonly words: readonly string[] } {
  const months = monthly(ends);
  const drawn = new Set(months.map(({ month }) => month));
  const later = ends.filter(({ month }) => !drawn.has(month)).reduce((sum, { count }) => sum + count, 0);
  const bars: readonly Bar[] = [
    ...months.map(({ month, count }) => ({ label: formatMonth(say.locale, month), count })),
    ...(later === 0 ? [] : [{ label: say.plain('chart.later'), count: later }]),
  ];
  if (bars.length < 2) return { blocks: [], words: [] };
  const title = say.plain('chart.ends');
  return { blocks: barChart(say, title, bars), words: [chartInWords(say, title, bars)] };
}

/** Counts last days (ISO dates; null is not known and not counted) by their month. */
export function endsByMonth(days: readonly (string | null)[]): readonly EndsInMonth[] {
  const counts = new Map<string, number>();
  for (const month of days.flatMap((day) => day?.slice(0, 7) ?? [])) counts.set(month, (counts.get(month) ?? 0) + 1);
  return [...counts].map(([month, count]) => ({ month, count })).sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** From the first month on, at most a year: a longer chart is no glance. */
function monthly(ends: readonly EndsInMonth[]): readonly EndsInMonth[] {
  const sorted = [...ends].sort((a, b) => (a.month < b.month ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counts = new Map(sorted.map(({ month, count }) => [month, count]));
  const span = Math.min(MOST_MONTHS, monthsBetween(first.month, last.month) + 1);
  return Array.from({ length: span }, (_, i) => monthAfter(first.month, i))
    .map((month) => ({ month, count: counts.get(month) ?? 0 }))
    .filter(({ count }, _, all) => count > 0 || all.length <= MOST_GAPS);
}

const MOST_MONTHS = 12;
/** In a longer chart empty months would only take room. */
const MOST_GAPS = 6;

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthsBetween = (from: string, to: string): number => numberOf(to) - numberOf(from);

function monthAfter(month: string, months: number): string {
  const number = numberOf(month) + months;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}
