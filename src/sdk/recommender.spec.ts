import { expect, test } from 'vitest';
import { interactionRows } from '../../test/support/interactions.js';
import { defineRecommender } from './recommender.js';

test('only what a plugin says are candidates is scored, in whichever order it says them, and only of what may be', async () => {
  const scored: number[][] = [];
  const plugin = defineRecommender<null, null>({
    options: null as never,
    train: () => null,
    save: () => new Uint8Array(),
    load: () => null,
    count: () => 1000,
    candidates: (_, history, { count }) =>
      Uint32Array.from({ length: 3 * count }, (__, place) => 900 - 100 * place + (history.items[0] ?? 0)),
    score(_, __, items, out) {
      scored.push([...items]);
      for (const [place, item] of items.entries()) out[place] = item % 7;
    },
    describe: () => ({ notes: [] }),
  });
  const among = new Uint8Array(1000).fill(1).fill(0, 0, 500);
  const { items, scores } = await plugin.recommend(
    null,
    interactionRows([[600], [1]]),
    { count: 2, among, again: false },
    null,
  );
  expect(scored).toEqual([[], [501, 601, 701, 801, 901]]);
  expect([...items]).toEqual([0xffff_ffff, 0xffff_ffff, 601, 901]);
  expect([...scores.subarray(2)]).toEqual([6, 5]);
});

test('a list of thousands is in the same order as a short one, and nothing is in it of which nothing is said', async () => {
  const plugin = defineRecommender<null, null>({
    ...{ options: null as never, train: () => null, save: () => new Uint8Array(), load: () => null, count: () => 3000 },
    score(_, __, items, out) {
      for (const [place, item] of items.entries()) out[place] = item % 5 === 0 ? Number.NaN : item % 7;
    },
    describe: () => ({ notes: [] }),
  });
  const listOf = async (count: number) =>
    (await plugin.recommend(null, interactionRows([[6]]), { count, among: null, again: false }, null)).items;
  const long = await listOf(2999);
  expect([...long.subarray(0, 999)]).toEqual([...(await listOf(999))]);
  expect(long.filter((item) => item !== 0xffff_ffff)).toHaveLength(2399);
});
