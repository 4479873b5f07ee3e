/**
 * What does it earn to give each person the coupon that suits it? Shops with three coupons of known effects: models learn each
 * coupon on a random mailing to half of the customers; on the other half the allocation gives each person the best of the three
 * or none under a budget, and beside it the best single coupon is given under the same one. Figures are in truth: what the
 * simulation expects of each person.
 *
 *     npm run bench -- coupons [--seeds 10] [--users 100000] [--budget 0.25] [--learner uplift|separate] [--json]
 *
 * `--budget` is the share of what a coupon of 10 for everybody would set aside.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { compareCoupons, type CouponComparison } from '#strata/cli/demo';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { readDocument } from '#strata/rulebook/documents';
import { COUPONS, mailCoupons } from '#strata/simulator/coupons';
import { simulateShop, testedRows } from '#strata/simulator/shop';
import { normalEstimate } from '#strata/statistics';
import { LEARNERS } from './models.js';

const { values: given } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    users: { type: 'string', default: '100000' },
    budget: { type: 'string', default: '0.25' },
    learner: { type: 'string', default: 'uplift' },
    json: { type: 'boolean', default: false },
  },
});
const rules = { directory: join(PACKAGE_ROOT, 'rules') };
const documents = {
  natural: await readDocument('model', 'natural-conversion', rules),
  coupon: await readDocument('model', 'coupon-conversion', rules),
};
const learn = LEARNERS[given.learner as keyof typeof LEARNERS];
const strategy = await readDocument('strategy', 'win-back-coupon', rules);
const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
const runs: Run[] = [];
try {
  for (let seed = 1; seed <= Number(given.seeds); seed++) runs.push(await compare(host, seed));
} finally {
  await host.close();
}
if (given.json) console.log(JSON.stringify(runs));
else print();

/** What was earned with a seed, in money and in truth. */
interface Run extends CouponComparison {
  readonly seed: number;
}

async function compare(opened: PluginHost, seed: number): Promise<Run> {
  const shop = simulateShop({ users: Number(given.users), seed });
  const mailing = mailCoupons(shop);
  const rows = testedRows(shop, 'replay', 'last');
  const scores = await learn({ host: opened, shop, mailing, documents }, rows);
  const run = compareCoupons({ shop, mailing, strategy, rows, scores, budgetShare: Number(given.budget) });
  const alone = run.single.map((own) => own.toFixed(0)).join(', ');
  process.stderr.write(`seed ${seed}: ${run.personal.toFixed(0)} beside ${alone}\n`);
  return { seed, ...run };
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}

function print(): void {
  const money = (amount: number) => amount.toFixed(0);
  const table = new Table({
    head: [
      'seed',
      'given 5 / 10 / 20',
      'own coupon each',
      ...COUPONS.map(({ id }) => `only ${id}`),
      'more than the best (95 %)',
      'gap',
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const run of runs) {
    const { value, lower, upper } = run.gain;
    table.push([
      run.seed,
      run.given.join(' / '),
      money(run.personal),
      ...run.single.map((own, place) => `${money(own)}${place === run.expectedBest ? ' *' : ''}`),
      `${money(value)} (${money(lower)} to ${money(upper)})`,
      `${(100 * run.gap).toFixed(4)} %`,
    ]);
  }
  console.log(`${table.toString()}\n* the single coupon that the models expected to earn most`);
  const gains = Float64Array.from(runs, ({ gain }) => gain.value);
  const mean = sum(gains) / runs.length;
  const deviation = Math.sqrt(sum(gains.map((own) => (own - mean) ** 2)) / Math.max(1, runs.length - 1));
  const { lower, upper } = normalEstimate(mean, deviation / Math.sqrt(runs.length), 0.95);
  const least = runs.filter(({ gain }) => gain.lower <= 0).map(({ seed }) => seed);
  const hindsight = runs.filter(({ personal, single }) => personal <= Math.max(...single)).map(({ seed }) => seed);
  console.log(
    `A coupon for each person earns ${money(mean)} more than the best single one, mean of ${runs.length} seeds (95 %: ${money(lower)} to ${money(upper)}).`,
  );
  console.log(
    `Not more for sure: ${least.length === 0 ? 'no seed' : `seeds ${least.join(', ')}`}; less than the best single one in hindsight: ${hindsight.length === 0 ? 'no seed' : `seeds ${hindsight.join(', ')}`}.`,
  );
}
