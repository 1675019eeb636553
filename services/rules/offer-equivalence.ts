import { discontinuationOf, isForSale, replacementWith } from './discontinuation.ts';
import type { DiscontinuedOffer } from './fact-files.ts';
import type { Equivalence, EquivalenceKind, LostPlan } from './judgement.ts';
import { capabilitiesOf, countedPlans, lostPlans, missingPlans } from './plan-loss.ts';
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
 * | no longer sold, in two programmes                |  | discontinued | ask     | yes      | yes          |
 * | no longer sold, high or medium lost              |  | discontinued | stop    | yes      | yes          |
 * | no longer sold, nothing of weight lost           |  | discontinued | ask     | yes      | yes (R6)     |
 * | closed to new customers, high or medium lost     |  | discontinued | stop    | yes      | yes          |
 * | closed to new customers, nothing of weight lost  |  | as for an offer that is sold |  |  |         |
 * | sold                        | high or medium lost | different    | stop     | yes      | yes          |
 * | sold, holds no data         | functions missing   | different    | stop     | yes      | yes          |
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
  return judgePair(facts, original, target);
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
      { ...names, programmes: ended.entries.map((e) => e.offer).join('\n') },
      ['R6', 'L10', 'C10', 'E3'],
    );
  }
  if (ended.kind === 'none' && countedPlans(original).length === 0) {
    return judge('discontinued', 'equivalence.service-ended', 'ask', names, ['R6', 'E1']);
  }
  const sold = isForSale(ended);
  if (ended.kind !== 'none' && (!sold || weighty.length > 0))
    return judgeDiscontinued(ended.entry, original, target, lost, names);

  if (weighty.length > 0) {
    const code = weighty[0]?.weight === 'high' ? 'equivalence.loses-high' : 'equivalence.loses-medium';
    return judge('different', code, 'stop', { ...names, ...told(weighty) }, ['R5', 'E1', 'E2', 'E4']);
  }
  const missing = missingPlans(original, target);
  if (isAnotherProduct(facts, original, lost, missing)) {
    const services = missing.map((p) => p.title);
    return judge(
      'different',
      'equivalence.other-services',
      'stop',
      { ...names, services: list(services), count: services.length },
      ['R5', 'E1'],
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

/**
 * Covering the data says nothing where there is none: then the functions are the product, and losing one makes it another product. The
 * same when not one capability of the original is covered.
 */
function isAnotherProduct(
  { dataClass }: SkuFacts,
  original: Sku,
  lost: readonly LostPlan[],
  missing: readonly ServicePlan[],
): boolean {
  const needed = capabilitiesOf(original);
  if (needed.length === 0) return missing.length > 0;
  const holdsData = needed.some((c) => dataClass(c.dataClass)?.holdsData === true);
  return holdsData ? lost.length >= needed.length : lost.length > 0;
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
      { name, programmes: ended.entries.map((e) => e.offer).join('\n') },
      ['R4', 'L10', 'C10'],
    );
  }
  return isForSale(ended)
    ? judge('same', 'equivalence.same-end-of-sale', 'warn', { name }, ['R4', 'C10', 'E3'])
    : judge('same', 'equivalence.same-not-sold', 'ask', { name }, ['R4', 'R6', 'E3']);
}

function judgeDiscontinued(
  entry: DiscontinuedOffer,
  original: Sku,
  target: Sku,
  lost: readonly LostPlan[],
  names: Verdict['params'],
): Equivalence {
  const judge = judgement({ lost, reassignment: true });
  const weighty = lost.filter((p) => p.weight !== 'low');
  const documented = replacementWith(entry, original.skuId, target.skuId);
  const sources = ['R6', 'E3', 'E1', 'E2'] as const;
  if (weighty.length === 0) {
    return documented === undefined
      ? judge('discontinued', 'equivalence.discontinued-covered', 'ask', names, sources)
      : judge('discontinued', 'equivalence.discontinued-documented', 'ask', names, sources);
  }
  const params = { ...names, ...told(weighty) };
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

function told(lost: readonly LostPlan[]): { services: string; count: number } {
  const services = [...new Set(lost.map((p) => p.planName))];
  return { services: list(services), count: services.length };
}

/** Lines of a list: the first few say enough, the card shows all. */
function list(names: readonly string[]): string {
  return (names.length > 5 ? [...names.slice(0, 5), '…'] : names).join('\n');
}
