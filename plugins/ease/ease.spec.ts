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

test('the inverse over people and the one over items give the same weights, which are as good as what is kept exactly', async () => {
  const person = fc.uniqueArray(fc.nat(7), { maxLength: 6 }).map((items) => items.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 2, maxLength: 6 }), person, async (people, had) => {
      const interactions = interactionRows([...people, [0, 7]]);
      const empty = interactionRows([...people, [0, 7], ...Array<number[]>(8).fill([])]);
      const items = { count: 8, columns: [] };
      const own = { l2: 0.5, kept: 8, items: 8 };
      const byItems = learn({ items, interactions: empty }, own, run);
      const byPeople = learn({ items, interactions }, own, run, 0);
      const exact = await plugin.load(plugin.save(learn({ items, interactions }, own, run)), own);
      expect([byItems.form, byPeople.form, exact.form]).toEqual(['weights', 'weights', 'exact']);
      const history = interactionRows([had]);
      const every = Uint32Array.from({ length: 8 }, (_, item) => item);
      const answers = async (learned: typeof exact) => [
        ...(await plugin.rank(learned, history, every, own)),
        ...(await plugin.parts!(learned, history, every, own)),
        ...(await plugin.similar(learned, 0, { count: 7, among: null, again: true }, own)).scores,
      ];
      const expected = await answers(byItems);
      for (const learned of [byPeople, exact]) {
        (await answers(learned)).forEach((value, place) => {
          expect(Number.isNaN(value) ? 0 : value).toBeCloseTo(Number.isNaN(expected[place]) ? 0 : expected[place]!, 5);
        });
      }
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
