import { type Interactions, type ItemFacts, seededRandom } from '#sdk';

const SEED = 42;

/** People of a hundred tastes; in each, and in all, few items are had by many. */
export function simulated(people: number, count: number): Interactions {
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

/** A category, a brand, a price and a title of four words for each. */
export function describedItems(count: number): ItemFacts {
  const random = seededRandom(SEED);
  const named = (name: string, many: number, codeOf: (item: number) => number) => ({
    ...{ name, type: 'category' as const },
    codes: Int32Array.from({ length: count }, (_, item) => codeOf(item)),
    categories: Array.from({ length: many }, (_, code) => `${name} ${String(code)}`),
  });
  const title = () =>
    Array.from({ length: 4 }, () => `word${String(Math.floor(3000 * random.uniform() ** 2))}`).join(' ');
  return {
    count,
    columns: [
      named('category', 100, (item) => item % 100),
      named('brand', 500, () => random.integer(500)),
      { name: 'price', type: 'number', values: Float64Array.from({ length: count }, () => 100 * random.uniform()) },
      { name: 'title', type: 'text', texts: Array.from({ length: count }, title) },
    ],
  };
}
