import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Strategy } from '#strata/engine';
import { evaluatePolicies, type PolicyReport } from '#strata/measurement/backtest';
import { readTable } from '#strata/models/datasets';
import { type ModelRegistry } from '#strata/models/registry';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type PolicyValue } from '#strata/statistics/policies';
import { cellOf } from '#strata/tables/columns';
import { openDataFile } from '#strata/tables/files';
import { seededRandom, type SeededRandom } from '#sdk';
import { OFF_POLICY } from './references.js';

const FEATURES = ['user_feature_0', 'user_feature_1', 'user_feature_2', 'user_feature_3'];
/** Simulated rankings that give the probabilities of the policy. */
const RANKINGS = 20_000;
const POSITIONS = 3;
/** Beside the reference: its probabilities are drawn, too. */
const TOLERANCE = 0.01;

/**
 * A fashion shop's random log judges the policy that it ran beside it, as `strata backtest --policy` does; and the log of
 * that policy is asked about random choice, which it must refuse for the women's campaign.
 *
 * @returns whether the figures are those of the references
 */
export async function benchOpenBandit(directory: string, seed: number): Promise<boolean> {
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const folder = await mkdtemp(join(tmpdir(), 'strata-open-bandit-'));
  try {
    const random = seededRandom(seed);
    const men = await judgeMen(join(directory, 'open_bandit'), { folder, host, random });
    const women = await judge(join(directory, 'open_bandit/bts/women/women.csv'), OFF_POLICY.women.items, {
      policies: [{ by: 'uniform' }],
      host,
    });
    return agrees(men, women);
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Tools {
  readonly folder: string;
  readonly host: PluginHost;
  readonly random: SeededRandom;
}

/** Thompson sampling in the men's campaign, from random logs: a column an item says with which probability it would show it. */
async function judgeMen(directory: string, { folder, host, random }: Tools): Promise<PolicyReport> {
  const { alpha, beta } = OFF_POLICY.men.prior;
  const chances = rankingChances(alpha, beta, random);
  const names = ['item_id', 'position', 'click', 'propensity_score', ...FEATURES];
  const data = await openDataFile(join(directory, 'random/men/men.csv'));
  const table = await readTable(data, { columns: names.map((name) => ({ name })) });
  data.close();
  const lines = Array.from({ length: table.rows }, (_, row) => {
    const cells = names.map((name) => cellOf(table.columns.get(name)!, row));
    const start = (Number(cells[1]) - 1) * alpha.length;
    return [...cells, ...chances.subarray(start, start + alpha.length)].join();
  });
  const file = join(folder, 'men.csv');
  await writeFile(file, [[...names, ...alpha.map((_, item) => `p_${String(item)}`)].join(), ...lines].join('\n'));
  return await judge(file, alpha.length, { policies: [{ by: 'columns', prefix: 'p_' }], host });
}

async function judge(
  file: string,
  items: number,
  request: Pick<Parameters<typeof evaluatePolicies>[0], 'policies' | 'host'>,
): Promise<PolicyReport> {
  return await evaluatePolicies({
    strategy: showing(items),
    documents: [],
    segments: [],
    source: { kind: 'file', file },
    columns: { label: 'click', treatment: 'item_id', propensity: 'propensity_score', control: 'none' },
    context: ['position', ...FEATURES],
    // No policy of these asks a model.
    registry: undefined as unknown as ModelRegistry,
    ...request,
  });
}

/** A strategy that shows one of so many items. */
function showing(items: number): Strategy {
  return {
    id: 'open-bandit',
    title: 'Which item to show',
    goal: { event: 'click', within: 'PT1H', margin: 1, orderValue: 1, natural: { rate: 0 } },
    segment: { all: [] },
    baseline: { title: 'The first item', offer: '0' },
    offers: Array.from({ length: items }, (_, item) => ({
      id: String(item),
      title: `Item ${String(item)}`,
      faceValue: 0,
      redemptionRate: 1,
      contactCost: 0,
      response: { rate: 0.005 },
    })),
  };
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

/** Prints ours beside the references. The direct and the doubly robust estimate rest on a model that is not the reference's. */
function agrees(men: PolicyReport, women: PolicyReport): boolean {
  const [thompson, uniform] = [men, women].map(({ policies: [policy] }) => policy!.conversion);
  console.log("men's campaign: Thompson sampling, from random logs");
  const told = printFigures(thompson!);
  console.log(
    "women's campaign: random choice, from the logs of Thompson sampling (reference: as good as 2.1, refused)",
  );
  console.log(`  as good as ${uniform!.weights.effectiveSampleSize.toFixed(1)}: ${women.sentences.join()}`);
  return told && uniform!.status === 'refused';
}

function printFigures(value: PolicyValue): boolean {
  if (value.status === 'refused') {
    console.log(`  refused: ${value.reason}`);
    return false;
  }
  const { figures, interval } = OFF_POLICY.men;
  const [lower, upper] = interval;
  return (['ipw', 'snipw', 'dr', 'dm'] as const)
    .map((way) => {
      const [ours, reference] = [value[way]?.value ?? Number.NaN, figures[way]];
      const isWeighted = way === 'ipw' || way === 'snipw';
      const equal = isWeighted ? Math.abs(ours / reference - 1) < TOLERANCE : ours > lower && ours < upper;
      const verdict = isWeighted ? 'agrees' : 'inside of its interval (the model is another one)';
      console.log(
        `  ${way.padEnd(5)} ${ours.toFixed(6)}, reference ${String(reference)}: ${equal ? verdict : 'DIFFERS'}`,
      );
      return equal;
    })
    .every(Boolean);
}
