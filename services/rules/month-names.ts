/**
 * What the months are called in a language, as Node knows it: twelve lists of all forms, in full and short, alone and inside a date
 * (Russian inflects them there). As they are written: whoever compares with them makes both alike.
 */
export function monthNames(language: string): readonly (readonly string[])[] {
  const formats = (['long', 'short'] as const).flatMap((month) =>
    [{ month }, { month, day: 'numeric' as const }].map(
      (style) => new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }),
    ),
  );
  return Array.from({ length: 12 }, (_, month) =>
    formats.map((format) => {
      const parts = format.formatToParts(Date.UTC(2026, month, 15));
      return parts.find(({ type }) => type === 'month')?.value ?? '';
    }),
  );
}
