import { discontinuationOf, isForSale, replacementWith } from './discontinuation.ts';
import type { DiscontinuedOffer } from './fact-files.ts';
import type { Equivalence, EquivalenceKind, LostPlan } from './judgement.ts';
import { missingMainServices } from './main-functions.ts';
import { countedPlans, lostPlans } from './plan-loss.ts';
import { mayReplace } from './sku-audience.ts';
import type { ServicePlan, Sku, SkuFacts } from './sku-facts.ts';
import type { SourceId } from './sources.ts';
import type { Severity, Verdict } from './verdict.ts';

/**
 * What happens to the users' services and data when an original is replaced by a target offer (rules R3-R6, C10, E1-E4).
 *
 * | original                    | target              | kind         | severity | reassign | named person |
 * | --------------------------- | ------------------- | ------------ | -------- | -------- | ------------ |
 * | not known                   | any                 | unknown      | ask      | yes      | yes          |
 * | any                         | not known           | unknown      | ask      | yes      | yes          |
 * | same SKU id, even if not in the table, still sold | | same        | ok       | no       | no           |
 * | same, closed to new customers                    |  | same        | warn     | no       | no           |
 * | same, no longer sold at all                      |  | same        | ask      | no       | yes          |
 * | other cloud, or faculty for students             |  | different   | stop     | yes      | yes          |
 * | no longer sold, in two programs                  |  | discontinued | ask     | yes      | yes          |
 * | no longer sold, high or medium or main lost      |  | discontinued | stop    | yes      | yes          |
 * | no longer sold, nothing of weight lost           |  | discontinued | ask     | yes      | yes (R6)     |
 * | closed to new customers, high, medium or main lost |  | discontinued | stop    | yes      | yes          |
 * | closed to new customers, nothing of weight lost  |  | as for an offer that is sold |  |  |         |
 * | sold                        | no longer sold      | different    | stop     | yes      | yes          |
 * | sold                        | high or medium lost | different    | stop     | yes      | yes          |
 * | sold                        | main service missing | different   | stop     | yes      | yes          |
 * | nothing left of it but retired plans             |  | discontinued | ask     | yes      | yes          |
 * | sold                        | functions lost      | equivalent   | warn     | yes      | no           |
 * | sold                        | low classes lost    | equivalent   | note     | yes      | no           |
 * | sold                        | nothing lost        | equivalent   | note     | yes      | no           |
 *
 * The same product under another SKU id is `equivalent`, never `same`: Microsoft does not carry the assignments over.
 * `discontinued` wins over `different`, because the person then needs the replacement and not only the loss.
 */
export function judgeEquivalence(facts: SkuFacts, sourceSkuId: string | null, targetSkuId: string | null): Equivalence {
  if (sourceSkuId === null || targetSkuId === null) {
    return unknown(sourceSkuId === null ? 'equivalence.unknown-original' : 'equivalence.unknown-target', {});
  }
  if (sourceSkuId.trim().toLowerCase() === targetSkuId.trim().toLowerCase()) return judgeSame(facts, sourceSkuId);

  const original = facts.find(sourceSkuId);
  if (original === null) return unknown('equivalence.original-not-in-table', { skuId: sourceSkuId });
  const target = facts.find(targetSkuId);
  if (target === null) return unknown('equivalence.target-not-in-table', { skuId: targetSkuId });
  return rememberedPair(facts, original, target);
}

/** Many subscriptions of a tenant share their pair of offers: a pair is judged once, and forgotten when very many were compared. */
const MOST_PAIRS = 5_000;
const judged = new WeakMap<SkuFacts, Map<string, Equivalence>>();

function rememberedPair(facts: SkuFacts, original: Sku, target: Sku): Equivalence {
  let pairs = judged.get(facts);
  if (pairs === undefined || pairs.size >= MOST_PAIRS) {
    pairs = new Map();
    judged.set(facts, pairs);
  }
  const key = `${original.skuId} ${target.skuId}`;
  let equivalence = pairs.get(key);
  if (equivalence === undefined) {
    equivalence = judgePair(facts, original, target);
    pairs.set(key, equivalence);
  }
  return equivalence;
}

function judgePair(facts: SkuFacts, original: Sku, target: Sku): Equivalence {
  const names = namesOf(original, target);
  const lost = lostPlans(original, target, facts.dataClass);
  const weighty = lost.filter((p) => p.weight !== 'low');
  const judge = judgement({ lost, reassignment: true });

  if (original.cloud !== target.cloud)
    return judge('different', 'equivalence.other-cloud', 'stop', names, ['I10', 'L8']);
  if (!mayReplace(original, target))
    return judge('different', 'equivalence.other-audience', 'stop', names, ['L6', 'L7']);

  const ended = discontinuationOf(facts, original.skuId);
  if (ended.kind === 'ambiguous') {
    return judge(
      'discontinued',
      'equivalence.ask-programme',
      'ask',
      { ...names, programs: ended.entries.map((e) => e.offer).join('\n') },
      ['R6', 'L10', 'C10', 'E3'],
    );
  }
  if (ended.kind === 'none' && countedPlans(original).length === 0) {
    return judge('discontinued', 'equivalence.service-ended', 'ask', names, ['R6', 'E1']);
  }
  const main = missingMainServices(facts, original, target);
  const losesMuch = weighty.length > 0 || main.length > 0;
  if (ended.kind !== 'none' && (!isForSale(ended) || losesMuch))
    return judgeDiscontinued(ended.entry, original, target, lost, main, names);
  if (discontinuationOf(facts, target.skuId).kind === 'gone') {
    return judge('different', 'equivalence.target-not-sold', 'stop', names, ['R6', 'E3']);
  }

  if (weighty.length > 0) {
    const code = weighty[0]?.weight === 'high' ? 'equivalence.loses-high' : 'equivalence.loses-medium';
    return judge('different', code, 'stop', { ...names, ...told(weighty) }, ['R5', 'E1', 'E2', 'E4']);
  }
  if (main.length > 0) {
    const services = main.map((p) => p.title);
    return judge(
      'different',
      'equivalence.other-services',
      'stop',
      { ...names, services: list(services), count: services.length },
      ['R3', 'R5', 'E1'],
    );
  }
  const functions = lost.filter((p) => p.holdsData === false);
  if (functions.length > 0) {
    return judge('equivalent', 'equivalence.fewer-functions', 'warn', { ...names, ...told(functions) }, ['R5', 'E1']);
  }
  if (lost.length > 0) {
    return judge('equivalent', 'equivalence.minor-loss', 'note', { ...names, ...told(lost) }, ['R5', 'E1', 'E2']);
  }
  return judge('equivalent', 'equivalence.equivalent', 'note', names, ['R5', 'E1']);
}

function judgeSame(facts: SkuFacts, skuId: string): Equivalence {
  const judge = judgement({ lost: [], reassignment: false });
  const name = facts.find(skuId)?.name ?? skuId.trim().toLowerCase();
  const ended = discontinuationOf(facts, skuId);
  if (ended.kind === 'none') return judge('same', 'equivalence.same', 'ok', { name }, ['R3', 'R4']);
  if (ended.kind === 'ambiguous') {
    return judge(
      'same',
      'equivalence.same-ask-programme',
      'ask',
      { name, programs: ended.entries.map((e) => e.offer).join('\n') },
      ['R4', 'L10', 'C10'],
    );
  }
  return isForSale(ended)
    ? judge('same', 'equivalence.same-end-of-sale', 'warn', { name }, ['R4', 'C10', 'T15', 'E3'])
    : judge('same', 'equivalence.same-not-sold', 'ask', { name }, ['R4', 'R6', 'C6', 'T15', 'E3']);
}

function judgeDiscontinued(
  entry: DiscontinuedOffer,
  original: Sku,
  target: Sku,
  lost: readonly LostPlan[],
  main: readonly ServicePlan[],
  names: Verdict['params'],
): Equivalence {
  const judge = judgement({ lost, reassignment: true });
  const weighty = lost.filter((p) => p.weight !== 'low');
  const documented = replacementWith(entry, original.skuId, target.skuId);
  const sources = ['R6', 'E3', 'E1', 'E2'] as const;
  if (weighty.length === 0 && main.length === 0) {
    return documented === undefined
      ? judge('discontinued', 'equivalence.discontinued-covered', 'ask', names, sources)
      : judge('discontinued', 'equivalence.discontinued-documented', 'ask', names, sources);
  }
  const params = { ...names, ...told(weighty, main) };
  return documented === undefined
    ? judge('discontinued', 'equivalence.discontinued-loses', 'stop', params, sources)
    : judge(
        'discontinued',
        'equivalence.discontinued-documented-loses',
        'stop',
        { ...params, replacement: documented.name },
        sources,
      );
}

function judgement({ lost, reassignment }: { lost: readonly LostPlan[]; reassignment: boolean }) {
  return (
    kind: EquivalenceKind,
    code: string,
    severity: Severity,
    params: Verdict['params'],
    sources: readonly SourceId[],
  ): Equivalence => ({
    kind,
    verdict: { code, severity, params, sources },
    lost,
    reassignment,
    needsConfirmation: severity === 'ask' || severity === 'stop',
  });
}

function unknown(code: string, params: Verdict['params']): Equivalence {
  return judgement({ lost: [], reassignment: true })('unknown', code, 'ask', params, ['E1', 'R6']);
}

/** Two SKUs may share a name: then the part numbers tell them apart. */
function namesOf(original: Sku, target: Sku): { original: string; target: string } {
  return original.name === target.name
    ? { original: `${original.name} (${original.partNumber})`, target: `${target.name} (${target.partNumber})` }
    : { original: original.name, target: target.name };
}

function told(lost: readonly LostPlan[], main: readonly ServicePlan[] = []): { services: string; count: number } {
  const services = [...new Set([...lost.map((p) => p.planName), ...main.map((p) => p.title)])];
  return { services: list(services), count: services.length };
}

/** Lines of a list: the first few say enough, the card shows all. */
function list(names: readonly string[]): string {
  return (names.length > 5 ? [...names.slice(0, 5), '…'] : names).join('\n');
}
