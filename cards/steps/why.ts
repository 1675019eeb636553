import { PARTNER_ROLES, TASKS, type Task } from '../../services/rules/permissions.ts';
import { judgeRoles, rolesFor, type StepRoles, TRANSFER_ROLES } from '../../services/rules/roles.ts';
import type { SourceId } from '../../services/rules/sources.ts';
import type { Verdict } from '../../services/rules/verdict.ts';
import { type Block, heading, text } from '../blocks.ts';
import { hasSentence } from '../language.ts';
import type { Speaker } from '../speaker.ts';
import { sourceBlocks, verdictLines } from '../verdict-lines.ts';
import type { MoveView, StepId } from '../view.ts';

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
  const moving = view.move.facts.originals.filter(({ path }) => path !== null && path !== 'leave');
  const transferred = id === 'provision' ? moving.filter(({ path }) => path === 'transfer') : [];
  const transferOnly = transferred.length > 0 && transferred.length === moving.length;
  const roles = transferOnly ? TRANSFER_ROLES : rolesFor(id);
  const named = (ids: StepRoles['now']) => [...new Set(ids)].map((role) => say.word('role', role)).join('\n');
  const given = judgeRoles(id, null, new Set()).code;
  const lines = verdictLines(say, judged, say.room.aside);
  return [
    ...(hasSentence(`step.${id}.why`) ? [text(say.md(`step.${id}.why`))] : []),
    text(say.md(OUTSIDE_PARTNER_CENTER.has(given) ? 'why.who-elsewhere' : 'why.who', { roles: named(roles.now) })),
    text(
      say.md('why.who-here', {
        roles: named(TASKS[transferOnly ? 'transfer' : STEP_TASKS[id]].roles ?? PARTNER_ROLES),
      }),
    ),
    ...(transferred.length > 0 && !transferOnly
      ? [text(say.md('why.who-transfers', { roles: named(TRANSFER_ROLES.now) }))]
      : []),
    text(say.md('why.who-before', { roles: named(roles.original) })),
    text(say.md(WITHOUT[given] ?? 'why.who-missing')),
    ...more,
    ...(lines.length > 0 ? [heading(say.plain('why.verdicts')), ...lines] : []),
    ...sourceBlocks(say, [{ sources }, ...judged, { sources: roles.sources }]),
  ];
}

/** The permission that the main button of each step takes in this bot. */
const STEP_TASKS: Readonly<Record<StepId, Task>> = {
  customer: 'record',
  region: 'record',
  relationship: 'relationship',
  agreement: 'agreement',
  originals: 'record',
  path: 'record',
  equivalence: 'record',
  provision: 'order',
  licences: 'record',
  'end-originals': 'record',
  credit: 'credit',
  done: 'record',
};

/** What to do without any of the roles, where it is not the partner's own administrator who gives them. */
const WITHOUT: Readonly<Record<string, string>> = {
  'roles.others-act': 'why.who-outside',
  'roles.missing-delegated': 'why.who-delegated',
};

/** What needs roles of these kinds only is not done in Partner Center. */
const OUTSIDE_PARTNER_CENTER: ReadonlySet<string> = new Set(Object.keys(WITHOUT));
