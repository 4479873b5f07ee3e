import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diverse } from './diverse.js';

const list = fc.array(
  fc.record({ place: fc.nat(), category: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }) }),
);

test('a list has at most so many of each category, and leaves out nothing that had room', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), (members, items, perCategory) => {
      const kept = diverse(members, { items, perCategory }, { categoryOf: ({ category }) => category });
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
  expect(diverse([1, 2, 3], { items: 2 }, { categoryOf: () => 'same' })).toEqual([1, 2]);
});

test('the more diversity is wanted, the less alike the members are, and none keeps the order', () => {
  const members = ['tea 1', 'tea 2', 'tea 3', 'tea 4', 'mug 1', 'mug 2', 'pot 1', 'pot 2', 'pot 3', 'pot 4'];
  const shelf = (place: number) => members[place]!.slice(0, 3);
  const listed = (diversity: number, perCategory = 9) =>
    diverse(
      members,
      { items: 4, diversity, perCategory },
      {
        categoryOf: (member) => member.slice(0, 3),
        likeness: (first, second) => Number(shelf(first) === shelf(second)),
      },
    );
  expect(listed(0)).toEqual(['tea 1', 'tea 2', 'tea 3', 'tea 4']);
  expect(listed(0.2)).toEqual(['tea 1', 'tea 2', 'mug 1', 'tea 3']);
  expect(listed(0.5)).toEqual(['tea 1', 'mug 1', 'pot 1', 'tea 2']);
  expect(listed(1)).toEqual(['tea 1', 'mug 1', 'pot 1', 'tea 2']);
  expect(listed(1, 1)).toEqual(['tea 1', 'mug 1', 'pot 1']);
});

test.each([0, 0.5])(
  'of a long list of one category each member is looked at a few times only (diversity %s)',
  (diversity) => {
    let [asked, compared] = [0, 0];
    const members = Array.from({ length: 5_000 }, (_, place) => (place < 4_998 ? 'tea' : `mug ${String(place)}`));
    const kept = diverse(
      members,
      { items: 5, perCategory: 1, diversity },
      {
        categoryOf: (member) => (asked++, member),
        likeness: () => (compared++, 0),
      },
    );
    expect(kept).toEqual(['tea', 'mug 4998', 'mug 4999']);
    expect(asked).toBe(members.length);
    expect(compared).toBeLessThan(10);
  },
);

test('in a long list the least alike are sought among the first that have room', () => {
  let compared = 0;
  const members = Array.from({ length: 5_000 }, (_, place) => place);
  const kept = diverse(
    members,
    { items: 10, diversity: 1 },
    { categoryOf: () => undefined, likeness: (first, second) => (compared++, first % 10 === second % 10 ? 1 : 0) },
  );
  expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(compared).toBeLessThanOrEqual(10 * 500 + 10);
});
