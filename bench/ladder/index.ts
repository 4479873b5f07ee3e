/**
 * Does the ladder tell the truth? In each of many shops a coupon goes to every customer, with a random control; two models
 * of earlier mailings are trained, the ladder of a strategy with all four levels is replayed, and each level's true
 * incremental profit is held against its interval, at natural size and at an equal one.
 *
 *     npm run bench -- ladder [--seeds 100] [--first 1] [--users 40000] [--world persuadables] [--epochs 10] [--json]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { openEmbedded } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { ModelRegistry } from '#strata/models/registry';
import { type World } from '#strata/simulator/shop';
import { type JudgedLevel, ladderOfShop, readRules } from './ladder-of-shop.js';

const BAR = 0.93;

const { values: given } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    users: { type: 'string', default: '40000' },
    world: { type: 'string', default: 'persuadables' },
    epochs: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seeds = Array.from({ length: Number(given.seeds) }, (_, index) => Number(given.first) + index);

const folder = await mkdtemp(join(tmpdir(), 'strata-ladder-'));
const database = await openEmbedded(join(folder, 'database'));
const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
const registry = new ModelRegistry(database);
const rules = await readRules(given.epochs === undefined ? undefined : Number(given.epochs));
const runs: { readonly seed: number; readonly levels: readonly JudgedLevel[] }[] = [];
try {
  for (const seed of seeds) {
    const options = { users: Number(given.users), seed, world: given.world as World, folder };
    const levels = await ladderOfShop(options, rules, { host, registry });
    runs.push({ seed, levels });
    if (!given.json) process.stderr.write(`seed ${seed}: ${levels.map(wordsOf).join(', ')}\n`);
  }
} finally {
  await host.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
report();

function wordsOf({ level, natural, equal }: JudgedLevel): string {
  const missed = [natural, equal].map((figure) => (figure.holds ? '' : '!')).join('');
  return `${level} ${natural.truth.toFixed(0)} [${natural.profit.lower.toFixed(0)}, ${natural.profit.upper.toFixed(0)}]${missed}`;
}

function report(): void {
  const names = [...new Set(runs.flatMap(({ levels }) => levels.map(({ level }) => level)))];
  const rows = names.map((level) => {
    const found = runs.flatMap(({ levels }) => levels.filter((one) => one.level === level));
    const held = (size: 'natural' | 'equal') => found.filter((one) => one[size].holds).length;
    const mean = (of: (one: JudgedLevel) => number) => found.reduce((sum, one) => sum + of(one), 0) / found.length;
    return {
      level,
      seeds: found.length,
      held: { natural: held('natural'), equal: held('equal') },
      people: mean(({ natural }) => natural.people),
      profit: mean(({ natural }) => natural.profit.value),
      truth: mean(({ natural }) => natural.truth),
      equal: { profit: mean(({ equal }) => equal.profit.value), truth: mean(({ equal }) => equal.truth) },
    };
  });
  const together = (size: 'natural' | 'equal') =>
    runs.filter(({ levels }) => levels.every((level) => level[size].holds)).length;
  const all = { natural: together('natural'), equal: together('equal') };
  const reached = Math.min(all.natural, all.equal) >= BAR * runs.length;
  if (given.json) {
    console.log(JSON.stringify({ seeds: seeds.length, users: Number(given.users), rows, all, reached }, null, 2));
    return;
  }
  const table = new Table({
    head: ['level', 'people', 'profit', 'in truth', 'holds it', 'equal size: profit', 'in truth', 'holds it'],
    style: { head: [], border: [] },
  });
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  for (const { level, people, profit, truth, held, equal, seeds: of } of rows) {
    const size = [whole(people), whole(profit), whole(truth), `${held.natural} of ${of}`];
    table.push([level, ...size, whole(equal.profit), whole(equal.truth), `${held.equal} of ${of}`]);
  }
  console.log(table.toString());
  console.log(`All levels of a seed at once: ${all.natural} at natural size, ${all.equal} at an equal one.`);
  console.log(`Every level's truth within its interval in ${100 * BAR} of 100 seeds: ${reached ? 'yes' : 'NO'}`);
}
