import { VERBS } from '../../cards/verbs.ts';
import type { Move } from '../../services/moves/move.ts';
import { type InvokeAnswer, Wire } from '../bot/wire.ts';
import { anOriginal, aMove as aWholeMove } from '../builders.ts';
import { atEnd } from '../setup.ts';
import { anEntry, effects } from '../store/builders.ts';

/**
 * How long Teams waits for an answer of the sandbox: HTTP in, the answer to the invoke out, with the embedded database. What is compared
 * takes turns in one run, so that a busy machine is busy for both. Nothing fails when it is slow.
 *
 * Run it with `npm run bench:answers`; `npm run bench:answers -- 50` makes fewer rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 200);
const WARM_UP = 10;
const CUSTOMERS = '5000';
const [FEW, MANY] = [30, 300];

const wire = await Wire.open({}, { SANDBOX_CUSTOMERS: CUSTOMERS });
const { services } = wire.chat.house;
const [few, many] = [await moveWith(FEW, '1'), await moveWith(MANY, '2')];
await wire.search('customers', 'x');
await services.customerIndex.settled();
await services.catalogue();

type Ask = () => Promise<InvokeAnswer>;
const look = (data: unknown) => () => wire.execute(VERBS.view, data, { trigger: 'automatic' });
const search = (dataset: string, queryText: string) => () =>
  wire.invoke('application/search', { dataset, queryText, queryOptions: { skip: 0, top: 15 } });

await compare(
  'help (nothing is read)',
  () => wire.execute(VERBS.help, {}),
  'all moves',
  () => wire.execute(VERBS.moves, {}),
);
await compare(`a step of ${FEW} originals`, open(few), `of ${MANY}`, open(many));
await compare('a press on a step', open(few), 'the same by a refresh', look({ view: 'step', moveId: few.id }));
await compare('a press on a step', open(few), 'Microsoft asked again', () =>
  wire.execute(VERBS.refresh, { moveId: few.id }),
);
await compare(
  'customers, nothing typed',
  search('customers', ''),
  `one of ${CUSTOMERS} with a slip`,
  search('customers', 'aspen bakrey'),
);
await compare(
  'customers by beginning',
  search('customers', 'aspen b'),
  'in another script',
  search('customers', 'аспен'),
);
await compare('offers by name', search('offers', 'business prem'), 'by number', search('offers', 'CFQ7TTC0'));

await wire.close();
for (const end of atEnd.splice(0).reverse()) await end();

function open(move: Move): Ask {
  return () => wire.execute(VERBS.openMove, { moveId: move.id });
}

async function compare(name: string, ask: Ask, otherName: string, other: Ask): Promise<void> {
  const times: readonly [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [n, one] of [ask, other].entries()) {
      const begun = performance.now();
      const { statusCode } = await one();
      const took = performance.now() - begun;
      if (statusCode !== 200) throw new Error(`${n === 0 ? name : otherName}: ${statusCode}`);
      if (round >= 0) times[n]?.push(took);
    }
  }
  const ratios = times[1].map((time, n) => time / (times[0][n] ?? Number.NaN));
  process.stdout.write(
    `${name}: ${figures(times[0])}; ${otherName}: ${figures(times[1])}; ratio ${at(ratios, 0.5).toFixed(2)}\n`,
  );
}

function figures(times: readonly number[]): string {
  return `p50 ${at(times, 0.5).toFixed(1)}, p95 ${at(times, 0.95).toFixed(1)}, p99 ${at(times, 0.99).toFixed(1)} ms`;
}

function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

async function moveWith(count: number, tenant: string): Promise<Move> {
  const originals = Array.from({ length: count }, (_, n) => anOriginal({ id: `original-${n}`, name: `Offer ${n}` }));
  const blank = aWholeMove();
  const move: Move = {
    ...blank,
    id: `00000000-0000-4000-8000-00000000000${tenant}`,
    customer: { ...blank.customer, tenantId: `00000000-0000-4000-9000-00000000000${tenant}` },
    conversationId: 'a:sam',
    facts: { ...blank.facts, originals },
  };
  await wire.chat.house.store.moves.create(move, anEntry(move), effects());
  return move;
}
