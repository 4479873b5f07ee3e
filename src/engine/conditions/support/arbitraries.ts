import fc from 'fast-check';
import { type Condition } from '../../index.js';

/** Few values, so that facts and conditions often meet. */
const scalars = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, 5, 10, 180, 0.5, -3),
  fc.constantFrom('', 'a', 'ab', 'b', '5', '10', '9', '10abc', ' 2 ', '0x10', 'Infinity', '2026-01-02', '2025-12-31'),
  fc.constantFrom(true, false, null),
);
const mistyped = fc.constantFrom<unknown>(
  Number.NaN,
  Infinity,
  undefined,
  [],
  {},
  [5],
  ['10'],
  [1, 'a', null],
  [[1]],
  { a: { b: 5 }, list: [{ b: 1 }, { b: 'a' }] },
  { a: [1, 2, 10], b: 'ab', '': 1 },
  { constructor: 5, length: 2, list: ['a', 5] },
);
const lists = fc.array(scalars, { maxLength: 4 });
const NAMES = ['a', 'b', 'c', 'list', 'deep', 'constructor', 'toString', '__proto__', 'with space', "quote'`\\"];
const PATHS = [
  '$.a',
  '$.a.b',
  'a',
  '$',
  '$.list[0]',
  '$.list[*].b',
  '$..b',
  '$.list[0:1]',
  '$.a[1,2]',
  '$.b.length',
  "$['b']",
  '',
  '$.',
  '$.list[-1:]',
  '$.*',
  '$.a^',
  '$.list.length',
];

/** Facts with missing and mistyped values. */
export const factValues: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof({ weight: 4, arbitrary: scalars }, lists, mistyped)), {
    maxLength: NAMES.length,
  })
  .map((entries) => {
    const facts = {};
    // An own property even where the name is `__proto__`, as JSON.parse has it.
    for (const [key, value] of entries) {
      Object.defineProperty(facts, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return facts;
  });

const paths = fc.option(fc.constantFrom(...PATHS), { nil: undefined, freq: 3 });
const params = fc.option(fc.constantFrom({ x: 1 }, { x: 1, y: [2] }), { nil: undefined, freq: 5 });
const factReferences = fc.record({ fact: fc.constantFrom(...NAMES), path: paths, params }).map(withoutUndefined);
const comparable = fc.oneof(
  fc.constantFrom(0, 1, 2, 5, 10, 180, 0.5, -3),
  fc.constantFrom('', 'a', '5', '10', '9', '2026-01-01'),
);

interface Comparison {
  readonly operator: string;
  readonly value: unknown;
}
const constantOr = (constants: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: constants }, factReferences);
const comparisons: fc.Arbitrary<Comparison> = fc.oneof(
  pair(['equal', 'notEqual'], constantOr(scalars)),
  pair(['in', 'notIn'], fc.oneof(lists, fc.array(scalars, { minLength: 9, maxLength: 14 }))),
  pair(['contains', 'doesNotContain'], constantOr(scalars)),
  pair(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'], constantOr(comparable)),
  pair(['startsWith'], scalars),
);
const onFact = fc.constantFrom('someFact:', 'everyFact:', 'not:', 'someFact:not:', 'not:everyFact:', 'not:not:');
const decorated: fc.Arbitrary<Comparison> = fc.oneof(
  fc.tuple(onFact, comparisons).map(([prefix, { operator, value }]) => ({ operator: prefix + operator, value })),
  pair(['someValue:equal', 'everyValue:notEqual', 'everyFact:someValue:equal', 'someValue:contains'], lists),
  pair(['someValue:lessThan', 'not:everyValue:greaterThan'], fc.array(comparable, { maxLength: 3 })),
  pair(['swap:contains', 'swap:not:contains'], lists),
  pair(['swap:equal', 'swap:lessThan', 'swap:greaterThanInclusive'], comparable),
);
const leaves = fc
  .record({
    fact: fc.constantFrom(...NAMES),
    comparison: fc.oneof({ weight: 3, arbitrary: comparisons }, decorated),
    path: paths,
    params,
    name: fc.option(fc.constant('n'), { nil: undefined, freq: 5 }),
  })
  .map(({ comparison, ...leaf }) => withoutUndefined({ ...leaf, ...comparison }) as unknown as Condition);

/** Segments that conditions refer to; one refers to another. */
export const referable: Readonly<Record<string, Condition>> = {
  first: { all: [{ fact: 'a', operator: 'greaterThan', value: 1 }, { condition: 'second' }] },
  second: {
    any: [{ fact: 'b', operator: 'equal', value: 'a' }, { not: { condition: 'empty' } }, { condition: 'third' }],
  },
  third: { not: { fact: 'c', operator: 'lessThanInclusive', value: 5 } },
  empty: { any: [] },
};

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: leaves },
    fc.constantFrom(...Object.keys(referable)).map((condition) => ({ condition })),
    fc.array(tie('tree'), { maxLength: 4 }).map((all) => ({ all })),
    fc.array(tie('tree'), { maxLength: 4 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
}));

/** Conditions that validation accepts: every operator, decorators, paths, facts as values, references. */
export const conditions: fc.Arbitrary<Condition> = tree;

function pair(operators: readonly string[], values: fc.Arbitrary<unknown>): fc.Arbitrary<Comparison> {
  return fc.record({ operator: fc.constantFrom(...operators), value: values });
}
function withoutUndefined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
