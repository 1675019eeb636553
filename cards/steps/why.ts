import { rolesFor } from '../../services/rules/roles.ts';
import type { SourceId } from '../../services/rules/sources.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import { type Block, heading, text } from '../blocks.ts';
import { formatList } from '../formats.ts';
import { hasSentence } from '../language.ts';
import type { Speaker } from '../speaker.ts';
import { sourceBlocks, verdictLines } from '../verdict-lines.ts';
import type { MoveView } from '../view.ts';

export interface WhyOptions {
  /** Judgements to tell with their sources; the step's own when left out. */
  readonly verdicts?: readonly Verdict[];
  /** Rules the step's own text rests on. */
  readonly sources?: readonly SourceId[];
  /** More that is told only here. */
  readonly more?: readonly Block[];
}

/** What "Why?" unfolds: the reason for the step, who may do it, every judgement, and the sources. */
export function why(
  view: MoveView,
  say: Speaker,
  { verdicts, sources = [], more = [] }: WhyOptions = {},
): readonly Block[] {
  const { id } = view.step;
  const judged = verdicts ?? view.step.verdicts;
  const roles = rolesFor(id);
  const names = [...new Set(roles.now)].map((role) => say.word('role', role));
  const lines = verdictLines(say, judged);
  return [
    ...(hasSentence(`step.${id}.why`) ? [text(say.md(`step.${id}.why`))] : []),
    text(say.md('why.who', { roles: formatList(say.locale, names, 'disjunction') })),
    ...more,
    ...(lines.length > 0 ? [heading(say.plain('why.verdicts')), ...lines] : []),
    ...sourceBlocks(say, [{ sources }, ...judged, { sources: roles.sources }]),
  ];
}
