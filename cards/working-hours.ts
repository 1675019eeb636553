import type { TeamSettings } from '../services/reminders/team-settings.ts';
import { formatList, formatTime, formatWeekday } from './formats.ts';
import type { Speaker } from './speaker.ts';

/** `08:00 to 18:00 (Europe/Rome)`, escaped. */
export const hoursInWords = (say: Speaker, { opens, closes, timeZone }: TeamSettings): string =>
  say.md('settings.from-to', {
    opens: formatTime(say.locale, opens),
    closes: formatTime(say.locale, closes),
    // `zone` is the reader's own.
    teamZone: timeZone,
  });

/** `Monday to Friday`, `Monday, Wednesday and Sunday`, escaped. */
export function daysInWords(say: Speaker, days: readonly number[]): string {
  const names = days.map((day) => formatWeekday(say.locale, day));
  const [first, last] = [names[0] ?? '', names.at(-1) ?? ''];
  const inARow = days.length > 2 && days.every((day, i) => day === (days[0] ?? day) + i);
  return inARow ? say.md('settings.days-to', { first, last }) : formatList(say.locale, names);
}
