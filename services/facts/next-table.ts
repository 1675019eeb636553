import { AppError } from '../errors.ts';
import type { SkuTable } from '../rules/fact-files.ts';
import type { Audience, Cloud } from '../rules/sku-audience.ts';
import type { PublishedPlan, PublishedSku, PublishedTable } from './published-table.ts';

/** Less than this share of the known SKUs: the file is most likely cut off. */
const SMALLEST_SHARE = 0.9;

/**
 * The table of the project that follows from the published one (rule E1). What people decided stays: cloud, audience and the name in use of a
 * known SKU, the order of the rows. New rows come last, by name. The same published table gives the same table again. Pure.
 *
 * @throws AppError `facts.half-a-table` when so many SKUs are missing that the file is most likely cut off
 */
export function nextTable(now: SkuTable, published: PublishedTable, sourceDate: string): SkuTable {
  const kept = now.skus.filter(([id = '']) => published.skus.has(id)).length;
  if (kept < now.skus.length * SMALLEST_SHARE) {
    throw new AppError('facts.half-a-table', {
      hint: `Only ${kept} of the ${now.skus.length} known SKUs are in it: most likely the file is cut off.`,
    });
  }
  const known = new Map(now.plans.map((row) => [row[0] ?? '', row]));
  const plans = inOrder(
    now.plans,
    published.plans,
    (p) => planRow(p, known.get(p.id)),
    (p) => p.name,
  );
  const index = new Map(plans.map(([id = ''], i) => [id, i]));
  const knownSkus = new Map(now.skus.map((row) => [row[0] ?? '', row]));
  const skus = inOrder(
    now.skus,
    published.skus,
    (s) => skuRow(s, knownSkus.get(s.skuId), index),
    (s) => s.names[0] ?? '',
  );
  const unseen = [...published.plans.keys()].filter((id) => !known.has(id));
  const plansToClassify = [...now.plansToClassify.filter((id) => published.plans.has(id)), ...unseen];
  return { source: now.source, docUrl: now.docUrl, sourceDate, plans, skus, plansToClassify };
}

/** The text of data/skus.json. */
export function textOf({ source, docUrl, sourceDate, plans, skus, plansToClassify }: SkuTable): string {
  const rows = (list: readonly (readonly string[])[]) =>
    `[\n${list.map((row) => `  ${JSON.stringify(row.join('|'))}`).join(',\n')}\n ]`;
  const fields = [
    ['source', JSON.stringify(source)],
    ['docUrl', JSON.stringify(docUrl)],
    ['sourceDate', JSON.stringify(sourceDate)],
    ['planRow', '"servicePlanId|name|title"'],
    ['plans', rows(plans)],
    ['plansToClassify', JSON.stringify(plansToClassify)],
    ['skuRow', '"skuId|part number|name|cloud|audience|indices into the plans above|other names"'],
    ['skus', rows(skus)],
  ];
  return `{\n${fields.map(([key, value]) => ` "${key}": ${value}`).join(',\n')}\n}\n`;
}

function inOrder<T>(
  now: readonly (readonly string[])[],
  published: ReadonlyMap<string, T>,
  row: (item: T) => readonly string[],
  name: (item: T) => string,
): readonly (readonly string[])[] {
  const known = new Set(now.map(([id = '']) => id));
  const stay = now.flatMap(([id = '']) => published.get(id) ?? []);
  const come = [...published].filter(([id]) => !known.has(id)).map(([, item]) => item);
  come.sort((a, b) => name(a).localeCompare(name(b), 'en'));
  return [...stay, ...come].map(row);
}

function planRow({ id, name, titles }: PublishedPlan, known: readonly string[] | undefined): readonly string[] {
  return [id, name, inUse(titles, known?.[2])];
}

function skuRow(
  { skuId, partNumber, names, planIds }: PublishedSku,
  known: readonly string[] | undefined,
  index: ReadonlyMap<string, number>,
): readonly string[] {
  const name = inUse(names, known?.[2]);
  const others = names.filter((n) => n !== name);
  const plans = planIds.map((id) => index.get(id) ?? 0).sort((a, b) => a - b);
  const [cloud, audience] = known === undefined ? aimOf(`${partNumber} ${names.join(' ')}`) : [known[3], known[4]];
  return [skuId, partNumber, name, cloud ?? '', audience ?? '', plans.join(' '), others.join('; ')];
}

/** Of several ways to write it the one in use, otherwise the first. */
function inUse(names: readonly string[], known: string | undefined): string {
  return known !== undefined && names.includes(known) ? known : (names[0] ?? '');
}

/** For whom a new SKU is, as its names say. A person looks it over: new SKUs are listed with it. */
function aimOf(names: string): readonly [Cloud, Audience] {
  const cloud = CLOUDS.find(([pattern]) => pattern.test(names))?.[1] ?? 'worldwide';
  const audience = AUDIENCES.find(([pattern]) => pattern.test(names))?.[1] ?? 'general';
  return [cloud, audience];
}

const CLOUDS: readonly (readonly [RegExp, Cloud])[] = [
  [/(?:\b|_)DOD(?:\b|_)/i, 'dod'],
  [/GCC[\s_-]?HIGH/i, 'gcc-high'],
  [/(?:\b|_)(?:GCC|GOV|USGOV)(?:\b|_)|\bGovernment\b/i, 'gcc'],
  [/(?:\b|_)(?:CN|21Vianet)(?:\b|_)/i, 'china'],
];
const AUDIENCES: readonly (readonly [RegExp, Audience])[] = [
  [/FACULTY/i, 'faculty'],
  [/STUDENT|STUUSEBNFT/i, 'student'],
  [/(?:\b|_)EDU(?:\b|_)|\bEducation\b/i, 'education'],
  [/NON[\s_-]?PROFIT|\bDonation\b/i, 'nonprofit'],
  [/\bF[1-5]\b|FRONTLINE|FIRSTLINE|DESKLESS|(?:\b|_)FLW(?:\b|_)|KIOSK/i, 'frontline'],
];
