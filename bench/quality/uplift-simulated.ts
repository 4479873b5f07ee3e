import { pickRows } from '#strata/tables/columns';
import { scoreOutputs } from '#strata/models/training';
import { type PluginHost } from '#strata/plugin-host';
import { simulateShop } from '#strata/simulator/shop';

/** Learned from so many rows of a random test, judged on as many other people as that or fewer. */
const TAUGHT = 200_000;
const JUDGED = 100_000;
/** The shop gives about 1.2 tested rows a user; half of its users are learned from. */
const USERS = 350_000;
const BAR = 0.9;

/** Learners as they come, over a base that bends: the shop's effects are no straight lines. */
const LEARNERS = [
  { learner: 'x', base: 'tree-ensemble' },
  { learner: 'doubly-robust', base: 'tree-ensemble' },
  { learner: 'x', base: 'logistic-regression' },
  { learner: 'doubly-robust', base: 'logistic-regression' },
] as const;

/**
 * Area under the curve of true extra orders a person, by who is treated first. The oracle ranks by each person's true
 * effect, part of which no fact shows: how much, a tree ensemble says that is taught the true effects.
 */
export async function benchSimulated(host: PluginHost, seed: number, print: (line: string) => void) {
  const { history, campaigns, truth } = simulateShop({ users: USERS, seed });
  const tested = Uint32Array.from({ length: history.rows }, (_, row) => row).filter(
    (row) => campaigns[history.campaign[row]!]!.control > 0,
  );
  const taught = tested.filter((row) => history.user[row]! % 2 === 0).slice(0, TAUGHT);
  const judged = tested.filter((row) => history.user[row]! % 2 === 1).slice(0, JUDGED);
  const effect = Float64Array.from(judged, (row) => truth.withCoupon[row]! - truth.natural[row]!);
  const oracle = trueArea(effect, effect);
  const chance = trueArea(new Float64Array(effect.length), effect);
  const columnsOf = (rows: Uint32Array) => history.facts.map((column) => pickRows(column, rows));
  const outputsOf = async (bytes: Uint8Array) => {
    const scorer = await host.load(bytes);
    const { values } = await scoreOutputs(scorer, columnsOf(judged));
    await scorer.close();
    return values;
  };
  const told = await host.train({
    plugin: 'tree-ensemble',
    task: 'regression',
    options: {},
    columns: columnsOf(taught),
    label: Float64Array.from(taught, (row) => truth.withCoupon[row]! - truth.natural[row]!),
    seed,
  });
  const ceiling = trueArea(Float64Array.from(await outputsOf(told.bytes)), effect);
  print(
    `\nSimulated shop, seed ${seed}: ${taught.length} rows learned from, ${judged.length} other people judged by their true effects`,
  );
  print(
    `  oracle's AUUC ${oracle.toFixed(5)}, chance ${chance.toFixed(5)}; trees that are taught the true effects reach ` +
      `${((100 * ceiling) / oracle).toFixed(1)} % of the oracle's`,
  );
  const results = [];
  for (const options of LEARNERS) {
    const started = performance.now();
    const { bytes } = await host.train({
      plugin: 'uplift',
      task: 'uplift',
      options,
      columns: columnsOf(taught),
      label: Float64Array.from(taught, (row) => history.converted[row]!),
      treatment: Uint8Array.from(taught, (row) => history.treated[row]!),
      seed,
    });
    const seconds = (performance.now() - started) / 1000;
    const values = await outputsOf(bytes);
    const area = trueArea(
      Float64Array.from(judged, (_, place) => values[2 * place + 1]! - values[2 * place]!),
      effect,
    );
    const share = area / oracle;
    const aboveChance = (area - chance) / (oracle - chance);
    print(
      `  ${`${options.learner}, ${options.base}`.padEnd(31)} AUUC ${area.toFixed(5)}, ${(100 * share).toFixed(1)} % of the oracle's` +
        ` (${(100 * aboveChance).toFixed(1)} % above chance), ${seconds.toFixed(0)} s: ${share >= BAR ? 'reached' : 'NOT REACHED'}`,
    );
    results.push({
      ...options,
      auuc: area,
      oracle,
      chance,
      ceiling,
      share,
      aboveChance,
      seconds,
      reached: share >= BAR,
    });
  }
  return results;
}

/** Mean over all shares treated of the true extra successes a person; rows with equal scores count together. */
function trueArea(scores: Float64Array, effect: Float64Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  let area = 0;
  let gain = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let sum = 0;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) sum += effect[order[end++]!]!;
    area += (gain + sum / 2) * (end - start);
    gain += sum;
    start = end;
  }
  return area / order.length ** 2;
}
