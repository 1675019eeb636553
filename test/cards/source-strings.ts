/** What one source file could say: whole strings, and templates as their fixed parts with holes between them. */
export interface SourceStrings {
  readonly literals: ReadonlySet<string>;
  readonly templates: readonly (readonly string[])[];
}

/**
 * The strings of TypeScript source: literals (also those of types), names of properties, and templates. Read letter by letter, because no
 * parser of the language is at hand: comments and regular expressions are passed over.
 */
export function stringsIn(source: string): SourceStrings {
  const literals = new Set<string>();
  const templates: string[][] = [];
  let code = '';
  let at = 0;

  const quoted = (quote: string): void => {
    const from = ++at;
    while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
    literals.add(source.slice(from, at++));
  };
  const template = (): void => {
    const parts: string[] = [''];
    at += 1;
    while (at < source.length && source[at] !== '`') {
      if (source.startsWith('${', at)) {
        at += 2;
        walk('}');
        parts.push('');
      } else {
        const length = source[at] === '\\' ? 2 : 1;
        parts.push(`${parts.pop()}${source.slice(at, at + length)}`);
        at += length;
      }
    }
    at += 1;
    if (parts.length > 1) templates.push(parts);
    else literals.add(parts.join(''));
  };
  const pattern = (): void => {
    let isInClass = false;
    for (at += 1; at < source.length && (isInClass || source[at] !== '/'); at += 1) {
      if (source[at] === '\\') at += 1;
      else if (source[at] === '[') isInClass = true;
      else if (source[at] === ']') isInClass = false;
    }
    at += 1;
  };
  /** Until the bracket that closes what was opened before. */
  const walk = (end: string | null): void => {
    let open = 0;
    while (at < source.length) {
      const here = source[at] ?? '';
      if (open === 0 && here === end) {
        at += 1;
        return;
      }
      if (source.startsWith('//', at)) at = lineEnd(source, at);
      else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
      else if (here === "'" || here === '"') quoted(here);
      else if (here === '`') template();
      else if (here === '/' && BEFORE_PATTERN.test(code)) pattern();
      else {
        if (here === '{') open += 1;
        if (here === '}') open -= 1;
        code += here;
        at += 1;
        continue;
      }
      code += ' ';
    }
  };
  walk(null);
  for (const [, name = ''] of code.matchAll(/([A-Za-z_$][\w$]*)\??:/g)) literals.add(name);
  return { literals, templates };
}

const lineEnd = (source: string, from: number): number => {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
};

/** After one of these a slash begins a regular expression. */
const BEFORE_PATTERN = /(?:[(,=:[!&|?{};]|\breturn|=>)\s*$/;
