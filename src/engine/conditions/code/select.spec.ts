import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../../test/support/suite.js';
import { compileCondition } from '../compile.js';
import { allRows, factAt, type FactColumn, factColumnOf } from './fact-column.js';
import { validateCondition } from '../checks/validate.js';
import { conditions, factValues, referable } from '../support/arbitraries.js';

const ROWS = 6;
const NAMES = ['a', 'b', 'c', 'list', 'deep', 'constructor', 'toString', '__proto__', 'with space', "quote'`\\"];
/** Facts that are dates where the condition can read dates. */
const DATES = ['c', 'deep'];
const DAY = 86_400_000;
/** Arbitrary conditions compare with values of any type. */
const OPERATORS = { startsWith: (fact: unknown, value: unknown) => String(fact).startsWith(String(value)) };

const texts = fc.constantFrom(
  '',
  'a',
  'ab',
  'B',
  '5',
  '10',
  '9',
  '10abc',
  '2026-01-02',
  '2026-01-02T10:00:00Z',
  '0x10',
);
const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, 5, 10, 180, 0.5, -3, Infinity),
  texts,
  fc.constantFrom<unknown>(true, null, Number.NaN, [], [5, 'a'], { a: 5 }),
);
const moments = fc.oneof(
  fc.integer({ min: 20_450, max: 20_460 }).map((day) => day * DAY),
  fc.constantFrom(0, -1, 9e15, Date.parse('9999-12-31T23:59:59.999Z') + 1, 1.5),
);

const columns: fc.Arbitrary<FactColumn | undefined> = fc.oneof(
  fc.constant(undefined),
  of(fc.constantFrom(0, -0, 1, 2, 5, 10, 180, 0.5, -3, Infinity)).map(factColumnOf),
  of(fc.boolean()).map(factColumnOf),
  of(texts).map(factColumnOf),
  of(fc.array(values, { maxLength: 3 })).map(factColumnOf),
  of(moments).map((cells) => ({
    kind: 'date' as const,
    values: Float64Array.from(cells, (cell) => cell ?? Number.NaN),
  })),
  of(values).map((mixed) => ({ kind: 'mixed' as const, values: mixed })),
);

/** A value for each row, or none. */
function of<T>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly (T | undefined)[]> {
  return fc.array(fc.option(value, { nil: undefined, freq: 4 }), { minLength: ROWS, maxLength: ROWS });
}

describe('select', () => {
  test('takes exactly the rows for whose values the condition holds, whatever the kinds of the columns', () => {
    const known = fc.tuple(...NAMES.map(() => columns));
    fc.assert(
      fc.property(conditions, known, fc.constantFrom('UTC', 'Asia/Shanghai'), (condition, found, timeZone) => {
        const names = { segments: referable, operators: OPERATORS, timeZone };
        const dates = validateCondition(condition, { ...names, dates: DATES }).length === 0 ? DATES : [];
        const compiled = compileCondition(condition, { ...names, dates });
        const byName = new Map(NAMES.map((name, index) => [name, found[index]]));
        const expected = [...allRows(ROWS)].filter((row) => compiled.test(factsOf(byName, row)));
        const rows = compiled.select(({ fact }) => byName.get(fact), allRows(ROWS));
        expect([...rows]).toEqual(expected);
        // The same columns again, and other rows of them.
        const [last] = expected.slice(-1);
        if (last === undefined) return;
        expect([...compiled.select(({ fact }) => byName.get(fact), Uint32Array.of(last, last))]).toEqual([last, last]);
      }),
      { numRuns: runs(400, 5_000) },
    );
  });

  test('reads a dictionary again when it has grown', () => {
    const { select } = compileCondition({ fact: 'city', operator: 'startsWith', value: 'Sh' });
    const categories = ['Hangzhou'];
    const column = (codes: number[]): FactColumn => ({ kind: 'category', codes: Int32Array.from(codes), categories });
    expect([...select(() => column([0, -1]), allRows(2))]).toEqual([]);
    categories.push('Shanghai');
    expect([...select(() => column([0, 1]), allRows(2))]).toEqual([1]);
  });
});

test('factColumnOf says exactly the values that it was given', () => {
  const batches = fc.array(factValues, { maxLength: 5 });
  fc.assert(
    fc.property(batches, fc.constantFrom(...NAMES), (facts, name) => {
      const cells = facts.map((each) => (Object.hasOwn(each, name) ? each[name] : undefined));
      const column = factColumnOf(cells);
      expect(cells.map((_, row) => factAt(column, row))).toEqual(cells);
    }),
  );
});

function factsOf(byName: ReadonlyMap<string, FactColumn | undefined>, row: number): Record<string, unknown> {
  const entries = [...byName].map(([name, column]) => [name, factAt(column, row)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
