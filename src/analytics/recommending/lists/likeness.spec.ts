import { expect, test } from 'vitest';
import { likenessBy } from './likeness.js';

const FACTS: Readonly<Record<string, object>> = {
  green: { title: 'Green', category: 'tea', brand: 'Leaf', tags: ['loose', 'mild'], price: 5 },
  black: { title: 'Black', category: 'tea', brand: 'Leaf', tags: ['loose', 'strong'], price: 5 },
  mug: { title: 'Mug', category: 'mugs', brand: 'Leaf', tags: [], price: 5 },
  pot: { title: 'Green', category: 'pots', brand: 'Clay', tags: [], price: 5 },
};
const names = {
  items: { factsOf: (id: string) => ({ ...FACTS[id] }) },
  documents: {
    ...{ facts: {}, segments: [], models: [], strategies: [] },
    itemFacts: { facts: {}, title: 'title', category: 'category' },
  },
};

test('items are alike by half for their category, by half for what else both have; titles and numbers say nothing', () => {
  const of = likenessBy(names);
  expect(of('green', 'green')).toBe(1);
  expect(of('green', 'black')).toBe(0.5 + 0.5 * (2 / 4));
  expect(of('black', 'green')).toBe(of('green', 'black'));
  expect(of('green', 'mug')).toBe(0.5 * (1 / 3));
  expect(of('green', 'pot')).toBe(0);
  expect(of('unknown', 'unknown-too')).toBe(0);
});
