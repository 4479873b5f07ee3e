import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EncodedFrame } from '#sdk';
import { type Layer, type Network, parametersOf } from './network.js';
import { score } from './score.js';

const number = fc.oneof(
  { weight: 4, arbitrary: fc.float({ min: -4, max: 4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1) },
);
const networks = fc.array(fc.integer({ min: 1, max: 21 }), { minLength: 1, maxLength: 4 }).chain((widths) => {
  const { flat } = parametersOf([...widths, 1]);
  const rows = fc.array(fc.array(number, { minLength: widths[0]!, maxLength: widths[0]! }), { maxLength: 6 });
  return fc.record({ widths: fc.constant([...widths, 1]), flat: fc.array(number, { minLength: flat.length, maxLength: flat.length }), rows }); // prettier-ignore
});

test('is plain arithmetic to the last bit, for one row and for many', () => {
  fc.assert(
    fc.property(networks, fc.integer({ min: 1, max: 100 }), ({ widths, flat, rows: some }, times) => {
      const rows = Array.from({ length: times }, () => some).flat();
      const { layers } = parametersOf(widths, Float32Array.from(flat));
      const network: Network = { layers, target: { kind: 'value', mean: 0, deviation: 1 } };
      const all = scores(network, rows);
      expect(all).toEqual(Float64Array.from(rows, (row) => plainly(layers, row)));
      expect(all.slice(0, some.length)).toEqual(Float64Array.from(some, (row) => scores(network, [row])[0]!));
    }),
  );
});

function scores(network: Network, rows: readonly (readonly number[])[]): Float64Array {
  const values = Float32Array.from(rows.flat());
  const frame: EncodedFrame = { kind: 'encoded', rows: rows.length, columns: [], values };
  const out = new Float64Array(rows.length);
  score(network, frame, out);
  return out;
}

function plainly(layers: readonly Layer[], row: readonly number[]): number {
  let inputs = [...row];
  layers.forEach(({ outputs, weights, biases }, index) => {
    const units = [...biases];
    inputs.forEach((value, i) => {
      if (value !== 0) for (let o = 0; o < outputs; o++) units[o]! += value * weights[i * outputs + o]!;
    });
    inputs = index === layers.length - 1 ? units : units.map((unit) => (unit < 0 ? 0 : unit));
  });
  return 0 + 1 * inputs[0]!;
}
