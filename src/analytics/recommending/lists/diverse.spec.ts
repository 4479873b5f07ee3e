import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diverse } from './diverse.js';

const list = fc.array(
  fc.record({ place: fc.nat(), category: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }) }),
);

test('a list has at most so many of each category, and leaves out nothing that had room', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), (members, items, perCategory) => {
      const kept = diverse(members, { items, perCategory }, ({ category }) => category);
      const ofCategory = (category: string) => kept.filter((each) => each.category === category).length;
      for (const category of ['a', 'b', 'c']) expect(ofCategory(category)).toBeLessThanOrEqual(perCategory);
      const left = members.filter((member) => !kept.includes(member));
      if (kept.length < items)
        for (const { category } of left)
          expect(ofCategory(category ?? '')).toBe(category === undefined ? -1 : perCategory);
      expect(kept).toEqual(members.filter((member) => kept.includes(member)));
    }),
    { numRuns: 50 },
  );
  expect(diverse([1, 2, 3], { items: 2 }, () => 'same')).toEqual([1, 2]);
});
