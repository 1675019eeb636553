import { spawnSync } from 'node:child_process';
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { assess } from '../../services/moves/assess.ts';
import type { Original } from '../../services/moves/move.ts';
import { proposeTargets } from '../../services/rules/equivalence.ts';
import type { CatalogOffer } from '../../services/rules/judgement.ts';
import { planReminders } from '../../services/rules/reminder-plan.ts';
import type { SkuFacts } from '../../services/rules/sku-facts.ts';
import { aMove, anOriginal, aTarget, facts } from '../rules/builders.ts';

/**
 * How long the full judgement of one customer takes: paths, proposals over the whole SKU table, equivalence of the chosen target, seats, lifecycle,
 * credit and the reminder plan. Prints medians and growth; nothing fails when it is slow. Run it with `node test/bench/rules.bench.ts`.
 *
 * The subscriptions are drawn with a fixed seed: 60 offers, as tenants hold few; end dates spread over 400 days; all sources. "first" is the first
 * judgement with a catalogue that was just read, "median" the ones after it, as cards and reminders ask again and again. The sizes take turns, so that
 * whatever else the machine does hits all of them; "GC" is the share of the time in which the collector ran.
 */
const TODAY = Temporal.PlainDate.from('2026-11-20');
const SIZES = [30, 300, 3000];
const ROUNDS = 30;
/** Subscriptions judged in a row of each size, so that every size takes about as long in a round. */
const IN_A_ROW = 3000;
const GOALS = { median300: 5, startUp: 30 };

const collections: { readonly startTime: number; readonly duration: number }[] = [];
const collector = new PerformanceObserver((list) => collections.push(...list.getEntries()));
collector.observe({ entryTypes: ['gc'] });

startUp();
const tenants = SIZES.map((size) => judgement(size, 60));
for (let round = 0; round < ROUNDS; round++) for (const each of tenants) each.run();
const varied = judgement(300, 400);
for (let round = 0; round < ROUNDS; round++) varied.run();
// The last entries come in a task of their own, some time later.
await setTimeout(100);
collector.disconnect();
const measured = tenants.map((each) => each.report());
growth(measured);
varied.report();

interface Judgement {
  run(): void;
  report(): Measured;
}

interface Measured {
  readonly median: number;
  readonly fastest: number;
  /** Median without the time of the collector. */
  readonly apart: number;
}

function judgement(size: number, offers: number): Judgement {
  const move = aMove({ originals: tenant(size, offers) });
  const rules = { skus: facts, catalogue: catalogue() };
  const once = () => {
    const assessment = assess(move, TODAY, rules);
    // The proposals are searched for when they are read.
    const proposals = assessment.originals.reduce((n, o) => n + o.proposals.length, 0);
    return proposals + planReminders(move, TODAY, assessment.originals).length;
  };
  const first = timed(once);
  const runs: { readonly from: number; readonly wall: number }[] = [];
  let cpu = 0;
  return {
    run: () => {
      const before = process.cpuUsage();
      for (let i = 0; i < IN_A_ROW / size; i++) {
        const from = performance.now();
        once();
        runs.push({ from, wall: performance.now() - from });
      }
      const { user, system } = process.cpuUsage(before);
      cpu += (user + system) / 1000;
    },
    report: () => {
      const walls = runs.map((r) => r.wall);
      const collected = runs.map(({ from, wall }) =>
        collections.filter((c) => c.startTime >= from && c.startTime < from + wall).reduce((n, c) => n + c.duration, 0),
      );
      const found = {
        median: median(walls),
        fastest: Math.min(...walls),
        apart: median(walls.map((wall, i) => wall - (collected[i] ?? 0))),
      };
      const goal = size === 300 && offers === 60 ? ` (goal ${GOALS.median300} ms)` : '';
      const share = (100 * sum(collected)) / sum(walls);
      print(
        `${size} subscriptions of ${offers} offers: median ${ms(found.median)}${goal}, fastest ${ms(found.fastest)}, CPU ${ms(cpu / runs.length)}, first ${ms(first)}, GC ${ms(sum(collected) / runs.length)} each (${share.toFixed(0)} %)`,
      );
      return found;
    },
  };
}

function growth(found: readonly Measured[]): void {
  for (const [i, size] of SIZES.slice(1).entries()) {
    const [smaller, larger] = [found[i], found[i + 1]];
    if (smaller === undefined || larger === undefined) continue;
    const ratio = (what: keyof Measured) => (larger[what] / smaller[what]).toFixed(1);
    print(
      `growth from ${SIZES[i]} to ${size}: median ${ratio('median')}, fastest ${ratio('fastest')}, without GC ${ratio('apart')} (linear: ${size / (SIZES[i] ?? 1)})`,
    );
  }
}

/** In processes of their own, as a start is never warm: what reading, checking and linking all fact files costs. */
function startUp(): void {
  const child = fileURLToPath(new URL('start-up.ts', import.meta.url));
  const runs = Array.from({ length: 7 }, () => {
    const { stdout } = spawnSync(process.execPath, [child], { encoding: 'utf8' });
    const [wall = Number.NaN, cpu = Number.NaN] = stdout.trim().split(' ').map(Number);
    return { wall, cpu };
  });
  const wall = median(runs.map((r) => r.wall));
  const cpu = median(runs.map((r) => r.cpu));
  print(`start-up of the facts: median ${ms(wall)} wall, ${ms(cpu)} CPU (goal ${GOALS.startUp} ms)`);
}

function tenant(size: number, offers: number): readonly Original[] {
  const random = generator(20261120);
  const held = heldOffers(facts, offers);
  const rules = catalogue();
  const sources = ['direct-mca', 'direct-mosa', 'partner-nce', 'partner-legacy', 'enterprise-agreement'] as const;
  return Array.from({ length: size }, (_, i) => {
    const offer = held[Math.floor(random() * held.length)];
    const best = proposeTargets(facts, offer?.skuId ?? null, rules)[0];
    const seats = 1 + Math.floor(random() * 50);
    return anOriginal({
      id: `subscription-${i}`,
      skuId: offer?.skuId ?? null,
      name: offer?.name ?? '',
      seats,
      assignedSeats: seats,
      source: sources[Math.floor(random() * sources.length)] ?? null,
      autoRenew: random() < 0.3,
      endDate: TODAY.add({ days: Math.floor(random() * 400) }).toString(),
      termStart: TODAY.subtract({ days: Math.floor(random() * 300) }).toString(),
      path: null,
      target:
        best === undefined ? null : aTarget({ skuId: best.skuId, name: best.name, catalogSku: best.catalogSku, seats }),
    });
  });
}

function heldOffers({ skus }: SkuFacts, count: number) {
  return skus.filter((s) => s.cloud === 'worldwide' && s.audience === 'general').slice(-count);
}

/** The whole SKU table as if all of it were on sale; a new list each time, as when it was just read. */
function catalogue(): readonly CatalogOffer[] {
  return facts.skus.map(({ skuId, name }, i) => ({
    catalogSku: `P${i}:0001`,
    skuId,
    title: name,
    minimumSeats: 1,
    maximumSeats: null,
    segment: 'commercial',
    isTrial: false,
    isAddon: false,
    prerequisites: [],
    terms: ['P1Y'],
  }));
}

/** A small generator with a seed, so that every run judges the same tenant. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
