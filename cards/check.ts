import type { Assessment } from '../services/moves/assessment.ts';
import type { Customer } from '../services/moves/move.ts';
import { type OriginalOutlook, type Outlook, severityOf } from '../services/moves/outlook.ts';
import type { Verdict } from '../services/rules/verdict.ts';
import { execute } from './actions.ts';
import { type Block, heading, small, text } from './blocks.ts';
import { capitalised } from './formats.ts';
import { drawFrame } from './frame.ts';
import { plainSentence, sentence } from './language.ts';
import { moreLine } from './more-line.ts';
import { cut } from './room.ts';
import type { Speaker } from './speaker.ts';
import { VERBS } from './verbs.ts';
import { signed, sourceBlocks, verdictLine, verdictLines } from './verdict-lines.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface CheckView {
  readonly customer: Pick<Customer, 'tenantId' | 'name' | 'domain'>;
  readonly outlook: Outlook;
  readonly relationship: Verdict;
  readonly credit: Assessment['credit'];
  /** The subscriptions could be read or are recorded; false = they cannot be seen without delegated access. */
  readonly originalsKnown: boolean;
  /** The open move of this customer, when there is one. */
  readonly open: { readonly moveId: string; readonly version: number } | null;
}

/** What can be said about a customer without opening a move: verdict, reason in one sentence, lines by weight. */
export function drawCheck(view: CheckView, reader: Reader): DrawnCard {
  const { outlook, originalsKnown } = view;
  // Of subscriptions nobody has seen, nothing can be said to be in order.
  const unseen = !originalsKnown && ['warn', 'note', 'ok'].includes(outlook.weight);
  const weight = unseen ? 'ask' : outlook.weight;
  return drawFrame(reader, (say) => ({
    heading: view.customer.name,
    subheading: view.customer.domain,
    banner: {
      severity: severityOf(weight),
      word: say.plain(`check.word.${weight}`),
      reason: [reason(say, outlook, unseen, true), toDo(say, outlook, unseen)].filter((part) => part !== '').join(' '),
      plainReason: reason(say, outlook, unseen, false),
    },
    blocks: [...lines(say, outlook, unseen, reader.today), ...(unseen ? [] : [seen(say, view)])],
    details: details(say, view),
    actions: [
      view.open === null
        ? execute({
            title: say.plain('button.start-this-move'),
            verb: VERBS.chooseCustomer,
            data: startData(view.customer, view.relationship),
            primary: weight !== 'stop',
          })
        : execute({ title: say.plain('button.open-move'), verb: VERBS.openMove, data: view.open, primary: true }),
      execute({ title: say.plain('button.moves'), verb: VERBS.moves, data: {} }),
    ],
  }));
}

/** The sentence of what weighs most. */
function reason(say: Speaker, { weight, verdicts, originals }: Outlook, unseen: boolean, escaped: boolean): string {
  const told = escaped ? say.md : say.plain;
  if (unseen) return told('check.originals-unknown');
  const judged = heaviestOf({ weight, verdicts });
  if (judged !== undefined) return escaped ? say.verdict(judged) : say.verdictPlain(judged);
  const concerned = originals.filter((o) => o.weight === weight);
  const [first] = concerned;
  const date = firstDate(weight === 'ok' || weight === 'note' ? originals : concerned);
  const dated = date === null ? '' : '-date';
  if (first === undefined || weight === 'ok' || weight === 'note') {
    return told(originals.length === 0 ? 'check.nothing-to-move' : `check.${weight}${dated}`, { date });
  }
  const key = `check.originals-${weight}${dated}`;
  const params = { count: concerned.length, what: clause(say, first), date };
  // The names in the clause are cut already: the clause is not cut once more.
  return (escaped ? sentence : plainSentence)(say.locale, key, params);
}

/** The judgement that the banner tells; none where subscriptions weigh more, or nothing is in the way. */
function heaviestOf({ weight, verdicts }: Pick<Outlook, 'weight' | 'verdicts'>): Verdict | undefined {
  const [judged] = verdicts;
  return judged?.severity === weight && weight !== 'ok' && weight !== 'note' ? judged : undefined;
}

/** What to do about it. */
function toDo(say: Speaker, outlook: Outlook, unseen: boolean): string {
  const judged = unseen ? undefined : heaviestOf(outlook);
  return judged === undefined ? '' : say.verdictAction(judged);
}

const clause = (say: Speaker, outlook: OriginalOutlook, finding = outlook.findings[0] ?? 'open'): string =>
  say.plain(`check.what.${finding}`, {
    name: outlook.assessed.original.name,
    offer: outlook.offer ?? say.plain('word.not-chosen'),
  });

function firstDate(originals: readonly OriginalOutlook[]): string | null {
  return originals.flatMap((o) => o.actBy ?? []).reduce<string | null>((a, b) => (a === null || b < a ? b : a), null);
}

/** One line per judgement and per original, those that weigh most first. */
function lines(say: Speaker, outlook: Outlook, unseen: boolean, today: string): readonly Block[] {
  const { verdicts, originals, weight } = outlook;
  // What the banner tells is not told once more.
  const told = unseen ? undefined : heaviestOf(outlook);
  const { shown, more } = cut(originals, { ...say.room, lines: Math.min(say.room.lines, MOST_ORIGINALS) });
  return [
    // Who is told that it cannot go on gets nothing else to do.
    ...verdicts
      .filter((v) => v !== told)
      .map((v) =>
        weight === 'stop' && v.severity !== 'stop' ? signed(v.severity, say.verdict(v)) : verdictLine(say, v),
      ),
    ...(shown.length > 0 ? [heading(say.plain('check.subscriptions'))] : []),
    ...shown.map((outlook) => originalLine(say, outlook, today)),
    ...moreLine(say, more),
  ];
}

const MOST_ORIGINALS = 8;

function originalLine(say: Speaker, outlook: OriginalOutlook, today: string): Block {
  const { original } = outlook.assessed;
  const way = say.plain(`check.way.${outlook.path ?? 'open'}${outlook.offer === null ? '' : '-offer'}`, {
    offer: outlook.offer ?? '',
  });
  const telling = outlook.findings.filter((f) => f !== 'warning').slice(0, MOST_FINDINGS);
  const below = [
    ...telling.map((finding) =>
      sentence(say.locale, 'check.sentence', { what: capitalised(say.locale, clause(say, outlook, finding)) }),
    ),
    by(say, outlook, today),
  ];
  const line = sentence(say.locale, 'check.line', { name: say.plainName(original.name), count: original.seats, way });
  return signed(severityOf(outlook.weight), line, below.filter((part) => part !== '').join(' '));
}

const MOST_FINDINGS = 3;

function by(say: Speaker, { actBy, path, assessed }: OriginalOutlook, today: string): string {
  if (path === 'leave' || assessed.original.ended !== null) return '';
  if (actBy === null) return say.md('check.by-unknown');
  return say.md(actBy < today ? 'check.by-passed' : 'check.by', { date: actBy });
}

const seen = (say: Speaker, { originalsKnown, outlook }: CheckView): Block =>
  text(
    originalsKnown ? say.md('check.originals', { count: outlook.originals.length }) : say.md('check.originals-unknown'),
    { isSubtle: true, spacing: 'Medium' },
  );

/** What users would lose plan by plan, every date, and where the rules come from. */
function details(say: Speaker, { outlook, credit }: CheckView): readonly Block[] {
  const { shown, more } = cut(outlook.originals, { ...say.room, lines: Math.min(say.room.lines, MOST_ORIGINALS) });
  const judged = outlook.originals.flatMap(({ assessed, equivalence, path }) => [
    ...assessed.lifecycle.verdicts,
    ...assessed.paths.filter((p) => p.path === path).flatMap((p) => p.verdicts),
    ...(equivalence === null ? [] : [equivalence.verdict]),
  ]);
  return [
    ...shown.flatMap((original) => detail(say, original)),
    ...moreLine(say, more),
    ...(credit.length > 0 ? [heading(say.plain('check.credit')), ...verdictLines(say, credit)] : []),
    ...sourceBlocks(say, [...outlook.verdicts, ...judged, ...credit]),
  ];
}

function detail(say: Speaker, { assessed, equivalence }: OriginalOutlook): readonly Block[] {
  const lost = cut(equivalence?.lost ?? [], { ...say.room, lines: Math.min(say.room.lines, MOST_LOST) });
  const told = [...assessed.lifecycle.verdicts, ...(equivalence === null ? [] : [equivalence.verdict])];
  return [
    heading(say.name(assessed.original.name)),
    ...told.slice(0, say.room.lines).map((v) => small(say.verdict(v))),
    ...lost.shown.map(({ planName, dataClass, retentionDays }) =>
      small(
        say.md(retentionDays === null ? 'check.lost' : 'check.lost-kept', {
          plan: planName,
          dataClass: say.word('dataClass', dataClass),
          days: retentionDays,
        }),
      ),
    ),
    ...moreLine(say, lost.more),
  ];
}

const MOST_LOST = 5;

/** A tenant that is not a customer yet is found by its domain, a customer by its tenant id. */
function startData(customer: CheckView['customer'], relationship: Verdict): Record<string, string> {
  return relationship.severity === 'ok' ? { customer: customer.tenantId } : { domain: customer.domain };
}
