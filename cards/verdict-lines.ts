import { SOURCES } from '../services/rules/sources.ts';
import type { Severity, Verdict } from '../services/rules/verdict.ts';
import { type Block, heading, sign, small, text } from './blocks.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';

const COLOR: Record<Severity, string> = {
  ok: 'Good',
  note: 'Accent',
  warn: 'Warning',
  ask: 'Accent',
  stop: 'Attention',
};

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

/** The judgements of a step, each said once. */
export function verdictLines(say: Speaker, verdicts: readonly Verdict[]): readonly Block[] {
  const told = new Map(verdicts.map((v) => [`${v.code} ${JSON.stringify(v.params)}`, v]));
  const { shown, more } = cut([...told.values()], { ...say.room, lines: Math.min(say.room.lines, MOST_VERDICTS) });
  return [...shown.map((verdict) => verdictLine(say, verdict)), ...moreLine(say, more)];
}

/** Where the rules come from, how old the text is they were checked against, and which are not confirmed. */
export function sourceBlocks(say: Speaker, verdicts: readonly Pick<Verdict, 'sources'>[]): readonly Block[] {
  const ids = [...new Set(verdicts.flatMap((v) => v.sources))];
  if (ids.length === 0) return [];
  const { shown, more } = cut(ids, { ...say.room, lines: Math.min(say.room.lines, MOST_SOURCES) });
  return [
    heading(say.plain('why.sources')),
    ...shown.map((id) => {
      const { title, docUrl, lastVerified, confirmed } = SOURCES[id];
      const link = `[${say.md('why.link', { title })}](${docUrl})`;
      const checked = say.md(confirmed ? 'why.checked' : 'why.unconfirmed', { date: lastVerified });
      return small(`${link} · ${checked}`);
    }),
    ...moreLine(say, more),
  ];
}

const MOST_SOURCES = 6;
const MOST_VERDICTS = 8;
