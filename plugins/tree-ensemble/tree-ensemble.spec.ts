import { type FeatureColumn, type RawFrame, seededRandom, type Task } from '#sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitBins, writeBins } from './bins/binning.js';
import { compileKernel, HISTOGRAM_BYTES, plainKernel } from './bins/kernel.js';
import plugin from './index.js';
import { LEAF, type Model, rightSets, SET_WORDS } from './model/model.js';
import { pack, packingFor, unpack } from './trees/sums.js';
import { webAssembly } from './bins/webassembly.js';

const random = seededRandom(31);
const MODES = ['boosting', 'forest', 'tree'] as const;

const base = () => Promise.reject(new Error('no base here'));

function run(signal = new AbortController().signal, seed = 3, log: (message: string) => void = () => undefined) {
  return { seed, signal, progress: () => undefined, log, backend: () => undefined, base };
}

const CITIES = ['Hangzhou', 'Ningbo', 'Shanghai', 'Suzhou', 'Wuxi'];

/** Two numbers, the second often missing, and a category. */
function people(rows: number): RawFrame {
  const number = (name: string, missing: number): FeatureColumn => ({
    name,
    type: 'number',
    values: Float64Array.from({ length: rows }, () => (random.uniform() < missing ? NaN : random.normal())),
  });
  const codes = Int32Array.from({ length: rows }, () => random.integer(CITIES.length + 1) - 1);
  return {
    kind: 'raw',
    rows,
    columns: [number('age', 0), number('spend', 0.3), { name: 'city', type: 'category', codes, categories: CITIES }],
  };
}

/** A row's cells: numbers, and the category's code. */
function cells({ columns }: RawFrame, row: number): number[] {
  return columns.map((column) => (column.type === 'number' ? column.values[row]! : column.codes[row]!));
}

/** Missing spend counts, two cities count, and age matters where spend is high. */
function linkOf([age = 0, spend = 0, city = 0]: number[]): number {
  const spent = Number.isNaN(spend) ? 1.5 : spend > 0 ? 2 * age : -1;
  return spent + (city === 1 || city === 3 ? 1.5 : -0.5);
}

function labels(frame: RawFrame, task: Task): Float64Array {
  return Float64Array.from({ length: frame.rows }, (_, row) => {
    const link = linkOf(cells(frame, row));
    return task === 'regression' ? 100 + 10 * link : Number(random.uniform() < 1 / (1 + Math.exp(-link)));
  });
}

function train(frame: RawFrame, label: Float64Array, given: object = {}, task: Task = 'binary', seed = 3): Model {
  return plugin.train({ frame, task, label }, plugin.options.parse(given), run(undefined, seed)) as Model;
}

function scores(model: Model, frame: RawFrame): Float64Array {
  const out = new Float64Array(frame.rows);
  void plugin.score(model, frame, out);
  return out;
}

/** Share of pairs of unlike labels that are in the right order. */
function auc(score: Float64Array, label: Float64Array): number {
  const order = [...score.keys()].sort((a, b) => score[a]! - score[b]!);
  const positives = label.reduce((sum, y) => sum + y, 0);
  const ranks = order.reduce((sum, row, rank) => sum + (label[row] === 1 ? rank + 1 : 0), 0);
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (label.length - positives));
}

const frame = people(2000);
const label = labels(frame, 'binary');
const fresh = people(2000);
const freshLabel = labels(fresh, 'binary');
const perfect = auc(
  Float64Array.from({ length: fresh.rows }, (_, row) => linkOf(cells(fresh, row))),
  freshLabel,
);

test.each(MODES)('a %s learns numbers, missing values and categories together', (mode) => {
  const model = train(frame, label, { mode, trees: 60, learningRate: 0.1 });
  expect(auc(scores(model, fresh), freshLabel)).toBeGreaterThan(perfect - (mode === 'tree' ? 0.04 : 0.02));
});

test.each(MODES)('a %s learns values on their own scale', (mode) => {
  const value = labels(frame, 'regression');
  const out = scores(
    train(frame, value, { mode, trees: 40, learningRate: 0.2, maxLeaves: 60, features: 1 }, 'regression'),
    frame,
  );
  const error = Math.sqrt(out.reduce((sum, score, row) => sum + (score - value[row]!) ** 2, 0) / frame.rows);
  expect(error).toBeLessThan(5);
});

test('the effect of a number that may only rise never falls, and the other way round', () => {
  const noisy = Float64Array.from(label, (y) => (random.uniform() < 0.4 ? 1 - y : y));
  for (const [direction, sign] of [
    ['rising', 1],
    ['falling', -1],
  ] as const) {
    for (const mode of MODES) {
      const model = train(frame, noisy, { mode, trees: 15, monotone: { age: direction }, minRows: 5, l2: 0 });
      const ages = Float64Array.from({ length: 61 }, (_, step) => (step - 30) / 10);
      const spend = { name: 'spend', type: 'number' as const, values: new Float64Array(61).fill(0.5) };
      const city = { name: 'city', type: 'category' as const, codes: new Int32Array(61), categories: CITIES };
      const columns = [{ name: 'age', type: 'number' as const, values: ages }, spend, city];
      scores(model, { kind: 'raw', rows: 61, columns }).forEach((score, step, all) => {
        if (step > 0) expect(sign * (score - all[step - 1]!)).toBeGreaterThanOrEqual(0);
      });
    }
  }
});

test('a direction of something that is no number is refused, with the nearest name', () => {
  expect(() => train(frame, label, { monotone: { agee: 'rising' } })).toThrow('"age"');
  expect(() => train(frame, label, { monotone: { city: 'rising' } })).toThrow('city');
});

test('every leaf has as many rows as asked for, and no tree more leaves', () => {
  const { trees } = train(frame, label, { minRows: 70, maxLeaves: 9, trees: 20, earlyStopping: 0 });
  trees.roots.forEach((root, tree) => {
    const end = trees.roots[tree + 1] ?? trees.feature.length;
    const leaves = [...trees.count.subarray(root, end)].filter((_, node) => trees.feature[root + node] === LEAF);
    expect(leaves.length).toBeLessThanOrEqual(9);
    expect(Math.min(...leaves)).toBeGreaterThanOrEqual(70);
    expect(leaves.reduce((sum, count) => sum + count, 0)).toBe(trees.count[root]);
  });
});

test('boosting stops where it no longer learns', () => {
  const nothing = Float64Array.from({ length: frame.rows }, () => random.integer(2));
  expect(train(frame, nothing).trees.roots.length).toBeLessThan(40);
  expect(train(frame, nothing, { trees: 60, earlyStopping: 0 }).trees.roots).toHaveLength(60);
});

test.each(['boosting', 'tree'])('in %s mode a weight counts as that many rows', (mode) => {
  const rounded = frame.columns.map((column): FeatureColumn =>
    column.type === 'number' ? { ...column, values: column.values.map((value) => Math.round(2 * value)) } : column,
  );
  const given = { mode, trees: 10, earlyStopping: 0, l2: 0, maxLeaves: 4, features: 1 };
  const options = plugin.options.parse(given);
  const weight = Float64Array.from({ length: frame.rows }, (_, row) => 1 + (row % 2));
  const whole = { ...frame, columns: rounded };
  const weighted = plugin.train({ frame: whole, task: 'binary', label, weight }, options, run()) as Model;
  const rows = Array.from({ length: frame.rows }, (_, row) => (row % 2 === 0 ? [row] : [row, row])).flat();
  const columns = rounded.map((column): FeatureColumn =>
    column.type === 'number'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
      : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
  );
  const repeated = { kind: 'raw' as const, rows: rows.length, columns };
  const repeatedLabel = Float64Array.from(rows, (row) => label[row]!);
  const twice = plugin.train({ frame: repeated, task: 'binary', label: repeatedLabel }, options, run()) as Model;
  const other = scores(twice, whole);
  scores(weighted, whole).forEach((score, row) => {
    expect(score).toBeCloseTo(other[row]!, 5);
  });
});

test.each(MODES)('the same seed gives the same %s, byte for byte; a saved one scores as it did', async (mode) => {
  const options = plugin.options.parse({ mode, trees: 15 });
  const model = train(frame, label, options);
  const bytes = plugin.save(model);
  expect(Buffer.compare(bytes, plugin.save(train(frame, label, options)))).toBe(0);
  expect(scores(await plugin.load(bytes, options), fresh)).toEqual(scores(model, fresh));
  if (mode !== 'tree')
    expect(Buffer.compare(bytes, plugin.save(train(frame, label, options, 'binary', 4)))).not.toBe(0);
});

test('bytes of another form are refused', () => {
  const bytes = plugin.save(train(frame, label, { mode: 'tree' }));
  const text = new TextDecoder('latin1').decode(bytes).replace('"version":1', '"version":9');
  const changed = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(() => plugin.load(changed, plugin.options.parse({}))).toThrow('train it anew');
});

test('stops when it is cancelled', () => {
  expect(() =>
    plugin.train({ frame, task: 'binary', label }, plugin.options.parse({}), run(AbortSignal.abort())),
  ).toThrow();
});

test('a tree that sees a part of the rows learns as well, by the seed', () => {
  const given = { rows: 0.5, trees: 60, learningRate: 0.1 };
  const model = train(frame, label, given);
  expect(auc(scores(model, fresh), freshLabel)).toBeGreaterThan(perfect - 0.02);
  expect(plugin.save(model)).toEqual(plugin.save(train(frame, label, given)));
  expect(plugin.save(model)).not.toEqual(plugin.save(train(frame, label, { ...given, rows: 1 })));
});

test('describes each feature’s share in what it learned; a model stored without it still loads', async () => {
  const model = train(frame, label, { trees: 20 });
  const { importance, curves, link } = plugin.describe!(model, { ...frame, rows: 0 });
  expect(link).toBe('logit');
  expect(curves).toEqual([]);
  expect(importance.map(({ feature }) => feature)).toEqual(['age', 'spend', 'city']);
  expect(importance.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 4);
  const text = new TextDecoder('latin1')
    .decode(plugin.save(model))
    .replace(/,"importance":\[[^\]]*\]/, (own) => ' '.repeat(own.length));
  const before = await plugin.load(
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
    plugin.options.parse({}),
  );
  expect(scores(before, fresh)).toEqual(scores(model, fresh));
  expect(plugin.describe!(before, { ...frame, rows: 0 }).importance).toEqual([]);
});

test('logs what it learned from, the most important first', () => {
  const lines: string[] = [];
  const log = (message: string) => lines.push(message);
  void plugin.train({ frame, task: 'binary', label }, plugin.options.parse({ trees: 10 }), run(undefined, 3, log));
  expect(lines.join()).toMatch(/importance by gain: \w+ [\d.]+ %, \w+ [\d.]+ %, \w+ [\d.]+ %/);
});

/** The mean of the trees where only some features are known: unknown questions are answered as training rows did. */
function known({ trees, intercept }: Model, sets: Int32Array, bins: Uint8Array, features: number): number {
  function below(node: number): number {
    const feature = trees.feature[node]!;
    if (feature === LEAF) return trees.value[node]!;
    const left = trees.left[node]!;
    const bin = bins[feature]!;
    const right = (sets[SET_WORDS * trees.test[node]! + (bin >>> 5)]! >>> (bin & 31)) & 1;
    if ((features & (1 << feature)) !== 0) return below(left + right);
    const [a, b] = [trees.count[left]!, trees.count[left + 1]!];
    return (a * below(left) + b * below(left + 1)) / (a + b);
  }
  return [...trees.roots].reduce((sum, root) => sum + below(root), intercept);
}

test.each(MODES)('contributions of a %s add up, and are the Shapley values by brute force', (mode) => {
  const model = train(frame, label, { mode, trees: 12, maxLeaves: 12 });
  const out = scores(model, fresh);
  const m = model.features.length;
  const sets = rightSets(model.trees.sets);
  for (let row = 0; row < 40; row++) {
    const { base, parts } = plugin.explain!(model, fresh, row);
    const score = out[row]!;
    expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(Math.log(score / (1 - score)), 10);
    const bins = new Uint8Array(m);
    model.features.forEach((feature, at) => {
      writeBins(feature, fresh.columns[at]!, { from: row, to: row + 1 }, bins, { start: at, stride: 1 });
    });
    expect(base).toBeCloseTo(known(model, sets, bins, 0), 10);
    const sizes = [1 / 3, 1 / 6, 1 / 3];
    for (let feature = 0; feature < m; feature++) {
      let exact = 0;
      for (let others = 0; others < 2 ** m; others++) {
        if ((others & (1 << feature)) !== 0) continue;
        const size = Array.from({ length: m }).filter((_, bit) => (others & (1 << bit)) !== 0).length;
        exact += sizes[size]! * (known(model, sets, bins, others | (1 << feature)) - known(model, sets, bins, others));
      }
      expect(parts[feature]).toBeCloseTo(exact, 10);
    }
  }
});

test('a bin counts the edges below a value', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -20, max: 20 }),
    fc.constantFrom(0, -0, 1e-320, Number.MAX_VALUE, -Number.MAX_VALUE),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.array(value),
      fc.integer({ min: 2, max: 255 }),
      (learned, asked, most) => {
        const column = (values: number[]) => ({
          name: 'x',
          type: 'number' as const,
          values: Float64Array.from([...values, NaN]),
        });
        const [bins] = fitBins([column(learned)], learned.length + 1, most, 1);
        if (bins?.type !== 'number') throw new Error('a number has edges');
        expect(bins.edges.length).toBeLessThan(most);
        const all = [...learned, ...asked];
        const out = new Uint8Array(all.length + 1);
        writeBins(bins, column(all), { from: 0, to: all.length + 1 }, out, { start: 0, stride: 1 });
        all.forEach((x, row) => {
          expect(out[row]).toBe(1 + bins.edges.filter((edge) => edge < x).length);
        });
        expect(out[all.length]).toBe(0);
      },
    ),
  );
});

test('packed sums give back the count exactly and the hessian closely, in any order', () => {
  const hessians = fc.array(fc.double({ min: 0, max: 0.25, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(hessians, (given) => {
      const packing = packingFor(given.length, given.length / 4);
      const packed = given.map((hessian) => pack(packing, hessian));
      const up = packed.reduce((sum, both) => sum + both, 0);
      expect(packed.reduceRight((sum, both) => sum + both, 0)).toBe(up);
      const { hessian, count } = unpack(packing, 0, up);
      expect(count).toBe(given.length);
      expect(hessian).toBeCloseTo(
        given.reduce((sum, own) => sum + own, 0),
        9,
      );
    }),
  );
});

test('the WebAssembly loop gives the same bits as the plain one', () => {
  const rows = 500;
  const results = [compileKernel, plainKernel].map((kernel) => {
    const noise = seededRandom(5);
    const memory = new webAssembly.Memory({ initial: 1 });
    const accumulate = kernel(memory);
    if (accumulate === null) throw new Error('This machine has no vector instructions.');
    new Uint8Array(memory.buffer, 0, rows * 4).forEach((_, at, all) => (all[at] = noise.integer(256)));
    new Int32Array(memory.buffer, 2000, rows).forEach((_, at, all) => (all[at] = noise.integer(rows)));
    new Float64Array(memory.buffer, 4000, rows * 2).forEach((_, at, all) => (all[at] = noise.normal()));
    accumulate(0, 2000, 2000 + 4 * rows, 4000, 16_000);
    return new Float64Array(memory.buffer.slice(16_000, 16_000 + 4 * HISTOGRAM_BYTES));
  });
  expect(results[0]).toEqual(results[1]);
  expect(results[0]!.some((sum) => sum !== 0)).toBe(true);
});
