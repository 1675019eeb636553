import { SOURCES, type Source } from '../services/rules/sources.ts';
import type { Severity, Verdict } from '../services/rules/verdict.ts';
import { type Block, COLOR, heading, sign, small, text } from './blocks.ts';
import { sentence } from './language.ts';
import { moreLine } from './more-line.ts';
import { cut, cutAside } from './room.ts';
import type { Speaker } from './speaker.ts';

/** One judgement in a list: sign, the sentence beside it, and below what to do about it. */
export const verdictLine = (say: Speaker, verdict: Verdict): Block =>
  signed(verdict.severity, say.verdict(verdict), say.verdictAction(verdict));

/** A sign, an escaped sentence beside it, and a smaller one below. */
export const signed = (severity: Severity, sentence: string, below = ''): Block => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: [
    {
      type: 'Column',
      width: '20px',
      items: [text(sign(severity), { weight: 'Bolder', color: COLOR[severity], horizontalAlignment: 'Center' })],
    },
    {
      type: 'Column',
      width: 'stretch',
      spacing: 'Small',
      items: [text(sentence), ...(below === '' ? [] : [small(below)])],
    },
  ],
});

/** The judgements of a step, each said once. @param most lines, beyond which it says how many more there are */
export function verdictLines(
  say: Speaker,
  verdicts: readonly Verdict[],
  most: number = say.room.lines,
): readonly Block[] {
  const told = new Map(verdicts.map((v) => [`${v.code} ${JSON.stringify(v.params)}`, v]));
  const { shown, more } = cut([...told.values()], { lines: Math.min(most, MOST_VERDICTS) });
  return [...shown.map((verdict) => verdictLine(say, verdict)), ...moreLine(say, more)];
}

/**
 * Where the rules come from, how old the text is they were checked against, and which are not confirmed. Rows of facts come first and take the
 * place of their rule: a list may be Microsoft's, and an entry of it only reported by others.
 */
export function sourceBlocks(say: Speaker, verdicts: readonly Pick<Verdict, 'sources' | 'facts'>[]): readonly Block[] {
  const rows = verdicts.flatMap((v) => v.facts ?? []);
  const told = new Set(rows.map((row) => row.rule));
  const rules = [...new Set(verdicts.flatMap((v) => v.sources))].filter((id) => !told.has(id));
  const named: readonly Source[] = [
    ...new Map(rows.map((row) => [row.title, row])).values(),
    ...rules.map((id) => SOURCES[id]),
  ];
  if (named.length === 0) return [];
  // Several rules of one page as it was read on one day are one line, so that none has to be left out.
  const { shown, more } = cutAside([...Map.groupBy(named, pageOf).values()], say.room);
  return [
    heading(say.plain('why.sources')),
    ...shown.flatMap((rules) => {
      const [first] = rules;
      if (first === undefined) return [];
      // Titles are ours and as long as they have to be.
      const title = rules.map((r) => r.title).join('; ');
      const link = `[${sentence(say.locale, 'why.link', { title })}](${first.docUrl})`;
      return small(`${link} · ${checkedAgainst(say, first)}`);
    }),
    ...moreLine(say, more),
  ];
}

const pageOf = ({ docUrl, lastVerified, confirmed, undated }: Source): string =>
  [docUrl, lastVerified, confirmed, undated].join(' ');

function checkedAgainst(say: Speaker, { lastVerified, undated, confirmed }: Source): string {
  if (!confirmed) return say.md('why.unconfirmed', { date: lastVerified });
  return undated === undefined
    ? say.md('why.checked', { date: lastVerified })
    : say.md('why.undated', { years: undated });
}

const MOST_VERDICTS = 8;
