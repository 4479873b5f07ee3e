import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition } from '../index.js';
import { compileCondition } from './compile.js';
import { flippingValues } from './flipping.js';
import { type LeafTrace } from './language/types.js';

const VERSION_OPERATORS = [
  'versionEqual',
  'versionLessThan',
  'versionLessThanInclusive',
  'versionGreaterThan',
  'versionGreaterThanInclusive',
];

describe('flipping values', () => {
  it('give the leaf the opposite result, for every operator', () => {
    const number = fc.constantFrom(-3, 0, 1, 0.7, 180);
    const value = fc.oneof(number, fc.boolean(), fc.constantFrom('a', 'b'));
    const texts = fc.constantFrom('a', 'B', 'A');
    const leaves = fc.oneof(
      fc.record({
        operator: fc.constantFrom('lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'),
        value: number,
      }),
      fc.record({ operator: fc.constantFrom('equal', 'notEqual', 'contains', 'doesNotContain'), value }),
      fc.record({ operator: fc.constantFrom('in', 'notIn', 'ignoringCase:in'), value: fc.array(value) }),
      fc.record({
        operator: fc.constantFrom('ignoringCase:equal', 'ignoringCase:contains', 'startsWith'),
        value: texts,
      }),
      fc.record({ operator: fc.constantFrom(...VERSION_OPERATORS), value: fc.constantFrom('1.0', '2.10.0-beta') }),
      fc.record({ operator: fc.constant('exists'), value: fc.boolean() }),
    );
    const actual = fc.option(fc.oneof(value, texts, fc.constantFrom('1', '2.9'), fc.array(value)), { nil: undefined });
    fc.assert(
      fc.property(leaves, fc.boolean(), actual, (leaf, isNegated, x) => {
        const operator = isNegated ? `not:${leaf.operator}` : leaf.operator;
        const compiled = compileCondition({ fact: 'x', operator, value: leaf.value });
        const before = compiled.trace({ x }) as LeafTrace;
        for (const flipped of flippingValues(before)) expect(compiled.test({ x: flipped })).toBe(!before.result);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['greaterThanInclusive', 180, 100, [180]],
    ['greaterThan', 3, 1, [4]],
    ['lessThan', 0.7, 0.9, [0.6]],
    ['in', [1, 5, 9], 6, [5, 9, 1]],
    ['versionGreaterThanInclusive', '2.10', '2.9', ['2.10']],
  ])('name the nearest value for %s %j', (operator, value, x, expected) => {
    const condition: Condition = { fact: 'x', operator, value };
    expect(flippingValues(compileCondition(condition).trace({ x }) as LeafTrace)).toEqual(expected);
  });
});
