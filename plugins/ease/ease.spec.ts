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
      const own = { l2: 0.5, kept: 8, items: 8, activity: 0.25 };
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

test('a person with many items counts as several of one with few, or as one', async () => {
  // Somebody with eight items had 0 and 1 together; two people with three items had 0 and 2 together.
  const interactions = interactionRows([
    [0, 1, 3, 4, 5, 6, 7, 8],
    [0, 2, 9],
    [0, 2, 9],
    [0, 1, 3, 4, 5, 6, 7, 8],
  ]);
  const input = { interactions, items: { count: 10, columns: [] } };
  const said = async (activity: number) => {
    const options = plugin.options.parse({ l2: 1, activity });
    const learned = await plugin.train(input, options, run);
    const [one = 0, two = 0] = await plugin.rank(learned, interactionRows([[0]]), Uint32Array.of(1, 2), options);
    return two - one;
  };
  expect(await said(1)).toBeGreaterThan(await said(0));
});

test('weighted least squares: every item is told by the others as the closed form over people with weights says', async () => {
  const rows = [[0, 1, 2, 3], [0, 1], [1, 2], [2]];
  const options = plugin.options.parse({ l2: 2, activity: 0.5 });
  const input = { interactions: interactionRows(rows), items: { count: 4, columns: [] } };
  const learned = await plugin.train(input, options, run);
  const [found] = await plugin.rank(learned, interactionRows([[0]]), Uint32Array.of(1), options);
  // The normal equations of item 1 on items 0, 2 and 3, solved by descent: another way to the same weights.
  const total = rows.reduce((sum, { length }) => sum + length ** 0.5, 0);
  const counts = rows.map(({ length }) => (length ** -0.5 * 9) / total);
  const weights = [0, 0, 0, 0];
  for (let step = 0; step < 5000; step++) {
    const slopes = weights.map((weight) => 2 * weight);
    rows.forEach((row, person) => {
      const told = row.reduce((sum, item) => sum + (item === 1 ? 0 : weights[item]!), 0);
      const error = counts[person]! * (told - (row.includes(1) ? 1 : 0));
      for (const item of row) if (item !== 1) slopes[item]! += error;
    });
    slopes.forEach((slope, item) => (weights[item]! -= 0.05 * slope));
  }
  expect(found).toBeCloseTo(weights[0]!, 6);
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
