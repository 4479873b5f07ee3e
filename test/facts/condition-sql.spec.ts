import { BOOLEAN, DOUBLE, DuckDBInstance, INTEGER, VARCHAR } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCondition, type Condition, type FactCatalogue, type FactType, type SqlDialect } from '#strata/engine';
import { type Database } from '#strata/platform';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';

const TYPES: Readonly<Record<string, FactType>> = {
  n: 'number',
  m: 'number',
  s: 'string',
  "it's": 'string',
  b: 'boolean',
  d: 'date',
  l: 'list',
  k: 'list',
};
const CATALOGUE: FactCatalogue = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]) => [name, { type, from: { profile: name }, words: name }]),
);
const NAMES = Object.keys(TYPES);

const numbers = fc.constantFrom(0, -0, 1, 2, 10, 0.1, 0.30000000000000004, -3.5, 180, 1e21, 5e-7, 9007199254740991);
/** Texts that try to break out, and decimal ones: others that stand for numbers are not compared with numbers. */
const texts = fc.constantFrom(
  ...['', 'a', 'ab', 'Z', 'é', '5', '10', '9', '-1.5', '10abc', "it's", "'; drop table rows; --", 'back\\slash', "\\'"],
  ...['"quoted"', '$1', '%', '2026-01-02', '2026-01-02T08:00:00Z', 'null', 'true', '\n', '�', '$$'],
);
const dates = fc.constantFrom('2026-01-02', '2025-12-31', '2026-01-02T08:00:00Z');
const scalars = fc.oneof(numbers, texts, fc.boolean(), fc.constant(null));
const lists = fc.array(scalars, { maxLength: 4 });

const values: Readonly<Record<FactType, fc.Arbitrary<unknown>>> = {
  number: numbers,
  string: texts,
  boolean: fc.boolean(),
  date: dates,
  list: lists,
};
/** Facts of the catalogue's types, some of them missing. */
const rows = fc.array(
  fc.record(Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, values[type]])), {
    requiredKeys: [],
  }),
  { minLength: 1, maxLength: 12 },
);

const ORDERS = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const scalarNames = NAMES.filter((name) => TYPES[name] !== 'list');
const listNames = NAMES.filter((name) => TYPES[name] === 'list');
const leafOf = (names: readonly string[], operators: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.record({ fact: fc.constantFrom(...names), operator: fc.constantFrom(...operators), value });
const factOf = (names: readonly string[]) => fc.record({ fact: fc.constantFrom(...names) });
const comparable = fc.oneof(numbers, texts, dates);
const items = fc.record({ fact: fc.constantFrom(...listNames), path: fc.constantFrom('$[0]', '$[1]', '$.length') });

const leaves = fc.oneof(
  leafOf(NAMES, ['equal', 'notEqual', 'not:equal'], fc.oneof(scalars, factOf(NAMES))),
  leafOf(scalarNames, ORDERS, fc.oneof(comparable, factOf(scalarNames), items)),
  leafOf(NAMES, ['in', 'notIn', 'not:in'], lists),
  leafOf(NAMES, ['in', 'notIn'], factOf(listNames)),
  leafOf(listNames, ['contains', 'doesNotContain', 'not:contains'], fc.oneof(scalars, factOf(scalarNames))),
  leafOf(listNames, ['someFact:equal', 'everyFact:notEqual', 'not:someFact:not:equal'], scalars),
  leafOf(listNames, ['someFact:lessThan', 'everyFact:greaterThanInclusive', 'someFact:not:lessThan'], comparable),
  leafOf(listNames, ['someFact:in', 'everyFact:notIn'], lists),
  leafOf(listNames, ['everyFact:someValue:equal', 'someFact:everyValue:notEqual', 'someValue:contains'], lists),
  leafOf(scalarNames, ['someValue:equal', 'everyValue:notEqual'], lists),
  leafOf(scalarNames, ['someValue:lessThan', 'everyValue:greaterThan'], fc.array(comparable, { maxLength: 3 })),
  leafOf(scalarNames, ['swap:lessThan', 'swap:greaterThan'], fc.oneof(numbers, dates)),
  leafOf(NAMES, ['swap:contains', 'swap:not:contains'], lists),
  fc
    .tuple(items, fc.oneof(leafOf(['n'], ['equal', ...ORDERS], comparable), leafOf(['n'], ['in'], lists)))
    .map(([item, leaf]) => ({ ...leaf, ...item })),
);
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: leaves.map((leaf) => leaf as unknown as Condition) },
    fc.constant({ condition: 'segment' }),
    fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { maxLength: 3 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
}));
/** Those that validation accepts: a list never stands where one single value is needed, and the other way round. */
const accepted = tree.map((condition) => tryCompile(condition)).filter((each) => each !== null);

function tryCompile(condition: Condition) {
  const segments = { segment: { not: { fact: 'n', operator: 'greaterThan', value: 1 } } };
  try {
    return { condition, compiled: compileCondition(condition, { facts: CATALOGUE, segments }) };
  } catch {
    return null;
  }
}

type Ask = (sql: string, people: readonly Record<string, unknown>[]) => Promise<readonly unknown[]>;

async function agree(dialect: SqlDialect, ask: Ask, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(accepted, { minLength: 1, maxLength: 12 }), rows, async (conditions, people) => {
      const columns = conditions.map((each, index) => `${each.compiled.toSql(dialect)} as c${index}`).join(',\n');
      const answers = await ask(columns, people);
      people.forEach((person, index) => {
        const expected = conditions.map((each) => each.compiled.test(person));
        const row = answers[index] as Record<string, unknown>;
        const got = conditions.map((_, number) => row[`c${number}`]);
        conditions.forEach((each, number) => {
          if (expected[number] === got[number]) return;
          const [leaf, facts, sql] = [
            JSON.stringify(each.condition),
            JSON.stringify(person),
            each.compiled.toSql(dialect),
          ];
          expect.fail(`${leaf}\non ${facts}: test ${expected[number]}, SQL ${String(got[number])}\n${sql}`);
        });
      });
    }),
    { numRuns: runs },
  );
}

describe('a condition as SQL', () => {
  it('is what a reader expects of it', () => {
    const compiled = compileCondition(
      {
        all: [
          { fact: 'n', operator: 'greaterThanInclusive', value: 180 },
          { fact: 's', operator: 'in', value: ["it's"] },
        ],
      },
      { facts: CATALOGUE },
    );
    expect(compiled.toSql('duckdb')).toBe(`(coalesce("n" >= 180, false) and coalesce("s" in ('it''s'), false))`);
  });

  it.each([
    ['an order of lists', { fact: 'l', operator: 'lessThan', value: 1 }, '/all/0'],
    ['a path that searches', { fact: 'l', operator: 'contains', value: 1, path: '$[*]' }, '/all/0'],
    ['text that no database holds', { fact: 's', operator: 'equal', value: 'a\0' }, '/all/0'],
    ['half a character', { fact: 's', operator: 'in', value: ['\ud800'] }, '/all/0'],
  ])('names the place of %s, which it cannot say', (_, leaf, pointer) => {
    const condition = { all: [leaf as unknown as Condition] };
    const compiled = compileCondition(condition, { facts: CATALOGUE });
    expect(() => compiled.toSql('postgres')).toThrow(
      expect.objectContaining({ code: 'INVALID_DOCUMENT', problems: [expect.objectContaining({ pointer })] }),
    );
  });

  it('reads facts with parameters from the columns that it is told', () => {
    const leaf = { fact: 'events', params: { name: 'cart' }, operator: 'greaterThan', value: 1 };
    const compiled = compileCondition(leaf, { facts: CATALOGUE });
    expect(compiled.toSql('postgres', () => ({ sql: 'e.carts', type: 'number' }))).toBe('coalesce(e.carts > 1, false)');
  });
});

describe('a condition on DuckDB', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  });
  afterAll(() => {
    instance.closeSync();
  });

  it('holds for exactly those for whom its test holds', async () => {
    const connection = await instance.connect();
    const kinds = { number: 'DOUBLE', string: 'VARCHAR', date: 'VARCHAR', boolean: 'BOOLEAN', list: 'JSON' };
    const columns = NAMES.map((name) => `"${name}" ${kinds[TYPES[name]!]}`);
    const bound = NAMES.map((name) => ({ number: DOUBLE, boolean: BOOLEAN })[TYPES[name] as string] ?? VARCHAR);
    const ask: Ask = async (sql, people) => {
      await connection.run(`create or replace table rows (row_number integer, ${columns.join(', ')})`);
      const marks = NAMES.map((_, index) => `$${index + 2}`).join(', ');
      for (const [index, person] of people.entries()) {
        const cells = NAMES.map((name) => {
          const value = person[name];
          if (value === undefined) return null;
          return TYPES[name] === 'list' ? JSON.stringify(value) : (value as string | number | boolean);
        });
        await connection.run(`insert into rows values ($1, ${marks})`, [index, ...cells], [INTEGER, ...bound]);
      }
      return (await connection.runAndReadAll(`select ${sql} from rows order by row_number`)).getRowObjectsJson();
    };
    await agree('duckdb', ask, 120);
    connection.closeSync();
  });
});

describeOnBothHomes('a condition on PostgreSQL', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  afterAll(() => database.close());

  it('holds for exactly those for whom its test holds', async () => {
    const kinds = { number: 'double precision', string: 'text', date: 'text', boolean: 'boolean', list: 'jsonb' };
    const columns = NAMES.map((name) => `"${name}" ${kinds[TYPES[name]!]}`).join(', ');
    const ask: Ask = (sql, people) =>
      database.run((manager) =>
        manager.query(
          `select ${sql} from json_to_recordset($1) as rows(row_number int, ${columns}) order by row_number`,
          [JSON.stringify(people.map((person, index) => ({ ...person, row_number: index })))],
        ),
      );
    await agree('postgres', ask, 200);
  });
});
