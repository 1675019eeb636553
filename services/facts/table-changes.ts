import type { Row, SkuTable } from '../rules/fact-files.ts';

/** What is different between two tables, one sentence per line, the same order every time; empty when they are equal. Pure. */
export function changesBetween(before: SkuTable, after: SkuTable): readonly string[] {
  return [
    ...skuChanges(before, after),
    ...planChanges(before.plans, after.plans),
    ...membershipChanges(before, after),
    ...after.plansToClassify.map((id) => `not classified yet: service plan ${called(after.plans, id)}`),
  ];
}

function skuChanges({ skus: before }: SkuTable, { skus: after }: SkuTable): readonly string[] {
  return compared(before, after).flatMap(({ id, old, now }) => {
    if (old === undefined)
      return [`SKU added: ${now?.[2]} (${now?.[1]}, ${id}), taken to be ${now?.[3]}, ${now?.[4]}: check`];
    if (now === undefined) return [`SKU removed: ${old[2]} (${old[1]}, ${id})`];
    return [
      ...(old[2] === now[2] ? [] : [`SKU renamed: ${old[2]} -> ${now[2]} (${id})`]),
      ...(old[1] === now[1] ? [] : [`SKU part number changed: ${old[1]} -> ${now[1]} (${id})`]),
    ];
  });
}

function planChanges(before: readonly Row[], after: readonly Row[]): readonly string[] {
  return compared(before, after).flatMap(({ id, old, now }) => {
    if (old === undefined) return [`service plan added: ${now?.[2]} (${now?.[1]}, ${id})`];
    if (now === undefined) return [`service plan removed: ${old[2]} (${old[1]}, ${id})`];
    if (old[2] === now[2] && old[1] === now[1]) return [];
    return [`service plan renamed: ${old[2]} (${old[1]}) -> ${now[2]} (${now[1]}) (${id})`];
  });
}

/** Plans that came into or left a SKU that stays. */
function membershipChanges(before: SkuTable, after: SkuTable): readonly string[] {
  return compared(before.skus, after.skus).flatMap(({ old, now }) => {
    if (old === undefined || now === undefined) return [];
    const had = planIds(before, old);
    const has = planIds(after, now);
    const come = [...has].filter((id) => !had.has(id)).map((id) => `+ ${called(after.plans, id)}`);
    const gone = [...had].filter((id) => !has.has(id)).map((id) => `- ${called(before.plans, id)}`);
    return come.length + gone.length === 0 ? [] : [`${now[2]} (${now[1]}): ${[...come, ...gone].join(', ')}`];
  });
}

interface Pair {
  readonly id: string;
  readonly old: Row | undefined;
  readonly now: Row | undefined;
}

function compared(before: readonly Row[], after: readonly Row[]): readonly Pair[] {
  const old = new Map(before.map((row) => [row[0] ?? '', row]));
  const now = new Map(after.map((row) => [row[0] ?? '', row]));
  return [...new Set([...old.keys(), ...now.keys()])].map((id) => ({ id, old: old.get(id), now: now.get(id) }));
}

function planIds({ plans }: SkuTable, sku: Row): ReadonlySet<string> {
  return new Set((sku[5] ?? '').split(' ').map((i) => plans[Number(i)]?.[0] ?? ''));
}

function called(plans: readonly Row[], id: string): string {
  const plan = plans.find((row) => row[0] === id);
  return plan === undefined ? id : `${plan[2]} (${plan[1]})`;
}
