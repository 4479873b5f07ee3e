import { expect, test } from 'vitest';
import { type EncodedFrame, seededRandom } from '#sdk';
import plugin from './index.js';
import { divide, nearestMeans } from './lloyd.js';

const run = {
  ...{ seed: 7, signal: new AbortController().signal, progress: () => undefined, log: () => undefined },
  fit: () => Promise.reject(new Error('there is no other plugin')),
};

/** So many clouds of 100 rows each in two columns, far apart or on top of each other. */
function clouds(middles: readonly (readonly [number, number])[], spread = 0.1): EncodedFrame {
  const random = seededRandom(1);
  const values = middles.flatMap(([x, y]) =>
    Array.from({ length: 100 }, () => [x + spread * random.normal(), y + spread * random.normal()]).flat(),
  );
  return { kind: 'encoded', rows: values.length / 2, columns: ['x', 'y'], values: Float32Array.from(values) };
}
const THREE = clouds([
  [0, 0],
  [2, 0],
  [0, 2],
]);

test('as many groups are chosen as there are, and everybody is in theirs', async () => {
  const options = plugin.options.parse({ atMost: 5 });
  const learned = await plugin.load(plugin.save(await plugin.train(THREE, options, run)), options);
  const { clusters, choices } = plugin.describe(learned, options);
  expect(clusters).toBe(3);
  expect(choices.map(({ taken }) => taken)).toEqual([false, true, false, false]);
  expect(choices[1]!.stability).toBeCloseTo(1);
  expect(choices[1]!.silhouette).toBeGreaterThan(0.8);
  const labels = plugin.assign(learned, THREE, options);
  for (const cloud of [0, 1, 2]) expect(new Set(labels.subarray(100 * cloud, 100 * cloud + 100)).size).toBe(1);
  expect(new Set(labels).size).toBe(3);
});

test('a cloud without groups has no stable number of them', async () => {
  const options = plugin.options.parse({ clusters: 4 });
  const learned = await plugin.train(
    clouds(
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      1,
    ),
    options,
    run,
  );
  expect(plugin.describe(learned, options).choices[0]!.stability).toBeLessThan(0.75);
});

test('the bounds change nothing: every row is with its nearest mean, and every mean in the middle of its rows', () => {
  const random = seededRandom(5);
  const values = Float32Array.from({ length: 3000 }, () => random.normal());
  const frame: EncodedFrame = { kind: 'encoded', rows: 1000, columns: ['a', 'b', 'c'], values };
  const { means, labels } = divide(frame, Float64Array.from(values.subarray(0, 18)), {
    moved: 0,
    look: () => undefined,
  });
  expect(labels).toEqual(nearestMeans(frame, means));
  const sums = new Float64Array(18);
  labels.forEach((label, row) => {
    for (let column = 0; column < 3; column++) sums[3 * label + column]! += values[3 * row + column]!;
  });
  const sizes = [0, 1, 2, 3, 4, 5].map((cluster) => labels.filter((label) => label === cluster).length);
  means.forEach((mean, at) => {
    expect(mean).toBeCloseTo(sums[at]! / sizes[Math.floor(at / 3)]!, 9);
  });
});

test('rows that do not differ are no groups', () => {
  const same = { ...THREE, values: new Float32Array(THREE.values.length) };
  expect(() => plugin.train(same, plugin.options.parse({}), run)).toThrow('there are 1');
});
