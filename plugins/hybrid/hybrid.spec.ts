import { expect, test } from 'vitest';
import { type FittedBase } from '#sdk';
import { interactionRows } from '../../test/support/interactions.js';
import popular from '../popular/index.js';
import knn from '../item-knn/index.js';
import { hide } from './hide.js';
import plugin from './index.js';

const bases = { popular, 'item-knn': knn } as const;
type Bases = Readonly<Record<string, typeof popular>>;

/** Bases without a host. */
function baseOf(name: string, learned: unknown, own: unknown): FittedBase {
  const definition = (bases as unknown as Bases)[name]! as unknown as Record<string, (...rest: unknown[]) => unknown>;
  return {
    bytes: new TextEncoder().encode(name),
    ask: (question, ...rest) => definition[question]!(learned, ...rest, own),
  };
}
const run = {
  seed: 7,
  signal: new AbortController().signal,
  progress: () => undefined,
  async fit(name: string, given: object, input: never) {
    const definition = (bases as unknown as Bases)[name]!;
    const own = definition.options.parse(given);
    return baseOf(name, await definition.train(input, own, run as never), own);
  },
};

test('the latest items of whoever has enough are hidden', () => {
  const { rest, people } = hide(interactionRows([[1, 3, 5, 7], [2]], Float32Array.of(4, 1, 9, 8, 1)), 0.25, 1);
  expect([...rest.items]).toEqual([1, 5, 7, 2]);
  expect([...rest.starts]).toEqual([0, 3, 4]);
  expect(people).toEqual([{ history: expect.objectContaining({ people: 1 }) as never, hidden: new Set([3]) }]);
});

test('whoever foretells what was hidden gets the say, and the score of an item does not depend on what else is asked', async () => {
  const people = Array.from({ length: 40 }, (_, person) =>
    [0, 1, 2, 3, 4, 5, 6].filter((place) => (place + person) % 4 !== 0).map((place) => 2 * place + (person % 2)),
  );
  const own = plugin.options.parse({ bases: { popular: {}, 'item-knn': { shrinkage: 0 } } });
  const learned = await plugin.train(
    { interactions: interactionRows(people), items: { count: 15, columns: [] } },
    own,
    run as never,
  );
  const [note] = plugin.describe(learned, own).notes;
  expect(note).toMatch(/item-knn 1, popular 0\.01/);
  const history = interactionRows([[0, 2, 4]]);
  const { items, scores } = await plugin.recommend(learned, history, { count: 3, among: null, again: false }, own);
  expect([...items].every((item) => item % 2 === 0)).toBe(true);
  expect((await plugin.rank(learned, history, items.slice(1, 2), own))[0]).toBeCloseTo(scores[1]!, 12);
  const [reasons] = await plugin.reasons(learned, history, items.slice(0, 1), 3, own);
  expect(reasons?.length).toBe(3);
  const { items: like } = await plugin.similar(learned, 0, { count: 2, among: null, again: true }, own);
  expect([...like].every((item) => item % 2 === 0)).toBe(true);
});

test('whoever had only what hardly anybody had is told by what is near it', async () => {
  // The yardstick is full of what many had: two items that only two people had are not in it.
  const crowd = Array.from({ length: 6 }, (_, person) =>
    Array.from({ length: 500 }, (__, item) => item).filter((item) => item % 6 !== person),
  );
  const people = [...crowd, [500, 501], [500, 501]];
  const own = plugin.options.parse({ bases: { popular: {}, 'item-knn': { neighbours: 1, shrinkage: 0 } } });
  const learned = await plugin.train(
    { interactions: interactionRows(people), items: { count: 502, columns: [] } },
    own,
    run as never,
  );
  const history = interactionRows([[500]]);
  const wanted = { count: 60, among: null, again: false };
  const { items } = await plugin.recommend(learned, history, wanted, own);
  expect(items).toContain(501);
  expect((await plugin.reasons(learned, history, Uint32Array.of(501), 1, own))[0]).toEqual([{ item: 500, share: 1 }]);
});

test('what one person is told does not depend on who was asked about before', async () => {
  const people = Array.from({ length: 30 }, (_, person) =>
    [0, 1, 2, 3, 4, 5].filter((place) => (place + person) % 4 !== 0).map((place) => 2 * place + (person % 2)),
  );
  const own = plugin.options.parse({ bases: { popular: {}, 'item-knn': { shrinkage: 0 } } });
  const input = { interactions: interactionRows(people), items: { count: 13, columns: [] } };
  // The same items with other weights are another history.
  const histories = [interactionRows([[0, 2]]), interactionRows([[1]]), interactionRows([[0, 2]])];
  histories[2] = { ...histories[2]!, weights: Float32Array.of(5, 1) };
  const items = Uint32Array.of(4, 5, 6);
  const asked = await plugin.train(input, own, run as never);
  for (const place of [0, 1, 2, 0, 2, 1, 1]) {
    const alone = await plugin.rank(await plugin.train(input, own, run as never), histories[place]!, items, own);
    expect(await plugin.rank(asked, histories[place]!, items, own)).toEqual(alone);
  }
});
