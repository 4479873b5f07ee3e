import { expect, test } from 'vitest';
import plugin from './index.js';

const interactions = {
  people: 4,
  starts: Uint32Array.of(0, 1, 2, 4, 4),
  items: Uint32Array.of(0, 0, 0, 1),
  weights: Float32Array.of(1, 1, 1, 1),
  ages: Float32Array.of(365, 365, Number.NaN, 1),
};
const input = { interactions, items: { count: 3, columns: [] } };

test('what most people had of late comes first, and nobody gets what nobody had', async () => {
  const items = Uint32Array.of(0, 1, 2);
  const scores = async (halfLife: number | null) => {
    const learned = await plugin.train(input, { halfLife }, null as never);
    return [
      ...(await plugin.rank(await plugin.load(plugin.save(learned), { halfLife }), interactions, items, { halfLife })),
    ];
  };
  expect((await scores(null)).slice(0, 3)).toEqual([3, 1, Number.NaN]);
  const [kettle, mug] = await scores(36.5);
  expect(kettle).toBeCloseTo(1 + 2 * 2 ** -10, 12);
  expect(mug).toBeCloseTo(2 ** (-1 / 36.5), 12);
});

test('lists are of what may stand there, and of what somebody does not have', async () => {
  const learned = await plugin.train(input, { halfLife: null }, null as never);
  const lists = async (again: boolean, among: Uint8Array | null) => {
    const { items } = await plugin.recommend(learned, interactions, { count: 2, among, again }, { halfLife: null });
    return [0, 2, 3].map((person) => [...items.subarray(2 * person, 2 * person + 2)]);
  };
  const none = 0xffff_ffff;
  expect(await lists(false, null)).toEqual([
    [1, none],
    [none, none],
    [0, 1],
  ]);
  expect(await lists(true, Uint8Array.of(0, 1, 1))).toEqual(Array(3).fill([1, none]));
});
