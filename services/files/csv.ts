/** A value of an export; null: not known, an empty cell. */
export type CsvValue = string | number | null;

/**
 * A table as CSV for Excel (RFC 4180): UTF-8 with a byte order mark, every text in quotes. A text that a spreadsheet would take for a
 * formula is led in by an apostrophe (OWASP, "CSV Injection"); numbers are written as they are.
 *
 * @param separator `,` or `;`: what Excel expects where the reader lives
 */
export function toCsv(rows: readonly (readonly CsvValue[])[], separator: ',' | ';'): Uint8Array {
  const lines = rows.map((row) => row.map(cellOf).join(separator));
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`);
}

/** Where a comma divides whole from parts, Excel divides the columns by semicolons. */
export function separatorOf(locale: string): ',' | ';' {
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value;
  return decimal === ',' ? ';' : ',';
}

function cellOf(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replace(/\0/gu, '');
  const harmless = /^[\s\p{Cf}]*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

const LONGEST_PART = 60;

/** A name as part of a file's name, on any system; `file` where no letter and no digit is left of it. */
export function fileName(...parts: readonly string[]): string {
  const clean = parts.map((part) => {
    const signs = [...part.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^[-.]+/u, '')];
    return signs
      .slice(0, LONGEST_PART)
      .join('')
      .replace(/[-.]+$/u, '');
  });
  return clean.filter((part) => part !== '').join('-') || 'file';
}
