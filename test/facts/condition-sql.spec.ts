import { BOOLEAN, DOUBLE, DuckDBInstance, INTEGER, VARCHAR } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStrataError } from '#sdk';
import { compileCondition, type ConditionOptions, type SqlColumns } from '#strata/engine/conditions';
import { type Condition, type FactCatalogue, type FactType } from '#strata/engine';
import { type SqlDialect, sqlName } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { runs } from '../support/suite.js';

const TYPES: Readonly<Record<string, FactType>> = {
  n: 'number',
  m: 'number',
  s: 'string',
  "it's": 'string',
  c: 'string',
  b: 'boolean',
  d: 'date',
  e: 'date',
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
/** Of one day here and another there, at its edges, at the changes of clocks, and texts that are no dates. */
const DATES = [
  ...['2026-01-02', '2025-12-31', '2026-01-02T08:00:00Z', '2026-01-02T00:30:00+08:00', '2026-01-01T23:30:00.5-05:00'],
  ...[
    '2026-03-29',
    '2026-03-28T23:00:00Z',
    '2026-03-29T21:59:59.999Z',
    '2026-03-29T22:00Z',
    '2026-10-25',
    '2026-10-26',
  ],
  ...[
    '2026-10-25T22:59:59.9999+00:00',
    '2024-02-29',
    '0001-01-01',
    '9999-12-31',
    '2026-02-29',
    '2026-13-01',
    'soon',
    '',
  ],
  ...['2026-01-02T08:00:00', '2026-01-02 08:00:00Z', '2026-01-02T24:00:00Z', '0000-01-01', '10000-01-01'],
];
const dates = fc.constantFrom(...DATES);
/** What a rule may say. */
const RULE_DATES = [
  ...['2026-01-02', '2025-12-31', '2026-03-29', '2026-10-25', '2024-02-29', '0001-01-01', '9999-12-31', '1900-01-01'],
  ...['2026-01-02T08:00:00Z', '2026-01-02T08:00', '2026-03-29T00:30:00+01:00', '2026-03-29T02:30', '2026-10-25T02:30'],
];
const ruleDates = fc.constantFrom(...RULE_DATES);
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Shanghai', 'America/Havana', 'Pacific/Apia'];
const versions = fc.constantFrom('1.0', '1.0.0', 'v1.2', '2.10.0', '2.9', '1.0.0-beta.2', '1.0.0-beta.11', 'x');
const cased = fc.constantFrom(
  'Wuhan',
  'WUHAN',
  'wuhan',
  'straße',
  'STRASSE',
  'Σίσυφος',
  'σίσυφοσ',
  'ISS',
  'ıss',
  'iſs',
  'İss',
);
const scalars = fc.oneof(numbers, texts, fc.boolean(), fc.constant(null));
const lists = fc.array(scalars, { maxLength: 4 });

const values: Readonly<Record<FactType, fc.Arbitrary<unknown>>> = {
  number: numbers,
  string: texts,
  boolean: fc.boolean(),
  date: dates,
  list: fc.oneof(lists, fc.array(dates, { maxLength: 3 }), fc.array(cased, { maxLength: 3 })),
};
const valuesOf = (name: string) => (name === 'c' ? fc.oneof(cased, versions, texts) : values[TYPES[name]!]);
/** Facts of the catalogue's types, some of them missing. */
const rows = fc.array(
  fc.record(Object.fromEntries(NAMES.map((name) => [name, valuesOf(name)])), { requiredKeys: [] }),
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

const TEXT_TESTS = ['startsWith', 'endsWith', 'includesText', 'not:startsWith'];
const textNames = ['s', "it's", 'c'];
const dateNames = ['d', 'e'];
/** What a catalogue lets through: each compares what has one type. */
const typedLeaves = fc.oneof(
  leafOf(['n', 'm'], ORDERS, fc.oneof(numbers, factOf(['n', 'm']))),
  leafOf(['n', 'm'], ['equal', 'notEqual'], fc.oneof(numbers, factOf(['n', 'm']))),
  leafOf(textNames, ['equal', 'notEqual', 'not:equal'], fc.oneof(texts, factOf(textNames))),
  leafOf(NAMES, ['exists', 'not:exists'], fc.boolean()),
  leafOf(listNames, ['someFact:exists', 'everyFact:exists'], fc.boolean()),
  leafOf(
    dateNames,
    [...ORDERS, 'equal', 'notEqual', 'not:lessThan', 'swap:lessThan', 'swap:greaterThanInclusive'],
    ruleDates,
  ),
  leafOf(dateNames, [...ORDERS, 'equal', 'notEqual'], factOf(dateNames)),
  leafOf(dateNames, ['in', 'notIn', 'someValue:equal', 'everyValue:notEqual'], fc.array(ruleDates, { maxLength: 3 })),
  leafOf(dateNames, ['in', 'notIn'], factOf(listNames)),
  leafOf(dateNames, ['someValue:lessThan', 'everyValue:greaterThanInclusive'], fc.array(ruleDates, { maxLength: 3 })),
  leafOf(listNames, ['contains', 'doesNotContain', 'someFact:lessThan'], factOf(dateNames)),
  leafOf(listNames, ['someFact:greaterThanInclusive', 'everyFact:notEqual'], ruleDates),
);
/** Also without a catalogue. */
const textLeaves = fc.oneof(
  leafOf(textNames, TEXT_TESTS, fc.oneof(texts, cased, factOf(textNames))),
  leafOf(listNames, ['someFact:startsWith', 'everyFact:endsWith', 'someFact:not:includesText'], texts),
  leafOf(textNames, ['ignoringCase:equal', 'ignoringCase:notEqual', 'not:ignoringCase:startsWith'], cased),
  leafOf(textNames, ['ignoringCase:endsWith', 'ignoringCase:includesText'], fc.oneof(cased, texts)),
  leafOf(textNames, ['ignoringCase:in', 'ignoringCase:notIn'], fc.array(cased, { maxLength: 4 })),
  leafOf(listNames, ['ignoringCase:contains', 'ignoringCase:doesNotContain', 'someFact:ignoringCase:equal'], cased),
);
const anyLeaves = fc.oneof(
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
const treeOf = (leaf: fc.Arbitrary<{ readonly fact: string }>): fc.Arbitrary<Condition> =>
  fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: leaf.map((each) => each as unknown as Condition) },
      fc.constant({ condition: 'segment' }),
      fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('tree'), { maxLength: 3 }).map((any) => ({ any })),
      tie('tree').map((not) => ({ not })),
    ),
  })).tree;

/** Without a catalogue a fact means what json-rules-engine takes it for; the database knows its type all the same. */
const COLUMNS: SqlColumns = ({ fact }) => ({ sql: sqlName(fact), type: TYPES[fact]! });

/** Those that validation accepts: a list never stands where one single value is needed, and the other way round. */
const accepted = fc
  .oneof(
    fc.record({ condition: treeOf(fc.oneof(anyLeaves, textLeaves)), names: fc.constant({}) }),
    fc.record({
      condition: treeOf(fc.oneof({ weight: 2, arbitrary: typedLeaves }, textLeaves)),
      names: fc.constantFrom(...ZONES).map((timeZone) => ({ facts: CATALOGUE, timeZone })),
    }),
  )
  .map(({ condition, names }) => tryCompile(condition, names))
  .filter((each) => each !== null);

function tryCompile(condition: Condition, names: ConditionOptions) {
  const segments = { segment: { not: { fact: 'n', operator: 'greaterThan', value: 1 } } };
  try {
    const compiled = compileCondition(condition, { ...names, segments });
    const toSql = (dialect: SqlDialect) => compiled.toSql(dialect, COLUMNS);
    // Two dates in a zone cannot be compared by a database that knows no zones.
    return { condition, compiled, sql: { postgres: toSql('postgres'), duckdb: toSql('duckdb') } };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return null;
  }
}

type Ask = (sql: string, people: readonly Record<string, unknown>[]) => Promise<readonly unknown[]>;

async function agree(dialect: SqlDialect, ask: Ask, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(accepted, { minLength: 1, maxLength: 12 }), rows, async (conditions, people) => {
      const columns = conditions.map((each, index) => `${each.sql[dialect]} as c${index}`).join(',\n');
      const answers = await ask(columns, people);
      people.forEach((person, index) => {
        const expected = conditions.map((each) => each.compiled.test(person));
        const row = answers[index] as Record<string, unknown>;
        const got = conditions.map((_, number) => row[`c${number}`]);
        conditions.forEach((each, number) => {
          if (expected[number] === got[number]) return;
          const [leaf, facts, sql] = [JSON.stringify(each.condition), JSON.stringify(person), each.sql[dialect]];
          expect.fail(`${leaf}\non ${facts}: test ${expected[number]}, SQL ${String(got[number])}\n${sql}`);
        });
      });
    }),
    { numRuns },
  );
}

/** Every comparison with every date of a rule, in every zone. */
async function agreeOnDates(dialect: SqlDialect, ask: Ask): Promise<void> {
  const people = DATES.map((d) => ({ d }));
  const operators = [...ORDERS, 'equal', 'notEqual', 'swap:lessThan', 'swap:greaterThanInclusive'];
  for (const timeZone of ZONES) {
    const compiled = operators.flatMap((operator) =>
      RULE_DATES.map((value) => compileCondition({ fact: 'd', operator, value }, { facts: CATALOGUE, timeZone })),
    );
    const columns = compiled.map((each, index) => `${each.toSql(dialect)} as c${index}`).join(',\n');
    const answers = (await ask(columns, people)) as Record<string, unknown>[];
    expect(answers.map((row) => compiled.map((_, index) => row[`c${index}`]))).toEqual(
      people.map((person) => compiled.map((each) => each.test(person))),
    );
  }
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
    ['an expression', { fact: 's', operator: 'matches', value: 'x' }, '/all/0'],
    ['versions', { fact: 's', operator: 'not:versionLessThan', value: '2.0' }, '/all/0'],
    ['two dates in a zone', { fact: 'd', operator: 'lessThan', value: { fact: 'e' } }, '/all/0'],
    ['two texts without their case', { fact: 's', operator: 'ignoringCase:equal', value: { fact: 'c' } }, '/all/0'],
    ['a path that searches', { fact: 'l', operator: 'contains', value: 1, path: '$[*]' }, '/all/0'],
    ['text that no database holds', { fact: 's', operator: 'equal', value: 'a\0' }, '/all/0'],
    ['half a character', { fact: 's', operator: 'in', value: ['\ud800'] }, '/all/0'],
  ])('names the place of %s, which it cannot say', (_, leaf, pointer) => {
    const condition = { all: [leaf as unknown as Condition] };
    const compiled = compileCondition(condition, { facts: CATALOGUE, timeZone: 'Asia/Shanghai' });
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
    await agree('duckdb', ask, runs(40, 120));
    await agreeOnDates('duckdb', ask);
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
    await agree('postgres', ask, runs(60, 200));
    await agreeOnDates('postgres', ask);
  });
});
