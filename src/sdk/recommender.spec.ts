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
