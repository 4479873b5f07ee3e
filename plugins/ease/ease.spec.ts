import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactionRows } from '../../test/support/interactions.js';
import plugin from './index.js';
import { invert } from './invert.js';
import { learn } from './learn.js';

const run = { seed: 1, signal: new AbortController().signal, progress: () => undefined } as never;

test('a matrix times its inverse is one, whatever the blocks', () => {
  const size = 70;
  const rowsOf = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, at) => Math.sin(row * 7 + at * 3)),
  );
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let at = 0; at < size; at++) {
      const sum = rowsOf.reduce((all, each) => all + each[row]! * each[at]!, 0);
      matrix[row * size + at] = sum + (row === at ? 1 : 0);
    }
  }
  const inverse = matrix.slice();
  invert(inverse, size, () => undefined);
  for (const row of [0, 33, 69]) {
    for (const at of [0, 33, 69]) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += matrix[row * size + k]! * inverse[k * size + at]!;
      expect(sum).toBeCloseTo(row === at ? 1 : 0, 8);
    }
  }
});

test('the inverse over people and the one over items give the same weights', () => {
  const person = fc.uniqueArray(fc.nat(7), { maxLength: 6 }).map((items) => items.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(person, { minLength: 2, maxLength: 6 }), (people) => {
      const input = { interactions: interactionRows([...people, [0, 7]]), items: { count: 8, columns: [] } };
      const options = { l2: 0.5, kept: 8 };
      const byPeople = learn(input, { ...options, items: 100 }, run).weights;
      const byItems = learn(
        { ...input, interactions: interactionRows([...people, [0, 7], ...Array<number[]>(8).fill([])]) },
        { ...options, items: 8 },
        run,
      ).weights;
      expect(byPeople.targets).toEqual(byItems.targets);
      byPeople.weights.forEach((weight, place) => {
        expect(weight).toBeCloseTo(byItems.weights[place]!, 5);
      });
    }),
    { numRuns: 20 },
  );
});

test('of many items and people those are learned that most people had', async () => {
  const options = plugin.options.parse({ items: 2 });
  const learned = await plugin.train(
    { interactions: interactionRows([[0, 2], [0, 2], [1]]), items: { count: 3, columns: [] } },
    options,
    run,
  );
  expect(plugin.describe(learned, options).notes[0]).toContain('2 of 3 items');
  expect(
    [...(await plugin.rank(learned, interactionRows([[0]]), Uint32Array.of(1, 2), options))].map(Number.isNaN),
  ).toEqual([true, false]);
});
