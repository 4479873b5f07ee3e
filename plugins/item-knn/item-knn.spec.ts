import { expect, test } from 'vitest';
import { type Interactions } from '#sdk';
import { interactionRows } from '../../test/support/interactions.js';
import plugin from './index.js';

const run = { seed: 1, signal: new AbortController().signal, progress: () => undefined } as never;

const learn = async (interactions: Interactions, options: object) => {
  const own = plugin.options.parse(options);
  const learned = await plugin.train({ interactions, items: { count: 5, columns: [] } }, own, run);
  return { own, learned: await plugin.load(plugin.save(learned), own) };
};

test('the score of an item is the sum of cosines with the items of a history', async () => {
  const { own, learned } = await learn(interactionRows([[0, 1], [0, 1], [0, 2], [3]]), { shrinkage: 0 });
  const scores = await plugin.rank(learned, interactionRows([[0], [0, 3], []]), Uint32Array.of(2, 1, 4), own);
  const [one, two] = [2 / Math.sqrt(3 * 2), 1 / Math.sqrt(3)];
  const near = [two, one, Number.NaN, two, one, Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  near.forEach((score, cell) => {
    if (Number.isNaN(score)) expect(scores[cell]).toBeNaN();
    else expect(scores[cell]).toBeCloseTo(score, 6);
  });
  const wanted = { count: 3, among: null, again: false };
  expect([...(await plugin.recommend(learned, interactionRows([[0]]), wanted, own)).items]).toEqual([1, 2, 0xffffffff]);
  expect(await plugin.reasons(learned, interactionRows([[0, 3]]), Uint32Array.of(1), 2, own)).toEqual([
    [{ item: 0, share: 1 }],
  ]);
});

test('the strongest neighbours are kept, and of people with many items the latest', async () => {
  const few = await learn(
    interactionRows([
      [0, 1],
      [0, 1],
      [0, 2],
    ]),
    { neighbours: 1 },
  );
  // The neighbour of 0 is 1: 2 says nothing for it.
  const scores = await plugin.rank(few.learned, interactionRows([[2], [1]]), Uint32Array.of(0), few.own);
  expect([...scores].map(Number.isNaN)).toEqual([true, false]);
  // The first two of three are the latest.
  const latest = await learn(interactionRows([[0, 1, 2]], Float32Array.of(0, 1, 2)), { history: 2 });
  expect(
    [...(await plugin.rank(latest.learned, interactionRows([[0]]), Uint32Array.of(1, 2), latest.own))].map(
      Number.isNaN,
    ),
  ).toEqual([false, true]);
});
