import { BOOLEAN, DOUBLE, DuckDBInstance, INTEGER, VARCHAR } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCondition } from '#strata/engine/conditions';
import { type Condition } from '#strata/engine';
import { type DialectName, DIALECTS } from '#strata/engine/sql';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';
import { runs } from '../support/suite.js';
import { agree, agreeOnDates, type Ask, CATALOGUE, NAMES, TYPES } from './parity/parity.js';

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

  it.each([
    ['ClickHouse', 'clickhouse'],
    ['BigQuery', 'bigquery'],
  ] as const)('says what %s would read otherwise, by its leaf', (title, dialect) => {
    const compiled = compileCondition({ any: [{ fact: 's', operator: 'lessThan', value: { fact: 'n' } }] });
    const columns = ({ fact }: { readonly fact: string }) => ({ sql: fact, type: TYPES[fact]! });
    const said = `"s" "lessThan" cannot be written as SQL of ${title}: ${title} may read a text as another number`;
    expect(() => compiled.toSql(dialect, columns)).toThrow(
      expect.objectContaining({
        problems: [{ pointer: '/any/0', message: said, expected: 'numbers on both sides, or texts on both' }],
      }),
    );
  });

  it('is written with the names and literals of each dialect', () => {
    const named = { facts: { "it's`": { type: 'string', from: { profile: 'x' }, words: 'x' } } } as const;
    const compiled = compileCondition({ fact: "it's`", operator: 'equal', value: "a'\\\n$x" }, named);
    const written = Object.keys(DIALECTS).map((dialect) => compiled.toSql(dialect as DialectName));
    expect(written).toEqual([
      `coalesce("it's\`" = E'a''\\\\\n$x', false)`,
      `coalesce("it's\`" = 'a''\\\n$x', false)`,
      String.raw`coalesce(BACKit'sBACKBACKBACK = 'a\'\\\n\u0024x', false)`.replaceAll('BACK', '`'),
      String.raw`coalesce(BACKit's\BACKBACK = 'a\'\\\n$x', false)`.replaceAll('BACK', '`'),
      String.raw`coalesce(BACKit's\BACKBACK = 'a\'\\\n$x', false)`.replaceAll('BACK', '`'),
    ]);
  });

  it('reads facts with parameters from the columns that it is told', () => {
    const leaf = { fact: 'events', params: { name: 'cart' }, operator: 'greaterThan', value: 1 };
    const compiled = compileCondition(leaf, { facts: CATALOGUE });
    expect(compiled.toSql('postgres', () => ({ sql: 'e.carts', type: 'number' }))).toBe('coalesce(e.carts > 1, false)');
  });
});

const MIXED = { items: 'mixed', mayBeMissing: true } as const;
/** The expressions as the columns of a query, and its rows as the values of each person. */
const asColumns = (expressions: readonly string[]): string =>
  expressions.map((sql, place) => `${sql} as c${String(place)}`).join(',\n');
const valuesIn = (rows: readonly Record<string, unknown>[], expressions: readonly string[]) =>
  rows.map((row) => expressions.map((_, place) => row[`c${String(place)}`]));

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
    const ask: Ask = async (expressions, people) => {
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
      const query = `select ${asColumns(expressions)} from rows order by row_number`;
      return valuesIn((await connection.runAndReadAll(query)).getRowObjectsJson(), expressions);
    };
    await agree('duckdb', ask, runs(15, 60), MIXED);
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
    const ask: Ask = async (expressions, people) => {
      const given = JSON.stringify(people.map((person, index) => ({ ...person, row_number: index })));
      const query = `select ${asColumns(expressions)}
        from json_to_recordset($1) as rows(row_number int, ${columns}) order by row_number`;
      return valuesIn(await database.run((manager) => manager.query(query, [given])), expressions);
    };
    await agree('postgres', ask, runs(40, 120), MIXED);
    await agreeOnDates('postgres', ask);
  });
});
