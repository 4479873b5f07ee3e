import { join } from 'node:path';
import { historyOf, type ItemLists, NO_ITEM } from '#sdk';
import { listQuality } from '#strata/analytics/recommendations';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type Movies, movies } from './movies.js';
import { peersOn } from './recommend-peers.js';

const PLUGINS = ['popular', 'content', 'item-knn', 'ease', 'als', 'hybrid'] as const;
type Recommending = (typeof PLUGINS)[number];
/** nDCG@10 as noted with the data; of which split is not. */
const NOTED: Readonly<Partial<Record<Recommending, number>>> = { ease: 0.402, 'item-knn': 0.351 };
const OPTIONS: Readonly<Partial<Record<Recommending, object>>> = { popular: { halfLife: null } };
const PLACES = 10;
const SEED = 42;
const SPLITS = 6;
/** A split's figure lies so many deviations around the mean, mostly. */
const DEVIATIONS = 2;

/**
 * The public ratings over some splits. What is noted is of one split that nobody knows: it holds where it is no more than a split may give
 * by what our splits give. The mean of the hybrid must be above those of EASE and item neighbours.
 */
export async function benchRecommenders(folder: string): Promise<boolean> {
  const splits: Movies[] = [];
  for (let split = 0; split < SPLITS; split++) splits.push(await movies(join(folder, 'movielens'), SEED + split));
  const found = await withRecommenders({}, (host) => figuresOf(host, splits));
  console.log(`Recommendations for the public ratings, nDCG@${String(PLACES)}, over ${String(SPLITS)} splits`);
  const holds = PLUGINS.map((plugin) => printSplits(plugin, found[plugin], NOTED[plugin]));
  for (const [peer, values] of Object.entries(peersOn(splits, PLACES))) printSplits(peer, values, undefined);
  const best = Math.max(meanOf(found.ease), meanOf(found['item-knn']));
  const isAbove = meanOf(found.hybrid) > best;
  console.log(
    `  hybrid against the better of EASE and item neighbours: ${(meanOf(found.hybrid) - best).toFixed(4)}${isAbove ? '' : '  MISSED'}`,
  );
  return isAbove && holds.every(Boolean);
}

type Figures = Readonly<Record<Recommending, number[]>>;

async function figuresOf(host: PluginHost, splits: readonly Movies[]): Promise<Figures> {
  const found: Figures = { popular: [], content: [], 'item-knn': [], ease: [], als: [], hybrid: [] };
  for (const [split, each] of splits.entries()) {
    for (const plugin of PLUGINS) found[plugin].push(await ndcgOf(host, plugin, each));
    const line = PLUGINS.map((plugin) => `${plugin} ${(found[plugin][split] ?? Number.NaN).toFixed(4)}`).join(', ');
    console.log(`  split ${String(split)}: ${line}`);
  }
  return found;
}

async function ndcgOf(host: PluginHost, plugin: Recommending, { learned, hidden, items }: Movies): Promise<number> {
  const input = { interactions: learned, items };
  const options = OPTIONS[plugin] ?? {};
  const fitted = await host.openFitted(await host.fit({ kind: 'recommender', plugin, options, input, seed: SEED }));
  let sum = 0;
  for (const [person, relevant] of hidden.entries()) {
    const wanted = { count: PLACES, among: null, again: false };
    const lists = (await fitted.ask('recommend', historyOf(learned, person), wanted)) as ItemLists;
    const list = lists.items.filter((item) => item !== NO_ITEM);
    sum += listQuality(list, relevant, PLACES).ndcg;
  }
  if (plugin === 'hybrid')
    console.log(`  ${((await fitted.ask('describe')) as { notes: readonly string[] }).notes.join(' ')}`);
  await fitted.close();
  return sum / hidden.length;
}

/** Prints mean and range, beside what is noted, and says whether that holds. */
function printSplits(what: string, values: readonly number[], noted: number | undefined): boolean {
  const [mean, deviation] = [meanOf(values), deviationOf(values)];
  const range = `${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)}, a split's deviation ${deviation.toFixed(4)}`;
  const most = mean + DEVIATIONS * deviation;
  const holds = noted === undefined || noted <= most;
  const verdict = holds ? `within the ${most.toFixed(4)} that a split may give` : 'MISSED';
  const beside = noted === undefined ? '' : `; ${String(noted)} is noted of one split, not said which: ${verdict}`;
  console.log(`  ${what.padEnd(24)} ${mean.toFixed(4)} (${range})${beside}`);
  return holds;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

/** Does some work with a host that knows all recommenders. */
export async function withRecommenders<T>(
  limits: { readonly trainingMemoryMb?: number },
  work: (host: PluginHost) => Promise<T>,
): Promise<T> {
  const folders = PLUGINS.map((id) => join(import.meta.dirname, '../../plugins', id));
  const host = await openPluginHost({ directories: [], folders, ...limits });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}
