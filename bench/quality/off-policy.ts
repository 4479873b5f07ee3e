// npm run bench -- quality --data DIR --only off-policy [--seed 1] [--json]
// A fashion shop's random log (open_bandit) judges the policy that it ran beside it, by our estimators; and the log of that
// policy is asked about random choice, which it must refuse for the women's campaign.
import { join } from 'node:path';
import { openDataFile } from '#strata/tables/files';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { readTable } from '#strata/models/datasets';
import { scoreColumns } from '#strata/models/training';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { seededRandom, type SeededRandom } from '#sdk';
import { type Estimate } from '#strata/statistics';
import { type PolicyLog, policyValue, type PolicyValue } from '#strata/statistics/policies';
import { OFF_POLICY } from './off-policy-references.js';

const FEATURES = ['user_feature_0', 'user_feature_1', 'user_feature_2', 'user_feature_3'];
/** Simulated rankings that give the probabilities of the policy. */
const RANKINGS = 20_000;
const POSITIONS = 3;
const FOLDS = 3;

interface Judged {
  readonly what: string;
  readonly onPolicy: number;
  readonly value: PolicyValue;
  readonly reference: Readonly<Record<string, unknown>>;
}

/** Prints ours beside the references, and exits with 1 where a figure falls out of the reference's interval. */
export async function benchOffPolicy(
  directory: string,
  { seed, json }: { readonly seed: string; readonly json: boolean },
): Promise<void> {
  const random = seededRandom(Number(seed));
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  try {
    const men = await judgeMen(directory, host, random);
    const women = await judgeWomen(directory, random);
    if (json) console.log(JSON.stringify([men, women], null, 2));
    else [men, women].forEach(print);
    if (!agrees(men) || women.value.status !== 'refused') process.exitCode = 1;
  } finally {
    await host.close();
  }
}

/** Thompson sampling in the men's campaign, from random logs, with a logistic regression of the click for DR and DM. */
async function judgeMen(directory: string, host: PluginHost, random: SeededRandom): Promise<Judged> {
  const log = await readLog(directory, 'random/men/men.csv');
  const { alpha, beta } = OFF_POLICY.men.prior;
  const chances = rankingChances(alpha, beta, random);
  const chanceOf = (row: number, item: number) => chances[(log.position[row]! - 1) * alpha.length + item]!;
  const predicted = await expectedClicks(host, log, alpha.length);
  const value = policyValue(
    {
      reward: log.click,
      propensity: log.propensity,
      agreement: log.click.map((_, row) => chanceOf(row, log.item[row]!)),
      predicted: {
        logged: log.click.map((_, row) => predicted[row * alpha.length + log.item[row]!]!),
        policy: log.click.map((_, row) =>
          alpha.reduce((sum, _one, item) => sum + chanceOf(row, item) * predicted[row * alpha.length + item]!, 0),
        ),
      },
    },
    { uniform: () => random.uniform(), replicates: 1000 },
  );
  return {
    what: "men's campaign: Thompson sampling, from random logs",
    onPolicy: mean(log.click),
    value,
    reference: OFF_POLICY.men.figures,
  };
}

/** Random choice in the women's campaign, from the logs of Thompson sampling: some of its probabilities are tiny. */
async function judgeWomen(directory: string, random: SeededRandom): Promise<Judged> {
  const log = await readLog(directory, 'bts/women/women.csv');
  const { items, figures } = OFF_POLICY.women;
  const value = policyValue(
    { reward: log.click, propensity: log.propensity, agreement: log.click.map(() => 1 / items) } satisfies PolicyLog,
    { uniform: () => random.uniform() },
  );
  return {
    what: "women's campaign: random choice, from the logs of Thompson sampling",
    onPolicy: mean(log.click),
    value,
    reference: figures,
  };
}

interface Log {
  readonly item: Float64Array;
  readonly position: Float64Array;
  readonly click: Float64Array;
  readonly propensity: Float64Array;
  readonly user: readonly TableColumn[];
}

async function readLog(directory: string, file: string): Promise<Log> {
  const data = await openDataFile(join(directory, 'open_bandit', file));
  try {
    const numbers = ['item_id', 'position', 'click', 'propensity_score'];
    const table = await readTable(data, {
      columns: [
        ...numbers.map((name) => ({ name, kind: 'number' as const })),
        ...FEATURES.map((name) => ({ name, kind: 'category' as const })),
      ],
    });
    const [item, position, click, propensity] = numbers.map((name) => {
      const column = table.columns.get(name);
      return column?.type === 'number' ? column.values : new Float64Array();
    });
    const user = FEATURES.flatMap((name) => table.columns.get(name) ?? []);
    return { item: item!, position: position!, click: click!, propensity: propensity!, user };
  } finally {
    data.close();
  }
}

/** P(an item stands at a position) under Thompson sampling: ranked by draws from each item's Beta; position-major. */
function rankingChances(alpha: readonly number[], beta: readonly number[], random: SeededRandom): Float64Array {
  const chances = new Float64Array(POSITIONS * alpha.length);
  for (let ranking = 0; ranking < RANKINGS; ranking++) {
    const drawn = alpha.map((a, item) => ({ item, value: drawBeta(a, beta[item]!, random) }));
    drawn.sort((one, other) => other.value - one.value);
    for (let position = 0; position < POSITIONS; position++) {
      chances[position * alpha.length + drawn[position]!.item]! += 1 / RANKINGS;
    }
  }
  return chances;
}

function drawBeta(a: number, b: number, random: SeededRandom): number {
  const [x, y] = [drawGamma(a, random), drawGamma(b, random)];
  return x / (x + y);
}

/** Marsaglia and Tsang (2000), for shapes of at least 1. */
function drawGamma(shape: number, random: SeededRandom): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** P(click | row, item) for every item, row-major, each row by a model that had not seen it. */
async function expectedClicks(host: PluginHost, log: Log, items: number): Promise<Float64Array> {
  const expected = new Float64Array(log.click.length * items);
  const all = Uint32Array.from(log.click.keys());
  for (let fold = 0; fold < FOLDS; fold++) {
    const training = all.filter((row) => row % FOLDS !== fold);
    const test = all.filter((row) => row % FOLDS === fold);
    const trained = await host.train({
      plugin: 'logistic-regression',
      task: 'binary',
      columns: columnsFor(log, training, (row) => log.item[row]!),
      label: Float64Array.from(training, (row) => log.click[row]!),
      seed: 1,
    });
    const repeated = Uint32Array.from({ length: test.length * items }, (_, index) => test[Math.floor(index / items)]!);
    const { values } = await scoreColumns(
      host,
      trained.bytes,
      columnsFor(log, repeated, (_, index) => index % items),
    );
    repeated.forEach((row, index) => (expected[row * items + (index % items)] = values[index]!));
  }
  return expected;
}

function columnsFor(
  { position, user }: Log,
  rows: Uint32Array,
  itemOf: (row: number, index: number) => number,
): TableColumn[] {
  const category = (name: string, codes: Int32Array, size: number): TableColumn => ({
    name,
    type: 'category',
    kind: 'category',
    codes,
    categories: Array.from({ length: size }, (_, code) => `${code}`),
  });
  return [
    category('item', Int32Array.from(rows, itemOf), 100),
    category(
      'position',
      Int32Array.from(rows, (row) => position[row]!),
      POSITIONS + 1,
    ),
    ...user.map((column) => pickRows(column, rows)),
  ];
}

function print({ what, onPolicy, value, reference }: Judged): void {
  const { weights } = value;
  console.log(what);
  console.log(
    `  clicks of the log itself ${onPolicy.toFixed(4)}; ${weights.matched} of ${weights.rows} rows agree, as good as ${weights.effectiveSampleSize.toFixed(1)}, mean weight ${weights.mean.toFixed(3)}, largest ${weights.largest.toFixed(1)}`,
  );
  if (value.status === 'refused') console.log(`  refused: ${value.reason}`);
  else {
    const figures: readonly [string, Estimate | null][] = [
      ['IPW', value.ipw],
      ['self-normalised', value.snipw],
      ['doubly robust', value.dr],
      ['direct', value.dm],
    ];
    for (const [name, figure] of figures) {
      if (figure !== null)
        console.log(`  ${name} ${figure.value.toFixed(6)} [${figure.lower.toFixed(4)}, ${figure.upper.toFixed(4)}]`);
    }
  }
  console.log(
    `  reference: ${Object.entries(reference)
      .map(([name, figure]) => `${name} ${String(figure)}`)
      .join(', ')}`,
  );
}

/** Every estimate lies inside of the reference's interval. */
function agrees({ value }: Judged): boolean {
  if (value.status === 'refused') return false;
  const [lower, upper] = OFF_POLICY.men.interval;
  return [value.ipw, value.snipw, value.dr, value.dm].every(
    (one) => one !== null && one.value >= lower && one.value <= upper,
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
