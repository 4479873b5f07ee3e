import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FeatureColumn, seededRandom } from '#sdk';
import { defaultPluginDirectories } from './directories.js';
import { frameOf } from '#strata/scoring/encoding';
import { openPluginHost } from './host.js';
import { type PluginHost, type TrainRequest } from './contracts.js';

let host: PluginHost;
beforeAll(async () => {
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
});
afterAll(() => host.close());

/** People whose logit is −2 + 1.5 × x + 0.5 × y. */
function population(rows: number, plugin = 'logistic-regression', seed = 11): TrainRequest {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: rows }, () => random.normal());
  const y = Float64Array.from({ length: rows }, () => random.normal());
  const label = x.map((v, row) => Number(random.uniform() < 1 / (1 + Math.exp(2 - 1.5 * v - 0.5 * (y[row] ?? 0)))));
  const columns: FeatureColumn[] = [
    { name: 'x', type: 'number', values: x },
    { name: 'y', type: 'number', values: y },
  ];
  return { plugin, task: 'binary', columns, label, seed: 5 };
}

describe('training', () => {
  test('gives probabilities as good as the true ones, and ranks of the training population', async () => {
    const scorer = await host.load((await host.train(population(20_000))).bytes);
    const { values, ranks } = await scorer.score(
      frameOf(scorer.features, [
        { x: 0, y: 0 },
        { x: 2, y: 1 },
      ]),
    );
    expect(values[0]).toBeCloseTo(1 / (1 + Math.exp(2)), 1.5);
    expect(values[1]).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 1);
    expect(ranks[0]).toBeCloseTo(0.5, 1);
    expect(ranks[1]).toBeGreaterThan(0.95);
    await scorer.close();
  });

  test('reports progress in order, up to 1', async () => {
    const shares: number[] = [];
    await host.train({ ...population(500), progress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares.every((share, at) => at === 0 || share >= (shares[at - 1] ?? 0))).toBe(true);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  test('another seed or another option gives another model', async () => {
    const request = { ...population(500, 'neural-network'), options: { epochs: 1, hidden: [4] } };
    const [a, b, c] = [request, { ...request, seed: 6 }, { ...request, options: { epochs: 2, hidden: [4] } }];
    const [one, two, three] = [await host.train(a), await host.train(b), await host.train(c)];
    expect(Buffer.compare(one.bytes, two.bytes)).not.toBe(0);
    expect(Buffer.compare(one.bytes, three.bytes)).not.toBe(0);
    expect(one.options).toMatchObject({ epochs: 1, batchSize: 256 });
  });

  test('a cancelled training stops with CANCELLED, before and while it runs', async () => {
    const stopped = AbortSignal.abort();
    await expect(host.train({ ...population(100), signal: stopped })).rejects.toMatchObject({ code: 'CANCELLED' });
    const controller = new AbortController();
    const running = host.train({
      ...population(20_000, 'neural-network'),
      options: { epochs: 1000 },
      signal: controller.signal,
      progress: () => {
        controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test.each([
    ['an unknown plugin', { plugin: 'logistic-regresion' }, 'PLUGIN_UNKNOWN'],
    ['options that its schema refuses', { options: { l2: -1 } }, 'PLUGIN_OPTIONS_INVALID'],
    ['a task that the plugin does not do', { task: 'uplift' as const }, 'INVALID_DOCUMENT'],
    ['no features', { columns: [] }, 'BAD_COLUMN'],
    ['a label of one kind only', { label: new Float64Array(100) }, 'TOO_FEW_EXAMPLES'],
    ['a label that is no number', { label: new Float64Array(100).fill(NaN) }, 'BAD_COLUMN'],
    ['a label that is neither 0 nor 1', { label: new Float64Array(100).fill(2) }, 'BAD_COLUMN'],
    ['a weight of another length', { weight: new Float64Array(3) }, 'BAD_COLUMN'],
    ['a column of another length', { label: Float64Array.from({ length: 99 }, (_, row) => row % 2) }, 'BAD_COLUMN'],
  ])('refuses %s', async (_, change, code) => {
    await expect(host.train({ ...population(100), ...change })).rejects.toMatchObject({ code });
  });
});

describe('a loaded model', () => {
  test('scores large frames as it scores small ones', async () => {
    const request = population(10_000);
    const scorer = await host.load((await host.train(request)).bytes);
    const all = await scorer.score({ kind: 'raw', rows: 10_000, columns: request.columns });
    const last = request.columns.map((column) =>
      column.type === 'number' ? { ...column, values: column.values.slice(-1) } : column,
    );
    const one = await scorer.score({ kind: 'raw', rows: 1, columns: last });
    expect(all.values).toHaveLength(10_000);
    expect(all.values.at(-1)).toBe(one.values[0]);
    expect(all.ranks.at(-1)).toBe(one.ranks[0]);
    await scorer.close();
  });

  test('explains in features: one-hot columns summed, calibration applied, values named', async () => {
    const request = population(2000);
    const codes = Int32Array.from(request.label, (y, row) => (row % 3 === 0 ? -1 : y));
    const columns = [...request.columns, { name: 'city', type: 'category' as const, codes, categories: ['a', 'b'] }];
    const scorer = await host.load((await host.train({ ...request, columns })).bytes);
    const explained = await scorer.explain(frameOf(scorer.features, [{ x: 1, city: 'b' }]), 0);
    expect(explained.parts.map(({ feature, value }) => [feature, value])).toEqual([
      ['x', 1],
      ['y', null],
      ['city', 'b'],
    ]);
    const sum = explained.parts.reduce((total, { part }) => total + part, explained.base);
    expect(Math.abs(sum - Math.log(explained.score / (1 - explained.score)))).toBeLessThan(1e-9);
    await scorer.close();
  });

  test('a damaged artefact is not loaded', async () => {
    const { bytes } = await host.train(population(100));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    await expect(host.load(bytes)).rejects.toMatchObject({ code: 'DAMAGED_ARTEFACT' });
  });

  test('a closed one refuses', async () => {
    const scorer = await host.load((await host.train(population(100))).bytes);
    await scorer.close();
    await expect(scorer.score(frameOf(scorer.features, [{}]))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
