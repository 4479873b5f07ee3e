import { expect, test } from 'vitest';
import { type EncodedFrame, OUTLIER, seededRandom } from '#sdk';
import plugin from './index.js';
import { treeOf, visitNear } from './tree.js';

const run = {
  ...{ seed: 7, signal: new AbortController().signal, progress: () => undefined, log: () => undefined },
  fit: () => Promise.reject(new Error('there is no other plugin')),
};
const random = seededRandom(3);

function frameOf(points: readonly (readonly number[])[]): EncodedFrame {
  const columns = points[0]!.map((_, column) => String(column));
  return { kind: 'encoded', rows: points.length, columns, values: Float32Array.from(points.flat()) };
}
const cloud = Array.from({ length: 200 }, () => [0.1 * random.normal(), 0.1 * random.normal()]);
const ring = Array.from({ length: 300 }, (_, place) => {
  const angle = (2 * Math.PI * place) / 300;
  return [2 * Math.cos(angle), 2 * Math.sin(angle)];
});
const far = [
  [9, 9],
  [-9, 9],
  [9, -9],
];

test('a ring around a cloud are two groups, and who is far from everybody is an outlier', async () => {
  const frame = frameOf([...cloud, ...ring, ...far]);
  const options = plugin.options.parse({ epsilon: 0.4 });
  const learned = await plugin.load(plugin.save(await plugin.train(frame, options, run)), options);
  const labels = plugin.assign(learned, frame, options);
  expect(new Set(labels.subarray(0, 200))).toEqual(new Set([1]));
  expect(new Set(labels.subarray(200, 500))).toEqual(new Set([0]));
  expect([...labels.subarray(500)]).toEqual([OUTLIER, OUTLIER, OUTLIER]);
  expect(plugin.describe(learned, options).choices[0]).toMatchObject({ clusters: 2, taken: true });
});

test('how near neighbours are is found by itself', async () => {
  const corners = [
    [0, 0],
    [3, 3],
  ];
  const frame = frameOf([...corners.flatMap(([x, y]) => cloud.map(([a, b]) => [x! + a!, y! + b!])), ...far]);
  const learned = await plugin.train(frame, plugin.options.parse({}), run);
  const labels = plugin.assign(learned, frame, {});
  expect(learned.clusters).toBe(2);
  expect([...labels.subarray(400)]).toEqual([OUTLIER, OUTLIER, OUTLIER]);
  expect(labels.filter((label) => label === OUTLIER).length).toBeLessThan(40);
});

test('the tree finds the rows that comparing all finds', () => {
  const points = Array.from({ length: 500 }, () => [random.normal(), random.integer(3), random.normal()]);
  const frame = frameOf(points);
  const tree = treeOf(frame);
  for (const row of [0, 99, 499]) {
    const found: number[] = [];
    visitNear(tree, { values: frame.values, row }, 0.5, (other) => {
      found.push(other);
      return 0.5;
    });
    const own = points[row]!;
    const near = points.flatMap((point, other) =>
      point.reduce((sum, value, column) => sum + (value - own[column]!) ** 2, 0) <= 0.5 ? [other] : [],
    );
    expect(found.sort((a, b) => a - b)).toEqual(near);
  }
});
