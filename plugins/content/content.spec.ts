import { seededRandom } from '#sdk';
import { expect, test } from 'vitest';
import { interactionRows } from '../../test/support/interactions.js';
import plugin from './index.js';

const options = plugin.options.parse({});
const columns = [
  { name: 'genre', type: 'category', codes: Int32Array.of(0, 0, 1, 1, -1), categories: ['tea', 'tools'] },
  { name: 'price', type: 'number', values: Float64Array.of(1, 2, 100, 90, Number.NaN) },
  { name: 'title', type: 'text', texts: ['Green tea', 'Black TEA', 'Iron hammer', 'Steel hammer', ''] },
  {
    name: 'uses',
    type: 'tags',
    starts: Uint32Array.of(0, 1, 2, 3, 4, 4),
    codes: Uint32Array.of(0, 0, 1, 1),
    tags: ['drink', 'build'],
  },
] as const;
const none = interactionRows([]);
const history = (...items: number[]) => interactionRows([items]);
const learn = async () => {
  const learned = await plugin.train({ interactions: none, items: { count: 5, columns } }, options, null as never);
  return await plugin.load(plugin.save(learned), options);
};

test('items that nobody had are recommended to who has what is like them, and those of which nothing is known to nobody', async () => {
  const learned = await learn();
  const wanted = { count: 5, among: null, again: false };
  const { items } = await plugin.recommend(learned, history(0), wanted, options);
  expect([...items].slice(0, 2)).toEqual([1, 0xffffffff]);
  const { items: like } = await plugin.similar(learned, 2, wanted, options);
  expect(like[0]).toBe(3);
  expect([...like]).not.toContain(4);
});

test('what each item of a history says adds up to the score', async () => {
  const learned = await learn();
  const had = history(0, 2);
  const [score = 0] = await plugin.rank(learned, had, Uint32Array.of(1), options);
  const parts = await plugin.parts!(learned, had, Uint32Array.of(1), options);
  expect(parts[0]! + parts[1]!).toBeCloseTo(score, 6);
  expect(score).toBeGreaterThan(0);
  const [reasons] = await plugin.reasons(learned, had, Uint32Array.of(1), 2, options);
  expect(reasons?.[0]).toMatchObject({ item: 0 });
});

test('near numbers are alike, and far ones are not; an item has the same score alone and among all', async () => {
  const values = Float64Array.from({ length: 64 }, (_, item) => item);
  const items = { count: 64, columns: [{ name: 'price', type: 'number' as const, values }] };
  const learned = await plugin.train({ interactions: none, items }, options, null as never);
  const all = await plugin.rank(learned, history(10, 12, 40), Uint32Array.from(values.keys()), options);
  for (const item of values.keys()) {
    expect(await plugin.rank(learned, history(10, 12, 40), Uint32Array.of(item), options)).toEqual(
      all.slice(item, item + 1),
    );
  }
  const scores = await plugin.rank(learned, history(10), Uint32Array.of(11, 14, 60), options);
  expect(scores[0]).toBeGreaterThan(scores[1] ?? Infinity);
  expect(scores[2]).toBeNaN();
});

test('a list is the best of all items, of equal ones the first, among those that are wanted', async () => {
  const random = seededRandom(7);
  const count = 400;
  const each = <T>(cell: () => T) => Array.from({ length: count }, cell);
  const facts = [
    // Few of each, so that many items are equally alike.
    {
      name: 'genre',
      type: 'category',
      codes: Int32Array.from(each(() => random.integer(4) - 1)),
      categories: ['a', 'b', 'c'],
    },
    { name: 'title', type: 'text', texts: each(() => ['red', 'tea', 'old'].slice(random.integer(4)).join(' ')) },
  ] as const;
  const learned = await plugin.train({ interactions: none, items: { count, columns: facts } }, options, null as never);
  const every = Uint32Array.from({ length: count }, (_, item) => item);
  for (let asked = 0; asked < 60; asked++) {
    const own = new Set(Array.from({ length: random.integer(6) }, () => random.integer(count)));
    const had = history(...[...own].sort((first, second) => first - second));
    const again = random.integer(2) === 1;
    const among = random.integer(2) === 1 ? Uint8Array.from(each(() => Number(random.integer(3) > 0))) : null;
    const wanted = { count: [1, 7, 60, 500][random.integer(4)]!, among, again };
    const scores = await plugin.rank(learned, had, every, options);
    const best = [...every]
      .filter((item) => scores[item]! > 0 && (among?.[item] ?? 1) === 1 && (again || !had.items.includes(item)))
      .sort((first, second) => scores[second]! - scores[first]! || first - second)
      .slice(0, wanted.count);
    const list = await plugin.recommend(learned, had, wanted, options);
    expect([...list.items].slice(0, best.length + 1)).toEqual([...best, 0xffffffff].slice(0, wanted.count));
    expect([...list.scores].slice(0, best.length)).toEqual(best.map((item) => scores[item]));
  }
});
