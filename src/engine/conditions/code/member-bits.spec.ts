import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition, compileConditions } from '../compile.js';

const items = fc.oneof(
  fc.integer({ min: -2, max: 40 }),
  fc.constantFrom(-0, 0.5, '', 'a', 'ab', '5', true, false, null),
  fc.string({ maxLength: 2 }),
);
const leaves = fc.record({
  fact: fc.constantFrom('list', 'other'),
  operator: fc.constantFrom('contains', 'doesNotContain'),
  value: items,
});
const facts = fc.record({ list: listOrNot(), other: listOrNot() }, { requiredKeys: [] }) satisfies fc.Arbitrary<
  Partial<Record<string, unknown>>
>;

function listOrNot(): fc.Arbitrary<unknown> {
  const mistyped = fc.constantFrom<unknown>(null, 'ab', 5, {}, { 0: 'a', length: 1 }, [[5]], [undefined, Number.NaN]);
  return fc.oneof({ weight: 4, arbitrary: fc.array(items, { maxLength: 12 }) }, mistyped);
}

test('a list that is asked for many items answers each as if it were asked for that alone', () => {
  fc.assert(
    fc.property(fc.array(leaves, { maxLength: 80 }), fc.array(facts, { maxLength: 8 }), (conditions, people) => {
      const together = compileConditions(conditions);
      const alone = conditions.map((condition) => compileCondition(condition));
      for (const person of people) {
        const expected = alone.flatMap((condition, index) => (condition.test(person) ? [index] : []));
        expect(together.match(person)).toEqual(expected);
        const traced = together.trace(person).flatMap(({ result }, index) => (result ? [index] : []));
        expect(traced).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});
