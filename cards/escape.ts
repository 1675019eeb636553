/**
 * Customer data as it may stand in a card's text: a name such as `[x](http://evil)`, `**`, `<at>` or `{{DATE(...)}}` is
 * shown as it is, never as a link, emphasis, mention or date.
 *
 * Only what could become markup is escaped, because Teams on a phone may show the backslash itself; letters, digits and
 * the `_` inside a part number stay as they are. Not for labels, choice titles and button titles: those are plain text.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/[\\`*[\]<~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/\{(?=\{)|(?<=\{)\{/g, '\\{')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(\s*)([-+#>])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');
}

/** At most `length` characters (not halves of one), the last of them `…` when something was cut. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
