import type { Temporal } from 'temporal-polyfill';
import { isoOf } from './calendar-date.ts';
import {
  closingEntry,
  type Discontinuation,
  discontinuationOf,
  entrySource,
  entrySources,
  isForSale,
  replacementWith,
} from './discontinuation.ts';
import type { DiscontinuedOffer } from './fact-files.ts';
import type { Equivalence, EquivalenceKind, LostPlan } from './judgement.ts';
import { missingMainServices } from './main-functions.ts';
import { countedPlans, endedPlans, lostPlans } from './plan-loss.ts';
import { mayReplace } from './sku-audience.ts';
import type { ServicePlan, Sku, SkuFacts } from './sku-facts.ts';
import { isBlank, skuIdIn } from './sku-id.ts';
import type { RowSource, SourceId } from './sources.ts';
import { citing, type Severity, type Verdict } from './verdict.ts';

/**
 * What happens to the users' services and data when an original is replaced by a target offer on a day, a UTC calendar date (rules R3-R6,
 * C10, E1-E4). Without a day every date of the facts counts as past.
 *
 * | original                    | target              | kind         | severity | reassign | named person |
 * | --------------------------- | ------------------- | ------------ | -------- | -------- | ------------ |
 * | missing, blank, no SKU id, not in the table | any | unknown      | ask      | yes      | yes          |
 * | any                         | the same            | unknown      | ask      | yes      | yes          |
 * | same SKU id, even if not in the table, still sold | | same        | ok       | no       | no           |
 * | same, a part of it switched off for everybody    |  | same        | warn     | no       | no           |
 * | same, closed to new customers                    |  | same        | warn     | no       | no           |
 * | same, no longer sold at all, or switched off     |  | same        | ask      | no       | yes          |
 * | other cloud, or faculty for students             |  | different   | stop     | yes      | cannot be had |
 * | no longer sold, in two programs                  |  | discontinued | ask     | yes      | yes          |
 * | no longer sold or switched off, high or medium or main lost | | discontinued | stop | yes | yes          |
 * | no longer sold or switched off, nothing of weight lost | | discontinued | ask | yes      | yes (R6)     |
 * | closed to new customers, high, medium or main lost |  | discontinued | stop    | yes      | yes          |
 * | closed to new customers, nothing of weight lost  |  | as for an offer that is sold |  |  |         |
 * | nothing left of it but retired plans             |  | discontinued | ask     | yes      | yes          |
 * | nothing in it that could be compared             |  | unknown      | ask     | yes      | yes          |
 * | sold                        | no longer sold      | different    | stop     | yes      | cannot be had |
 * | sold                        | high or medium lost | different    | stop     | yes      | yes          |
 * | sold                        | main service missing | different   | stop     | yes      | yes          |
 * | sold                        | functions lost      | equivalent   | warn     | yes      | no           |
 * | sold                        | low classes lost    | equivalent   | note     | yes      | no           |
 * | sold                        | nothing lost        | equivalent   | note     | yes      | no           |
 *
 * The same product under another SKU id is `equivalent`, never `same`: Microsoft does not carry the assignments over.
 * `discontinued` wins over `different`, because the person then needs the replacement and not only the loss. Besides, `also` says when another
 * offer is closed to new customers itself, and what Microsoft switched off for everybody.
 */
export function judgeEquivalence(
  facts: SkuFacts,
  sourceSkuId: string | null,
  targetSkuId: string | null,
  today?: Temporal.PlainDate,
): Equivalence {
  if (sourceSkuId === null || isBlank(sourceSkuId)) return unknown('equivalence.unknown-original', {});
  if (targetSkuId === null || isBlank(targetSkuId)) return unknown('equivalence.unknown-target', {});
  const sourceId = skuIdIn(sourceSkuId);
  // A name or part number may stand for several offers: only an id says which.
  const targetId = skuIdIn(targetSkuId);
  if (sourceId !== null && sourceId === targetId)
    return remembered(facts, sourceId, today, () => judgeSame(facts, sourceId, today));
  const original = sourceId === null ? null : facts.find(sourceId);
  if (original === null) return unknown('equivalence.original-not-in-table', { skuId: sourceSkuId.trim() });
  const target = targetId === null ? null : facts.find(targetId);
  if (target === null) return unknown('equivalence.target-not-in-table', { skuId: targetSkuId.trim() });
  const pair = `${original.skuId} ${target.skuId}`;
  return remembered(facts, pair, today, () => judgePair(facts, original, target, today));
}

/** Many subscriptions of a tenant share their pair of offers: a pair is judged once a day, and forgotten when very many were compared. */
const MOST_PAIRS = 5_000;

interface JudgedPairs {
  readonly day: string;
  readonly pairs: Map<string, Equivalence>;
}

const judged = new WeakMap<SkuFacts, JudgedPairs>();

function remembered(
  facts: SkuFacts,
  pair: string,
  today: Temporal.PlainDate | undefined,
  judge: () => Equivalence,
): Equivalence {
  const day = today === undefined ? '' : isoOf(today);
  let known = judged.get(facts);
  if (known === undefined || known.day !== day || known.pairs.size >= MOST_PAIRS) {
    known = { day, pairs: new Map() };
    judged.set(facts, known);
  }
  let equivalence = known.pairs.get(pair);
  if (equivalence === undefined) {
    equivalence = judge();
    known.pairs.set(pair, equivalence);
  }
  return equivalence;
}

function judgePair(facts: SkuFacts, original: Sku, target: Sku, today: Temporal.PlainDate | undefined): Equivalence {
  const names = namesOf(original, target);
  const dataClass = dataClassOn(facts, today);
  const lost = lostPlans(original, target, dataClass);
  const ended = endedPlans(original, dataClass);
  const ending = discontinuationOf(facts, original.skuId, today);
  const selling = discontinuationOf(facts, target.skuId, today);
  const also = [
    ...targetClosed(selling, names.target),
    // An offer that was switched off as a whole says so itself.
    ...(ending.kind === 'retired' ? [] : partEnded(facts, ended, names.original)),
  ];
  const judge = judgement({ lost, ended, also, reassignment: true });

  if (original.cloud !== target.cloud)
    return judge('different', 'equivalence.other-cloud', 'stop', names, ['I10', 'L8'], false);
  if (!mayReplace(original, target))
    return judge('different', 'equivalence.other-audience', 'stop', names, ['L6', 'L7'], false);

  if (ending.kind === 'ambiguous') {
    return judge(
      'discontinued',
      'equivalence.ask-programme',
      'ask',
      { ...names, programs: programsOf(ending.entries) },
      ['R6', 'L10', 'C10', ...entrySources(ending)],
    );
  }
  if (ending.kind === 'none' && countedPlans(original).length === 0) {
    return original.plans.some((p) => p.retired)
      ? judge('discontinued', 'equivalence.service-ended', 'ask', names, ['R6', 'E1'])
      : unknown('equivalence.contents-unknown', names);
  }
  const weighty = lost.filter((p) => p.weight !== 'low');
  const main = missingMainServices(facts, original, target);
  const losesMuch = weighty.length > 0 || main.length > 0;
  if (ending.kind !== 'none' && (!isForSale(ending) || losesMuch))
    return judgeDiscontinued(ending, original, target, judge, { losesMuch, ...told(lost, main) }, names);
  if (!isForSale(selling) && selling.kind !== 'ambiguous') {
    return judge('different', 'equivalence.target-not-sold', 'stop', names, ['R6', ...entrySources(selling)], false);
  }

  if (weighty.length > 0) {
    const code = weighty[0]?.weight === 'high' ? 'equivalence.loses-high' : 'equivalence.loses-medium';
    return judge('different', code, 'stop', { ...names, ...told(lost, main) }, [
      'R5',
      'E1',
      'E2',
      'E4',
      ...retentionSources(facts, weighty),
    ]);
  }
  if (main.length > 0) {
    return judge('different', 'equivalence.other-services', 'stop', { ...names, ...told([], main) }, [
      'R3',
      'R5',
      'E1',
    ]);
  }
  const functions = lost.filter((p) => p.holdsData === false);
  if (functions.length > 0) {
    return judge('equivalent', 'equivalence.fewer-functions', 'warn', { ...names, ...told(lost) }, ['R5', 'E1']);
  }
  if (lost.length > 0) {
    return judge('equivalent', 'equivalence.minor-loss', 'note', { ...names, ...told(lost) }, ['R5', 'E1', 'E2']);
  }
  return judge('equivalent', 'equivalence.equivalent', 'note', names, ['R5', 'E1']);
}

function judgeSame(facts: SkuFacts, skuId: string, today: Temporal.PlainDate | undefined): Equivalence {
  const sku = facts.find(skuId);
  const name = sku?.name ?? skuId;
  const ended = sku === null ? [] : endedPlans(sku, dataClassOn(facts, today));
  const part = partEnded(facts, ended, name);
  const judge = judgement({ lost: [], ended, also: part, reassignment: false });
  const state = discontinuationOf(facts, skuId, today);
  if (state.kind === 'retired') {
    const alone = judgement({ lost: [], ended, also: [], reassignment: false });
    return alone('same', 'equivalence.same-service-retired', 'ask', { name, date: state.on }, [
      'R6',
      ...entrySources(state),
    ]);
  }
  if (sku !== null && countedPlans(sku).length === 0 && sku.plans.some((p) => p.retired)) {
    return judge('same', 'equivalence.same-service-ended', 'ask', { name }, ['R6', 'E1', ...entrySources(state)]);
  }
  switch (state.kind) {
    case 'none': {
      const [first, ...others] = part;
      if (first === undefined) return judge('same', 'equivalence.same', 'ok', { name }, ['R3', 'R4']);
      const alone = judgement({ lost: [], ended, also: others, reassignment: false });
      return alone('same', 'equivalence.same-part-ended', 'warn', { ...first.params, name }, [
        'R4',
        ...(first.facts ?? []),
      ]);
    }
    case 'ambiguous':
      return judge('same', 'equivalence.same-ask-programme', 'ask', { name, programs: programsOf(state.entries) }, [
        'R4',
        'L10',
        'C10',
        ...entrySources(state),
      ]);
    case 'closed':
      return judge('same', 'equivalence.same-end-of-sale', 'warn', { name }, [
        'R4',
        'C10',
        'T15',
        ...entrySources(state),
      ]);
    case 'gone':
      return judge('same', 'equivalence.same-not-sold', 'ask', { name }, [
        'R4',
        'R6',
        'C6',
        'T15',
        ...entrySources(state),
      ]);
  }
}

function judgeDiscontinued(
  ending: Exclude<Discontinuation, { kind: 'none' | 'ambiguous' }>,
  original: Sku,
  target: Sku,
  judge: Judge,
  { losesMuch, ...services }: { losesMuch: boolean; services: string; count: number },
  names: Verdict['params'],
): Equivalence {
  const documented = replacementWith(ending.entry, original.skuId, target.skuId);
  const sources = ['R6', ...entrySources(ending), 'E1', 'E2'] as const;
  const params = { ...names, ...(ending.kind === 'retired' ? { date: ending.on } : {}) };
  const codes = DISCONTINUED[ending.kind];
  if (!losesMuch) {
    return judge('discontinued', documented === undefined ? codes.covered : codes.documented, 'ask', params, sources);
  }
  const losing = { ...params, ...services };
  return documented === undefined
    ? judge('discontinued', codes.loses, 'stop', losing, sources)
    : judge('discontinued', codes.documentedLoses, 'stop', { ...losing, replacement: documented.name }, sources);
}

/** By how far an offer has gone. One that is only closed is judged as discontinued only when the target loses much. */
const DISCONTINUED = {
  closed: {
    covered: 'equivalence.closed-loses',
    documented: 'equivalence.closed-documented-loses',
    loses: 'equivalence.closed-loses',
    documentedLoses: 'equivalence.closed-documented-loses',
  },
  gone: {
    covered: 'equivalence.discontinued-covered',
    documented: 'equivalence.discontinued-documented',
    loses: 'equivalence.discontinued-loses',
    documentedLoses: 'equivalence.discontinued-documented-loses',
  },
  retired: {
    covered: 'equivalence.retired-covered',
    documented: 'equivalence.retired-documented',
    loses: 'equivalence.retired-loses',
    documentedLoses: 'equivalence.retired-documented-loses',
  },
} as const;

/** The classes of data as they are on a day: what ends later still runs. */
function dataClassOn(facts: SkuFacts, today: Temporal.PlainDate | undefined): SkuFacts['dataClass'] {
  return (id) => {
    const found = facts.dataClass(id);
    const runsStill = today !== undefined && found?.endedOn != null && isoOf(today) < found.endedOn;
    return found !== null && runsStill ? { ...found, endedOn: null } : found;
  };
}

/** Another offer that new customers cannot buy: the order may be refused (C10). */
function targetClosed(selling: Discontinuation, target: string): readonly Verdict[] {
  const entry = closingEntry(selling);
  if (entry === null) return [];
  const code = entry.confirmed ? 'equivalence.target-end-of-sale' : 'equivalence.target-end-of-sale-unconfirmed';
  return [{ code, severity: 'warn', params: { target }, ...citing(['C10', entrySource(entry)]) }];
}

/** What Microsoft switched off inside an offer that lives on. */
function partEnded(facts: SkuFacts, ended: readonly LostPlan[], original: string): readonly Verdict[] {
  const { endedOn: date, source } = facts.dataClass(ended[0]?.dataClass ?? '') ?? { endedOn: null, source: null };
  if (date === null) return [];
  const params = { original, date, ...told(ended) };
  return [{ code: 'equivalence.part-ended', severity: 'warn', params, ...citing([{ ...source, rule: 'E3' }, 'E2']) }];
}

/** How long the data of lost services stays has a source for each class of data, where there is one at all. */
function retentionSources(facts: SkuFacts, lost: readonly LostPlan[]): readonly RowSource[] {
  const classes = new Set(lost.filter((p) => p.retentionDays !== null).map((p) => p.dataClass));
  return [...classes].flatMap((id) => {
    const found = facts.dataClass(id);
    return found === null ? [] : { ...found.source, rule: 'E4' as const };
  });
}

type Judge = ReturnType<typeof judgement>;

function judgement(base: Pick<Equivalence, 'lost' | 'ended' | 'also' | 'reassignment'>) {
  return (
    kind: EquivalenceKind,
    code: string,
    severity: Severity,
    params: Verdict['params'],
    sources: readonly (SourceId | RowSource)[],
    confirmable = true,
  ): Equivalence => ({
    ...base,
    kind,
    verdict: { code, severity, params, ...citing(sources) },
    needsConfirmation: severity === 'ask' || severity === 'stop',
    confirmable,
  });
}

function unknown(code: string, params: Verdict['params']): Equivalence {
  const judge = judgement({ lost: [], ended: [], also: [], reassignment: true });
  return judge('unknown', code, 'ask', params, ['E1', 'R6']);
}

/** Two SKUs may share a name: then the part numbers tell them apart. */
function namesOf(original: Sku, target: Sku): { original: string; target: string } {
  return original.name === target.name
    ? { original: `${original.name} (${original.partNumber})`, target: `${target.name} (${target.partNumber})` }
    : { original: original.name, target: target.name };
}

/** What is lost, a line each, as on the card below the sentence. */
function told(lost: readonly LostPlan[], main: readonly ServicePlan[] = []): { services: string; count: number } {
  const services = [...new Set([...lost.map((p) => p.planName), ...main.map((p) => p.title)])];
  return { services: services.join('\n'), count: services.length };
}

const programsOf = (entries: readonly DiscontinuedOffer[]): string => entries.map((e) => e.offer).join('\n');
