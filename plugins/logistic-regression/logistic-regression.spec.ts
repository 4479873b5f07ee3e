import { type EncodedFrame, seededRandom } from '#sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fit, type Line } from './fit.js';
import plugin from './index.js';
import { solve } from './solve.js';

const run = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.reject(new Error('no base here')),
};
const WIDTH = 3;
const random = seededRandom(9);

function people(rows: number): EncodedFrame {
  const values = Float32Array.from({ length: rows * WIDTH }, () => random.normal());
  return { kind: 'encoded', rows, columns: ['a', 'b', 'c'], values };
}

/** Labels drawn with logit −1 + 2a − b. */
function labels({ values, rows }: EncodedFrame): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const link = -1 + 2 * (values[row * WIDTH] ?? 0) - (values[row * WIDTH + 1] ?? 0);
    return Number(random.uniform() < 1 / (1 + Math.exp(-link)));
  });
}

function scores(line: Line, frame: EncodedFrame): Float64Array {
  const out = new Float64Array(frame.rows);
  void plugin.score(line, frame, out);
  return out;
}

test('finds the weights that made the labels', () => {
  const frame = people(20_000);
  const { bias, weights } = fit({ frame, task: 'binary', label: labels(frame) }, { l2: 1, maxIterations: 50 }, run);
  expect(bias).toBeCloseTo(-1, 0.8);
  expect(weights[0]).toBeCloseTo(2, 0.8);
  expect(weights[1]).toBeCloseTo(-1, 0.8);
  expect(weights[2]).toBeCloseTo(0, 0.8);
});

test('predicts the mean label on average, and has a zero gradient: it is the maximum', () => {
  const frame = people(500);
  const label = labels(frame);
  const line = fit({ frame, task: 'binary', label }, { l2: 0.5, maxIterations: 50 }, run);
  const error = scores(line, frame).map((score, row) => score - (label[row] ?? 0));
  expect(error.reduce((sum, e) => sum + e, 0)).toBeCloseTo(0, 5);
  for (let column = 0; column < WIDTH; column++) {
    const slope = error.reduce((sum, e, row) => sum + e * (frame.values[row * WIDTH + column] ?? 0), 0);
    expect(slope + 0.5 * (line.weights[column] ?? 0)).toBeCloseTo(0, 5);
  }
});

test('a weight counts as that many rows', () => {
  const frame = people(200);
  const label = labels(frame);
  const options = { l2: 1, maxIterations: 50 };
  const weighted = fit({ frame, task: 'binary', label, weight: new Float64Array(200).fill(2) }, options, run);
  const twice = { ...frame, rows: 400, values: Float32Array.of(...frame.values, ...frame.values) };
  const repeated = fit({ frame: twice, task: 'binary', label: Float64Array.of(...label, ...label) }, options, run);
  expect(weighted.bias).toBeCloseTo(repeated.bias, 7);
});

test('stays finite where the classes are separated and columns repeat each other', () => {
  const values = Float32Array.from({ length: 60 }, (_, at) => (at < 30 ? -1 : 1));
  const frame: EncodedFrame = { kind: 'encoded', rows: 20, columns: ['a', 'a again', 'and again'], values };
  const label = Float64Array.from({ length: 20 }, (_, row) => Number(row >= 10));
  for (const l2 of [0, 1]) {
    const line = fit({ frame, task: 'binary', label }, { l2, maxIterations: 50 }, run);
    expect([line.bias, ...line.weights].every(Number.isFinite)).toBe(true);
    expect(scores(line, frame)[0]).toBeLessThan(0.2);
  }
});

test('contributions add up to the logit of the score', () => {
  const frame = people(50);
  const line = fit({ frame, task: 'binary', label: labels(frame) }, { l2: 1, maxIterations: 50 }, run);
  const out = scores(line, frame);
  for (let row = 0; row < frame.rows; row++) {
    const { base, parts } = plugin.explain!(line, frame, row);
    const score = out[row] ?? NaN;
    expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(Math.log(score / (1 - score)), 9);
  }
});

test('of values it is the least-squares line', () => {
  const frame = people(2000);
  const label = Float64Array.from({ length: 2000 }, (_, row) => 5 + 3 * (frame.values[row * WIDTH] ?? 0));
  const line = fit({ frame, task: 'regression', label }, { l2: 0, maxIterations: 50 }, run);
  expect(line.bias).toBeCloseTo(5, 6);
  expect([...line.weights].map((weight) => Math.round(weight * 1e6) / 1e6 + 0)).toEqual([3, 0, 0]);
  expect(scores(line, frame)[0]).toBeCloseTo(label[0] ?? NaN, 5);
  expect(plugin.explain!(line, frame, 0)).toMatchObject({ link: 'identity' });
});

test('a saved model loads as it was', async () => {
  for (const link of ['logit', 'identity'] as const) {
    const line = { link, bias: 0.1, weights: Float64Array.of(1, -2, NaN) };
    expect(await plugin.load(plugin.save(line), plugin.options.parse({}))).toEqual(line);
  }
});

test('solve inverts positive definite systems', () => {
  const vectors = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 9, maxLength: 9 });
  const solutions = fc.tuple(
    fc.double({ min: -5, max: 5, noNaN: true }),
    fc.double({ min: -5, max: 5, noNaN: true }),
    fc.double({ min: -5, max: 5, noNaN: true }),
  );
  fc.assert(
    fc.property(vectors, solutions, (v, x) => {
      // A = V Vᵀ + I
      const a = Float64Array.from({ length: 9 }, (_, at) => {
        const [i, j] = [Math.floor(at / 3), at % 3];
        return [0, 1, 2].reduce((sum, k) => sum + v[i * 3 + k]! * v[j * 3 + k]!, Number(i === j));
      });
      const b = Float64Array.from({ length: 3 }, (_, i) => x.reduce((sum, xj, j) => sum + a[i * 3 + j]! * xj, 0));
      solve(a, b).forEach((found, i) => {
        expect(found).toBeCloseTo(x[i]!, 6);
      });
    }),
  );
});
