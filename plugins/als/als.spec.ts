import { expect, test } from 'vitest';
import { interactionRows } from '../../test/support/interactions.js';
import { gramOf } from './factors.js';
import plugin from './index.js';

const run = { seed: 1, signal: new AbortController().signal, progress: () => undefined } as never;

/** Ten people of each of two tastes, who have most of its six items. */
const tastes = interactionRows(
  Array.from({ length: 20 }, (_, person) =>
    [0, 1, 2, 3, 4, 5].filter((place) => (place + person) % 5 !== 0).map((place) => 2 * place + (person % 2)),
  ),
);

const learn = async (options: object) => {
  const own = plugin.options.parse(options);
  const learned = await plugin.train({ interactions: tastes, items: { count: 13, columns: [] } }, own, run);
  return { own, learned: await plugin.load(plugin.save(learned), own) };
};
const history = { ...interactionRows([[0, 4]]), weights: Float32Array.of(1, 2) };

test('somebody whom it never saw is recommended what those of the same taste have, and never what nobody had', async () => {
  const { own, learned } = await learn({ factors: 4 });
  const { items } = await plugin.recommend(learned, history, { count: 13, among: null, again: false }, own);
  expect([...items].slice(0, 4).toSorted((first, second) => first - second)).toEqual([2, 6, 8, 10]);
  expect([...items]).not.toContain(12);
});

test('what each item of a history says adds up to the score, which is the best for the factors', async () => {
  const { own, learned } = await learn({ factors: 4 });
  const every = Uint32Array.from({ length: 12 }, (_, item) => item);
  const scores = await plugin.rank(learned, history, every, own);
  for (const item of [2, 5]) {
    const parts = await plugin.parts!(learned, history, Uint32Array.of(item), own);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(scores[item]!, 10);
  }
  // The scores Y·x solve the weighted normal equations: YᵀY·x + l2·x + Yᵀ(C − I)Y·x = YᵀC·had.
  expect(gramOf(learned, own.l2)).toEqual(learned.gram);
  const weightOf = (item: number) => own.alpha * (item === 0 ? 1 : item === 4 ? 2 : 0);
  const had = (item: number) => Number(item === 0 || item === 4);
  const residual = every.reduce(
    (sum, item) => sum + learned.values[item * 4]! * ((1 + weightOf(item)) * (had(item) - scores[item]!)),
    0,
  );
  expect(Math.abs(residual)).toBeLessThan(own.l2 * 10);
});
