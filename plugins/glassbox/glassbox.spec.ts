import { type FeatureColumn, type RawFrame, seededRandom, type ShapeBin, type Task } from '#sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitBins, writeBins } from './model/bins.js';
import plugin from './index.js';
import { type Model, SIDE } from './model/model.js';

const random = seededRandom(41);
const CITIES = ['Hangzhou', 'Ningbo', 'Shanghai', 'Suzhou', 'Wuxi'];

function run(signal = new AbortController().signal, seed = 3) {
  return {
    seed,
    signal,
    progress: () => undefined,
    log: () => undefined,
    backend: () => undefined,
    base: () => Promise.reject(new Error('no base here')),
  };
}

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

type Truth = (age: number, spend: number, city: number) => number;
/** Missing spend counts, two cities count, and age counts in steps. */
const additive: Truth = (age, spend, city) =>
  (age > 0.5 ? 1 : -0.5) + (Number.isNaN(spend) ? 1.5 : -0.5 * spend) + (city === 1 || city === 3 ? 1 : -0.5);
/** Age matters one way where spend is high, and the other way where it is low. */
const together: Truth = (age, spend) => 1.5 * age * Math.sign(Number.isNaN(spend) ? 0 : spend);

function links({ rows, columns: [age, spend, city] }: RawFrame, truth: Truth): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    truth(
      age?.type === 'number' ? age.values[row]! : 0,
      spend?.type === 'number' ? spend.values[row]! : 0,
      city?.type === 'category' ? city.codes[row]! : 0,
    ),
  );
}

function labels(frame: RawFrame, truth: Truth): Float64Array {
  return links(frame, truth).map((link) => Number(random.uniform() < 1 / (1 + Math.exp(-link))));
}

function train(frame: RawFrame, label: Float64Array, given: object = {}, task: Task = 'binary', seed = 3): Model {
  return plugin.train({ frame, task, label }, plugin.options.parse(given), run(undefined, seed)) as Model;
}

function scores(model: Model, frame: RawFrame): Float64Array {
  const out = new Float64Array(frame.rows);
  void plugin.score(model, frame, out);
  return out;
}

function auc(score: Float64Array, label: Float64Array): number {
  const order = [...score.keys()].sort((a, b) => score[a]! - score[b]!);
  const positives = label.reduce((sum, y) => sum + y, 0);
  const ranks = order.reduce((sum, row, rank) => sum + (label[row] === 1 ? rank + 1 : 0), 0);
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (label.length - positives));
}

const FEW = { bags: 4 };
const frame = people(4000);
const label = labels(frame, additive);
const fresh = people(2000);
const model = train(frame, label, FEW);
const empty: RawFrame = { ...frame, rows: 0 };

function binsOf(trained: Model, feature: string): readonly ShapeBin[] {
  return plugin.describe!(trained, empty).curves.find((curve) => curve.feature === feature)!.bins;
}

test('learns numbers, missing values and categories together', () => {
  const freshLabel = labels(fresh, additive);
  const perfect = auc(links(fresh, additive), freshLabel);
  expect(auc(scores(model, fresh), freshLabel)).toBeGreaterThan(perfect - 0.01);
});

test('learns values on their own scale', () => {
  const truth: Truth = (...cells) => 100 + 10 * additive(...cells);
  const trained = train(frame, links(frame, truth), FEW, 'regression');
  const expected = links(fresh, truth);
  const error = scores(trained, fresh).reduce((sum, score, row) => sum + (score - expected[row]!) ** 2, 0);
  expect(Math.sqrt(error / fresh.rows)).toBeLessThan(1.5);
});

test('a pair of features is kept where they act together, and is worth it', () => {
  const joint = labels(frame, together);
  const curvesOnly = train(frame, joint, { ...FEW, interactions: 0 });
  const withPairs = train(frame, joint, FEW);
  expect(withPairs.pairs.map(({ features }) => features)).toContainEqual([0, 1]);
  const freshLabel = labels(fresh, together);
  expect(auc(scores(curvesOnly, fresh), freshLabel)).toBeLessThan(0.6);
  expect(auc(scores(withPairs, fresh), freshLabel)).toBeGreaterThan(auc(links(fresh, together), freshLabel) - 0.03);
  const [pair] = plugin.describe!(withPairs, empty).pairs;
  expect(pair?.features).toEqual(['age', 'spend']);
});

test('without interactions curves are all there is', () => {
  expect(train(frame, label, { ...FEW, interactions: 0 }).pairs).toEqual([]);
});

test('the curve of a number goes as the truth does, and its error bars hold the truth', () => {
  const bins = binsOf(model, 'age').filter(({ weight }) => weight > 0.004);
  const step = (from: number, to: number) => bins.filter(({ values }) => within(values, from, to));
  const mean = (some: readonly ShapeBin[]) =>
    some.reduce((sum, { effect, weight }) => sum + effect * weight, 0) /
    some.reduce((sum, { weight }) => sum + weight, 0);
  expect(mean(step(0.6, 9)) - mean(step(-9, 0.4))).toBeCloseTo(1.5, 0);
  const share =
    [...(frame.columns[0]!.type === 'number' ? frame.columns[0]!.values : [])].filter((age) => age > 0.5).length / 4000;
  const held = bins.filter(({ values, low, high }) => {
    if (!within(values, -9, 0.4) && !within(values, 0.6, 9)) return true;
    const truth = (within(values, 0.6, 9) ? 1.5 : 0) - 1.5 * share;
    return low <= truth && truth <= high;
  });
  expect(held.length / bins.length).toBeGreaterThan(0.75);
});

function within(values: ShapeBin['values'], from: number, to: number): boolean {
  return values.kind === 'range' && (values.from ?? -8) >= from && (values.to ?? 8) <= to;
}

test('a curve names categories, and missing values have a place of their own', () => {
  const cities = binsOf(model, 'city');
  const names = cities.map(({ values }) => (values.kind === 'category' ? values.category : values.kind));
  expect(names.toSorted()).toEqual([...CITIES, 'missing'].sort());
  expect(names.slice(3, 5).sort()).toEqual(['Ningbo', 'Suzhou']);
  const missing = binsOf(model, 'spend').at(-1)!;
  expect(missing.values.kind).toBe('missing');
  expect(missing.weight).toBeCloseTo(0.3, 1);
  expect(missing.effect).toBeGreaterThan(0.7);
});

test('curves have mean 0 over the training rows, and so has every row and column of a pair', () => {
  const trained = train(frame, labels(frame, together), FEW);
  for (const { effect, weight } of trained.curves) {
    expect(effect.reduce((sum, own, bin) => sum + own * weight[bin]!, 0)).toBeCloseTo(0, 5);
  }
  for (const { effect, weight } of trained.pairs) {
    for (let line = 0; line < SIDE; line++) {
      const sums = [0, 0];
      for (let at = 0; at < SIDE; at++) {
        sums[0]! += effect[line * SIDE + at]! * weight[line * SIDE + at]!;
        sums[1]! += effect[at * SIDE + line]! * weight[at * SIDE + line]!;
      }
      expect(Math.max(...sums.map(Math.abs))).toBeLessThan(1e-4);
    }
  }
});

test('contributions add up to the score exactly, and without pairs they are the curve', () => {
  const out = scores(model, fresh);
  for (let row = 0; row < 100; row++) {
    const { base, parts, link } = plugin.explain!(model, fresh, row);
    const sum = parts.reduce((total, part) => total + part, base);
    expect(link).toBe('logit');
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(out[row]!, 12);
  }
  const plain = train(frame, label, { ...FEW, interactions: 0 });
  const { parts } = plugin.explain!(plain, fresh, 0);
  expect(binsOf(plain, 'city').map(({ effect }) => effect)).toContain(parts[2]);
});

test('the shares of the features add up to one, the useless one has least', () => {
  const noise: FeatureColumn = {
    name: 'noise',
    type: 'number',
    values:
      frame.columns[0]!.type === 'number' ? frame.columns[0]!.values.map(() => random.normal()) : new Float64Array(),
  };
  const wide = { ...frame, columns: [...frame.columns, noise] };
  const { importance } = plugin.describe!(train(wide, label, FEW), { ...wide, rows: 0 });
  expect(importance.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(importance.toSorted((a, b) => a.share - b.share)[0]?.feature).toBe('noise');
});

test.each(['rising', 'falling'] as const)(
  'the curve of a number that may only be %s goes no other way',
  (direction) => {
    const noisy = label.map((y) => (random.uniform() < 0.4 ? 1 - y : y));
    const bins = binsOf(train(frame, noisy, { ...FEW, monotone: { age: direction }, minRows: 2, l2: 0 }), 'age');
    const sign = direction === 'rising' ? 1 : -1;
    bins.slice(1).forEach(({ effect }, index) => {
      expect(sign * (effect - bins[index]!.effect)).toBeGreaterThanOrEqual(0);
    });
  },
);

test('a direction of something that is no number is refused, with the nearest name', () => {
  expect(() => train(frame, label, { monotone: { agee: 'rising' } })).toThrow('"age"');
  expect(() => train(frame, label, { monotone: { city: 'rising' } })).toThrow('city');
});

test('where there is nothing to learn the curves stay flat and no pair is kept', () => {
  const nothing = train(
    frame,
    labels(frame, () => 0),
    FEW,
  );
  for (const { effect, weight } of nothing.curves) {
    expect(effect.reduce((sum, own, bin) => sum + Math.abs(own) * weight[bin]!, 0)).toBeLessThan(0.1);
  }
  expect(nothing.pairs.length).toBeLessThan(2);
});

test('only the relation of weights counts, and a row without weight does not', () => {
  const options = plugin.options.parse(FEW);
  const weight = Float64Array.from(label, (y) => (y === 1 ? 3 : 1));
  const weighted = (w: Float64Array) =>
    plugin.train({ frame, task: 'binary', label, weight: w }, options, run()) as Model;
  const once = scores(weighted(weight), fresh);
  scores(weighted(weight.map((w) => 7 * w)), fresh).forEach((score, row) => {
    expect(score).toBeCloseTo(once[row]!, 9);
  });
  expect(() => weighted(new Float64Array(label.length))).toThrow('zero');
});

test('the same seed gives the same model, byte for byte; a saved one scores as it did', async () => {
  const bytes = plugin.save(model);
  expect(Buffer.compare(bytes, plugin.save(train(frame, label, FEW)))).toBe(0);
  expect(Buffer.compare(bytes, plugin.save(train(frame, label, FEW, 'binary', 4)))).not.toBe(0);
  const loaded = await plugin.load(bytes, plugin.options.parse(FEW));
  expect(scores(loaded, fresh)).toEqual(scores(model, fresh));
  expect(plugin.describe!(loaded, empty)).toEqual(plugin.describe!(model, empty));
  expect(bytes.length).toBeLessThan(30_000);
});

test('bytes of another form are refused', () => {
  const text = new TextDecoder('latin1').decode(plugin.save(model)).replace('"version":1', '"version":9');
  const changed = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(() => plugin.load(changed, plugin.options.parse({}))).toThrow('train it anew');
});

test('stops when it is cancelled', () => {
  expect(() =>
    plugin.train({ frame, task: 'binary', label }, plugin.options.parse({}), run(AbortSignal.abort())),
  ).toThrow();
});

test('a few rows, or columns without any value, are no trouble', () => {
  const blank: FeatureColumn = { name: 'blank', type: 'number', values: new Float64Array(12).fill(NaN) };
  const one: FeatureColumn = { name: 'one', type: 'category', codes: new Int32Array(12), categories: ['a'] };
  const few: RawFrame = { kind: 'raw', rows: 12, columns: [blank, one] };
  const trained = train(
    few,
    Float64Array.from({ length: 12 }, (_, row) => row % 2),
    FEW,
  );
  scores(trained, few).forEach((score) => {
    expect(score).toBeCloseTo(0.5, 5);
  });
});

test('hundreds of thousands of rows of one outcome are no trouble', () => {
  const rows = 300_000;
  const values = Float64Array.from({ length: rows }, (_, row) => row % 7);
  const many: RawFrame = { kind: 'raw', rows, columns: [{ name: 'x', type: 'number', values }] };
  const seldom = values.map((_, row) => Number(row % 100 === 0));
  const trained = train(many, seldom, { bags: 1, rounds: 1, interactions: 0, validation: 0.5 });
  expect(scores(trained, { ...many, rows: 1 })[0]).toBeCloseTo(0.01, 2);
});

test('a bin counts the edges below a value', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -20, max: 20 }),
    fc.constantFrom(0, -0, 1e-320, Number.MAX_VALUE, -Number.MAX_VALUE),
  );
  const column = (values: number[]) => ({ name: 'x', type: 'number' as const, values: Float64Array.from(values) });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.array(value),
      fc.integer({ min: 2, max: 254 }),
      (learned, asked, most) => {
        const [bins] = fitBins([column(learned)], learned.length, most, 1);
        if (bins?.type !== 'number') throw new Error('a number has edges');
        expect(bins.edges.length).toBeLessThan(most);
        const all = [...learned, ...asked, NaN];
        const out = new Uint8Array(all.length);
        writeBins(bins, column(all), { from: 0, to: all.length }, out);
        all.forEach((x, row) => {
          expect(out[row]).toBe(Number.isNaN(x) ? 0 : 1 + bins.edges.filter((edge) => edge < x).length);
        });
        const distinct = new Set(learned.map((x) => x + 0)).size;
        if (distinct <= most) expect(bins.edges).toHaveLength(distinct - 1);
      },
    ),
  );
});
