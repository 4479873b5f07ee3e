import { describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { simulateShop } from '../shop/index.js';
import { catalogueOf, Tastes } from './index.js';

const shop = simulateShop({ users: 2_000, seed: 5 });
const random = () => seededRandom(3);

describe('what the shop sells', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(catalogueOf(5)).toEqual(catalogueOf(5));
    expect(catalogueOf(6)).not.toEqual(catalogueOf(5));
  });

  it('is a few hundred items with prices, margins and stock, of which some are sold out', () => {
    const items = catalogueOf(5).flat();
    expect(items.length).toBeGreaterThan(200);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    for (const { price, margin } of items) {
      expect(price).toBeGreaterThan(0);
      expect(margin).toBeGreaterThan(0);
      expect(margin).toBeLessThan(1);
    }
    expect(items.filter(({ stock }) => stock === 0).length).toBeGreaterThan(0);
  });
});

describe('what customers buy', () => {
  it('are known items, paid with the amount of the order', () => {
    const tastes = new Tastes(shop);
    const known = new Map(catalogueOf(shop.seed).flatMap((items) => items.map((item) => [item.id, item.category])));
    const draws = random();
    for (let user = 0; user < 500; user++) {
      const { items, category } = tastes.basketFor(user, 12.34 + user, draws);
      expect(items.reduce((sum, { price }) => sum + Math.round(100 * price), 0)).toBe(Math.round(100 * (12.34 + user)));
      expect(known.get(items[0]!.id)).toBe(category);
      for (const { id } of items) expect(known.has(id)).toBe(true);
    }
  });

  it('tells what they buy next: who goes by their own category and brand hits more often than who goes by popularity', () => {
    const tastes = new Tastes(shop);
    const draws = random();
    const bought = Array.from({ length: 2_000 }, (_, user) =>
      Array.from({ length: 5 }, () => tastes.itemFor(user, draws)),
    );
    const counts = new Map<string, number>();
    for (const { id } of bought.flatMap((items) => items.slice(0, 4))) counts.set(id, (counts.get(id) ?? 0) + 1);
    const best = catalogueOf(shop.seed)
      .flat()
      .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
    const hits = { popular: 0, alike: 0 };
    for (const [first, second, third, fourth, next] of bought) {
      const had = [first!, second!, third!, fourth!];
      const likeness = (item: (typeof had)[number]) =>
        had.filter(({ category, style }) => category === item.category && style === item.style).length;
      const alike = best.toSorted((a, b) => likeness(b) - likeness(a));
      const listed = (items: typeof best) => Number(items.slice(0, 10).some(({ id }) => id === next!.id));
      hits.popular += listed(best);
      hits.alike += listed(alike);
    }
    expect(hits.alike).toBeGreaterThan(2 * hits.popular);
  });
});
