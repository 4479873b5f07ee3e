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
import { type Strategy } from '#strata/engine';
import { idKeys, optionBlock } from '#strata/engine/allocation';
import { optionsOf, type OfferOptions, type People, qualifyColumns, ungated } from '#strata/engine/columns';
import { compileRelease } from '#strata/engine/plan';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { readDocument } from '#strata/rulebook/documents';
import { COUPONS, expectedProfits, mailCoupons } from '#strata/simulator/coupons';
import { factsOfRows, type SimulatedShop, simulateShop, testedRows } from '#strata/simulator/shop';
import { normalEstimate } from '#strata/statistics';
import { allocate } from './allocate.js';
import { LEARNERS } from './models.js';

const CONTACT_COST = 0.05;
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
const strategy = withCoupons(await readDocument('strategy', 'win-back-coupon', rules));
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
interface Run {
  readonly seed: number;
  /** How many got each coupon where each person got its own. */
  readonly given: readonly number[];
  readonly personal: number;
  /** By coupon: given alone under the same budget. */
  readonly single: readonly number[];
  /** The single coupon that the models expected to earn most. */
  readonly expectedBest: number;
  /** How much more personalising earned than that one, with the 95 % interval over people. */
  readonly gain: readonly [value: number, lower: number, upper: number];
  readonly gap: number;
}

function withCoupons(shipped: Strategy): Strategy {
  const [coupon] = shipped.offers;
  const offers = COUPONS.map(({ id, faceValue }) => {
    return { ...coupon!, id, faceValue, contactCost: CONTACT_COST, response: { model: id } };
  });
  const { id, title, goal, segment } = ungated(shipped);
  return { id, title, goal, segment, offers, baseline: { title: shipped.baseline.title, offer: COUPONS[0]!.id } };
}

async function compare(opened: PluginHost, seed: number): Promise<Run> {
  const shop = simulateShop({ users: Number(given.users), seed });
  const mailing = mailCoupons(shop);
  const rows = testedRows(shop, 'replay', 'last');
  const scores = await learn({ host: opened, shop, mailing, documents }, rows);
  const options = optionsFor(shop, rows, scores);
  const budget = Math.round(Number(given.budget) * rows.length * (COUPONS[1]!.faceValue + CONTACT_COST));
  const truth = expectedProfits(shop, mailing, rows, { margin: strategy.goal.margin, contactCost: CONTACT_COST });
  const all = choose(
    options,
    rows,
    budget,
    COUPONS.map((_, place) => place),
  );
  const alone = COUPONS.map((_, place) => choose(options, rows, budget, [place]));
  const earned = (offers: Int16Array): Float64Array =>
    Float64Array.from(offers, (offer, row) => (offer === -1 ? 0 : truth[offer]![row]!));
  const expectedBest = alone.reduce(
    (best, { expected }, place) => (expected > alone[best]!.expected ? place : best),
    0,
  );
  const [mine, theirs] = [earned(all.offers), earned(alone[expectedBest]!.offers)];
  const { value, lower, upper } = differenceOf(mine, theirs);
  const run: Run = {
    seed,
    given: COUPONS.map((_, place) => all.offers.filter((offer) => offer === place).length),
    personal: sum(mine),
    single: alone.map(({ offers }) => sum(earned(offers))),
    expectedBest,
    gain: [value, lower, upper],
    gap: all.gap,
  };
  process.stderr.write(
    `seed ${seed}: ${run.personal.toFixed(0)} beside ${run.single.map((own) => own.toFixed(0)).join(', ')}\n`,
  );
  return run;
}

/** What each person may get, and what the strategy expects of it. */
function optionsFor(
  { history }: SimulatedShop,
  rows: Int32Array,
  scores: ReadonlyMap<string, Float64Array>,
): readonly OfferOptions[] {
  const release = compileRelease({ facts: {}, segments: [], models: [], strategies: [strategy] }, 'sha256:bench');
  const facts = factsOfRows(history, rows, ['averageOrderValue']).flatMap((column) =>
    column.type === 'number' ? [[column.name, { kind: 'number' as const, values: column.values }] as const] : [],
  );
  const people: People = {
    rows: rows.length,
    now: 0,
    facts: new Map(facts),
    scores: new Map([...scores].map(([model, values]) => [model, { values }])),
  };
  return optionsOf(qualifyColumns(release.strategies[0]!, people), people.scores).offers;
}

interface Chosen {
  readonly offers: Int16Array;
  /** What the models expect it to earn. */
  readonly expected: number;
  readonly gap: number;
}

/** Gives coupons out under the budget, of those that may be given. */
function choose(options: readonly OfferOptions[], rows: Int32Array, budget: number, places: readonly number[]): Chosen {
  const ids = Array.from(rows, (row) => `r${row}`);
  const offers = places.map((place) => ({ id: COUPONS[place]!.id, reserve: COUPONS[place]!.faceValue + CONTACT_COST }));
  const block = optionBlock(
    places.map((place) => options[place]!),
    Uint32Array.from(rows, (_, place) => place),
    { keys: idKeys(ids), quotas: new Uint32Array(rows.length), objective: 'profit' },
  );
  const chosen = allocate({ offers, budget, quotas: [] }, block, ids);
  return {
    offers: chosen.offers.map((offer) => (offer === -1 ? -1 : places[offer]!)),
    expected: chosen.report.objective,
    gap: chosen.report.gap,
  };
}

function differenceOf(mine: Float64Array, theirs: Float64Array) {
  const differences = mine.map((own, row) => own - theirs[row]!);
  const mean = sum(differences) / differences.length;
  const variance = sum(differences.map((own) => (own - mean) ** 2)) / (differences.length - 1);
  return normalEstimate(sum(differences), Math.sqrt(differences.length * variance), 0.95);
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
    const [value, lower, upper] = run.gain;
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
  const gains = Float64Array.from(runs, ({ gain }) => gain[0]);
  const mean = sum(gains) / runs.length;
  const deviation = Math.sqrt(sum(gains.map((own) => (own - mean) ** 2)) / Math.max(1, runs.length - 1));
  const { lower, upper } = normalEstimate(mean, deviation / Math.sqrt(runs.length), 0.95);
  const least = runs.filter(({ gain }) => gain[1] <= 0).map(({ seed }) => seed);
  const hindsight = runs.filter(({ personal, single }) => personal <= Math.max(...single)).map(({ seed }) => seed);
  console.log(
    `A coupon for each person earns ${money(mean)} more than the best single one, mean of ${runs.length} seeds (95 %: ${money(lower)} to ${money(upper)}).`,
  );
  console.log(
    `Not more for sure: ${least.length === 0 ? 'no seed' : `seeds ${least.join(', ')}`}; less than the best single one in hindsight: ${hindsight.length === 0 ? 'no seed' : `seeds ${hindsight.join(', ')}`}.`,
  );
}
