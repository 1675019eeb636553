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

/**
 * A name or text from elsewhere, at most `length` characters (not halves of one), the last of them `…` when something was cut. Marks that turn
 * the direction of what follows are left out: a name could make the sentence around it read backwards.
 */
export function clip(text: string, length: number): string {
  const straight = text.replace(TURNS_DIRECTION, '');
  if (straight.length <= length) return straight;
  const characters = [...straight];
  return characters.length <= length ? straight : `${characters.slice(0, length - 1).join('')}…`;
}

/** Embeddings, overrides and isolates of the bidirectional algorithm; letters of right-to-left scripts need none of them. */
const TURNS_DIRECTION = /[\u202A-\u202E\u2066-\u2069]/gu;
