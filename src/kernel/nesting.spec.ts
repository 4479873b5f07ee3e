import { expect, it } from 'vitest';
import { hasTooManyMembers, isDeeperThan, isLargerThan } from './nesting.js';

const many = (count: number) => Array.from({ length: count }, () => 0);

it('counts the values in each other', () => {
  for (const value of [many(10), [many(4), many(4)], { a: many(4), b: { c: many(3) } }]) {
    expect([isLargerThan(10, value), isLargerThan(9, value)]).toEqual([false, true]);
  }
  expect([isLargerThan(0, 'text'), isLargerThan(0, null), isLargerThan(0, [1])]).toEqual([false, false, true]);
});

it('knows how deep values lie, and how many an object has itself', () => {
  expect([isDeeperThan(2, [[1]]), isDeeperThan(1, [[1]])]).toEqual([false, true]);
  const wide = (count: number) => Object.fromEntries(many(count).map((_, index) => [`k${String(index)}`, 0]));
  expect([hasTooManyMembers(wide(1_000)), hasTooManyMembers(wide(1_001)), hasTooManyMembers(many(5_000))]).toEqual([
    false,
    true,
    false,
  ]);
});
