import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Interactions, type ItemFacts, seededRandom } from '#sdk';

/** The public ratings, parted. */
export interface Movies {
  readonly learned: Interactions;
  /** What each person had beside it. */
  readonly hidden: readonly ReadonlySet<number>[];
  readonly items: ItemFacts;
}

const LEARNED_SHARE = 0.75;

/** Three quarters of each person's ratings at random, and the rest, whatever the time. @param seed another one parts them otherwise */
export async function movies(folder: string, seed: number): Promise<Movies> {
  const ratings = (await readFile(join(folder, 'ratings.csv'), 'utf8')).trim().split('\n').slice(1);
  const titles = (await readFile(join(folder, 'movies.csv'), 'utf8')).trim().split(/\r?\n/).slice(1);
  const rated = new Map<string, string[]>();
  for (const [user = '', id = ''] of ratings.map((line) => line.split(','))) {
    rated.set(user, [...(rated.get(user) ?? []), id]);
  }
  const ids = [...new Set(ratings.map((line) => Number(line.split(',')[1])))].sort((first, second) => first - second);
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const random = seededRandom(seed);
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
