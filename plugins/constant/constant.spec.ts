import { expect, test } from 'vitest';
import constant from './index.js';

const run = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.reject(new Error('no base here')),
};
const frame = { kind: 'raw' as const, rows: 4, columns: [] };

test('scores everybody with the mean of the label', () => {
  const artefact = constant.train({ frame, task: 'binary', label: Float64Array.of(1, 0, 0, 0) }, {}, run);
  const out = new Float64Array(4);
  void constant.score(artefact as { mean: number }, frame, out);
  expect([...out]).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test('weights count', () => {
  const set = { frame, task: 'regression' as const, label: Float64Array.of(1, 3), weight: Float64Array.of(3, 1) };
  expect(constant.train(set, {}, run)).toEqual({ mean: 1.5 });
});
