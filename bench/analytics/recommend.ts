import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Interactions, type ItemFacts, type ItemLists, historyOf, NO_ITEM, seededRandom } from '#sdk';
import { listQuality } from '#strata/analytics/recommendations';
import { type FittedPlugin, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { printAtLeast, printTime } from './reference.js';

const PLUGINS = ['popular', 'content', 'item-knn', 'ease', 'als', 'hybrid'] as const;
type Recommending = (typeof PLUGINS)[number];
/** nDCG@10 as noted with the data. */
const NOTED: Readonly<Partial<Record<Recommending, number>>> = { ease: 0.402, 'item-knn': 0.351 };
const OPTIONS: Readonly<Partial<Record<Recommending, object>>> = { popular: { halfLife: null } };
const PLACES = 10;
const LEARNED_SHARE = 0.75;
const SEED = 42;
const SPLITS = 3;
const BAR_SECONDS = 300;
const BAR_MEMORY_MB = 4096;
const BAR_ANSWER_MS = 5;

/**
 * The public ratings, three quarters of each person's learned and the rest foretold, whatever the time: the mean over some
 * splits. A bar is what is noted less one standard deviation of a split, since which split was meant is not noted.
 */
export async function benchRecommenders(folder: string): Promise<boolean> {
  return await withHost({}, async (host) => {
    const found = new Map<Recommending, number[]>(PLUGINS.map((plugin) => [plugin, []]));
    for (let split = 0; split < SPLITS; split++) {
      const { learned, hidden, items } = await movies(join(folder, 'movielens'), split);
      for (const plugin of PLUGINS) {
        const options = OPTIONS[plugin] ?? {};
        const input = { interactions: learned, items };
        const fitted = await host.fit({ kind: 'recommender', plugin, options, input, seed: SEED });
        const ndcg = await ndcgOf(host, fitted, learned, hidden);
        found.get(plugin)?.push(ndcg);
        console.log(`  split ${String(split)}, ${plugin}: ${ndcg.toFixed(4)}`);
      }
    }
    const mean = (plugin: Recommending): number => meanOf(found.get(plugin) ?? []);
    const best = Math.max(mean('ease'), mean('item-knn'));
    return printAtLeast(`Recommendations for the public ratings, nDCG@10, mean of ${String(SPLITS)} splits`, [
      ...PLUGINS.map((plugin) => {
        const noted = NOTED[plugin];
        const deviation = deviationOf(found.get(plugin) ?? []);
        const note =
          noted === undefined ? '' : `${String(noted)} is noted; a split's deviation is ${deviation.toFixed(4)}`;
        return { what: plugin, ours: mean(plugin), bar: noted === undefined ? 0 : noted - deviation, note };
      }),
      { what: 'hybrid against the better of both', ours: mean('hybrid'), bar: best, note: '' },
    ]);
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

async function ndcgOf(
  host: PluginHost,
  plugin: FittedPlugin,
  learned: Interactions,
  hidden: readonly ReadonlySet<number>[],
): Promise<number> {
  const fitted = await host.openFitted(plugin);
  let sum = 0;
  for (const [person, relevant] of hidden.entries()) {
    const wanted = { count: PLACES, among: null, again: false };
    const { items } = (await fitted.ask('recommend', historyOf(learned, person), wanted)) as ItemLists;
    sum += listQuality(
      items.filter((item) => item !== NO_ITEM),
      relevant,
      PLACES,
    ).ndcg;
  }
  const { notes } = (await fitted.ask('describe')) as { readonly notes: readonly string[] };
  for (const note of notes) console.log(`    ${note}`);
  await fitted.close();
  return sum / hidden.length;
}

interface Movies {
  readonly learned: Interactions;
  readonly hidden: readonly ReadonlySet<number>[];
  readonly items: ItemFacts;
}

async function movies(folder: string, split: number): Promise<Movies> {
  const ratings = (await readFile(join(folder, 'ratings.csv'), 'utf8')).trim().split('\n').slice(1);
  const titles = (await readFile(join(folder, 'movies.csv'), 'utf8')).trim().split(/\r?\n/).slice(1);
  const rated = new Map<string, string[]>();
  for (const [user = '', id = ''] of ratings.map((line) => line.split(','))) {
    rated.set(user, [...(rated.get(user) ?? []), id]);
  }
  const ids = [...new Set(ratings.map((line) => Number(line.split(',')[1])))].sort((first, second) => first - second);
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const random = seededRandom(SEED + split);
  const people = [...rated.values()].map((rows) => random.shuffle(rows.map((id) => numbers.get(Number(id)) ?? 0)));
  const learned = people.map((items) => items.slice(0, Math.round(LEARNED_SHARE * items.length)));
  const hidden = people.map((items) => new Set(items.slice(Math.round(LEARNED_SHARE * items.length))));
  return { learned: interactions(learned), hidden, items: factsOf(titles, numbers) };
}

/** Without moments: the split does not mind them. */
function interactions(people: readonly (readonly number[])[]): Interactions {
  const rows = people.map((items) => items.toSorted((first, second) => first - second));
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, person) => (starts[person + 1] = (starts[person] ?? 0) + row.length));
  const items = Uint32Array.from(rows.flat());
  const ages = new Float32Array(items.length).fill(Number.NaN);
  return { people: rows.length, starts, items, weights: new Float32Array(items.length).fill(1), ages };
}

/** `id,title (year),Genre|Genre`; titles with commas stand in quotes. */
function factsOf(lines: readonly string[], numbers: ReadonlyMap<number, number>): ItemFacts {
  const count = numbers.size;
  const texts = new Array<string>(count).fill('');
  const genres = new Array<readonly string[]>(count).fill([]);
  const years = new Float64Array(count).fill(Number.NaN);
  for (const line of lines) {
    const [, id = '', title = '', own = ''] = /^(\d+),(.*),([^,]*)$/.exec(line) ?? [];
    const item = numbers.get(Number(id));
    if (item === undefined) continue;
    texts[item] = title.replaceAll('"', '').replace(/\(\d{4}\)/, '');
    genres[item] = own.split('|');
    years[item] = Number(/\((\d{4})\)/.exec(title)?.[1] ?? Number.NaN);
  }
  const tags = [...new Set(genres.flat())].sort();
  const starts = new Uint32Array(count + 1);
  genres.forEach((own, item) => (starts[item + 1] = (starts[item] ?? 0) + own.length));
  const codes = Uint32Array.from(
    genres.flatMap((own) => own.map((genre) => tags.indexOf(genre)).sort((a, b) => a - b)),
  );
  return {
    count,
    columns: [
      { name: 'title', type: 'text', texts },
      { name: 'genres', type: 'tags', starts, codes, tags },
      { name: 'year', type: 'number', values: years },
    ],
  };
}

/** So many people with twenty items each on average: how long neighbours and factors take, and an answer of them. */
export async function timeRecommenders(people: number, items: number): Promise<boolean> {
  const input = { interactions: simulated(people, items), items: { count: items, columns: [] } };
  return await withHost({ trainingMemoryMb: BAR_MEMORY_MB }, async (host) => {
    const holds: boolean[] = [];
    for (const plugin of ['item-knn', 'als']) {
      const begun = performance.now();
      const fitted = await host.fit({ kind: 'recommender', plugin, input, seed: SEED });
      const what = `${plugin} of ${String(people)} people, ${String(items)} items and ${String(input.interactions.items.length)} interactions in at most ${String(BAR_MEMORY_MB)} MB`;
      holds.push(
        printTime(what, (performance.now() - begun) / 1000, BAR_SECONDS),
        await timeAnswers(host, fitted, input.interactions),
      );
    }
    return holds.every(Boolean);
  });
}

async function timeAnswers(host: PluginHost, plugin: FittedPlugin, interactions: Interactions): Promise<boolean> {
  const fitted = await host.openFitted(plugin);
  const times: number[] = [];
  for (let person = 0; person < 300; person++) {
    const begun = performance.now();
    await fitted.ask('recommend', historyOf(interactions, person), { count: 10, among: null, again: false });
    times.push(performance.now() - begun);
  }
  await fitted.close();
  const [median = 0] = times
    .slice(100)
    .sort((first, second) => first - second)
    .slice(100);
  console.log(`  a recommendation: ${median.toFixed(2)} ms at the median (bar ${String(BAR_ANSWER_MS)} ms)`);
  return median <= BAR_ANSWER_MS;
}

/** People of a hundred tastes; in each, and in all, few items are had by many. */
function simulated(people: number, count: number): Interactions {
  const random = seededRandom(SEED);
  const tastes = Math.min(100, count);
  const starts = new Uint32Array(people + 1);
  const items = new Uint32Array(people * 40);
  let found = 0;
  for (let person = 0; person < people; person++) {
    const taste = random.integer(tastes);
    const own = new Set<number>();
    const wanted = 1 + Math.floor(-20 * Math.log(1 - random.uniform()));
    for (let each = 0; each < Math.min(200, wanted); each++) {
      const popular = Math.floor((count / tastes) * random.uniform() ** 3);
      own.add(popular * tastes + (random.uniform() < 0.7 ? taste : random.integer(tastes)));
    }
    for (const item of [...own].sort((first, second) => first - second)) items[found++] = item;
    starts[person + 1] = found;
  }
  return {
    people,
    starts,
    items: items.slice(0, found),
    weights: new Float32Array(found).fill(1),
    ages: Float32Array.from({ length: found }, () => 365 * random.uniform()),
  };
}

async function withHost<T>(
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
