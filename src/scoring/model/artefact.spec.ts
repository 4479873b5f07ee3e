import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Artefact, readArtefact, writeArtefact } from './artefact.js';

const artefact: Artefact = {
  header: {
    plugin: 'constant',
    pluginVersion: '1.0.0',
    task: 'binary',
    input: 'raw',
    options: {},
    features: [{ name: 'city', type: 'category', categories: ['杭州'] }],
    encoding: null,
    calibration: { slope: 1, intercept: 0, bends: [], rows: 10 },
    outputs: 1,
    rows: 10,
    seed: 1,
    backend: null,
  },
  quantiles: Float64Array.of(0.1, 0.2),
  background: Float64Array.of(NaN, 3),
  learned: Uint8Array.of(1, 2, 3),
};

test('an artefact is read as it was written', () => {
  expect(readArtefact(writeArtefact(artefact))).toEqual(artefact);
});

test('any altered, missing or added byte is noticed', () => {
  const bytes = writeArtefact(artefact);
  const damaged = expect.objectContaining({ code: 'DAMAGED_ARTEFACT' }) as Error;
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ change;
      expect(() => readArtefact(altered)).toThrow(damaged);
      expect(() => readArtefact(bytes.slice(0, at))).toThrow(damaged);
    }),
  );
  expect(() => readArtefact(new Uint8Array([...bytes, 0]))).toThrow(damaged);
});
