import { figures } from '../../services/rules/figures.ts';
import { marketTable } from '../../services/rules/region.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';

// A process that reads all facts once and prints the milliseconds on the clock and of the processor.
const cpuBefore = process.cpuUsage();
const before = performance.now();
loadSkuFacts();
marketTable();
figures();
const wall = performance.now() - before;
const cpu = process.cpuUsage(cpuBefore);
process.stdout.write(`${wall} ${(cpu.user + cpu.system) / 1000}\n`);
