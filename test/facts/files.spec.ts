import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FactCatalogue, type UserEvent } from '#strata/engine';
import { eventFileSql, FACT_DIALECTS, factsSql } from '#strata/profiles/facts';
import { catalogues, histories, naiveFacts, NOON, profiles, rounded } from './worlds.js';
import { runs } from '../support/suite.js';

interface Person {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly UserEvent[];
}

describe('facts from files of events', () => {
  const folder = mkdtempSync(join(tmpdir(), "strata-facts-it's-"));
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
    connection = await instance.connect();
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  });

  const people = fc
    .array(fc.record({ attributes: profiles, events: histories }), { minLength: 1, maxLength: 3 })
    .map((some) => some.map((person, index): Person => ({ ...person, userId: `user-${index}` })));
  const moments = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -96, max: 2 })), { minLength: 1, maxLength: 5 });

  it.each(['ndjson', 'csv', 'parquet'])('are what a fold gives, at every moment (%s)', async (format) => {
    await fc.assert(
      fc.asyncProperty(catalogues, people, moments, async (catalogue, some, asked) => {
        const file = await write(connection, join(folder, `events.${format}`), some);
        const rows = asked.map(([index, hour], n) => {
          return { n, person: some[index % some.length]!, now: NOON + hour * 1_800_000 };
        });
        const answered = await query(connection, file, { catalogue, some, rows });
        const [first] = rows;
        const at = FACT_DIALECTS.duckdb.moment(first!.now);
        const alone = await query(connection, file, { catalogue, some, rows: [first!], at });
        expect(rounded(alone.get(first!.n)!)).toEqual(rounded(answered.get(first!.n)!));
        for (const { n, person, now } of rows) {
          expect(rounded(answered.get(n)!)).toEqual(rounded(naiveFacts(catalogue, person, now)));
        }
      }),
      { numRuns: runs(8, 16) },
    );
  });

  it('names the column that a file lacks', async () => {
    const file = join(folder, 'wrong.csv');
    writeFileSync(file, 'userid,name,at\nu,visit,2026-01-01\n');
    await expect(eventFileSql(connection, file)).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ message: 'there is no column "user_id"', nearest: 'userid' }],
    });
    await expect(eventFileSql(connection, join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'BAD_FILE' });
    await expect(eventFileSql(connection, 'events.xlsx')).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  it('reads times as texts, timestamps and milliseconds alike', async () => {
    const file = join(folder, 'times.csv');
    writeFileSync(
      file,
      'user_id,name,at\nu,a,2026-01-01T08:00:00+08:00\nu,a,2026-01-01T00:00:00Z\nu,a,2026-01-01\nu,a,1767225600000\nu,a,soon\n',
    );
    const found = await connection.runAndReadAll(`select "at" from ${await eventFileSql(connection, file)}`);
    expect(found.getRowsJson()).toEqual(Array.from({ length: 4 }, () => ['1767225600000']));
  });
});

async function write(connection: DuckDBConnection, file: string, people: readonly Person[]): Promise<string> {
  const rows = people.flatMap(({ userId, events }) =>
    events.map(({ name, at, properties }) => ({ user_id: userId, name, at: new Date(at).toISOString(), properties })),
  );
  if (file.endsWith('.csv')) {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = rows.map((row) =>
      [row.user_id, row.name, row.at, JSON.stringify(row.properties)].map(cell).join(','),
    );
    writeFileSync(file, ['user_id,name,at,properties', ...lines, ''].join('\n'));
    return file;
  }
  const lines = file.replace(/parquet$/, 'ndjson');
  writeFileSync(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  if (file === lines) return file;
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  await connection.run(
    `copy (select user_id, name, try_cast("at" as timestamptz) as "at", cast(properties as varchar) as properties
      from read_json(${literal(lines)}, format = 'newline_delimited',
        columns = {'user_id': 'VARCHAR', 'name': 'VARCHAR', 'at': 'VARCHAR', 'properties': 'JSON'}))
     to ${literal(file)} (format parquet)`,
  );
  return file;
}

async function query(
  connection: DuckDBConnection,
  file: string,
  asked: {
    readonly catalogue: FactCatalogue;
    readonly some: readonly Person[];
    readonly rows: readonly { readonly n: number; readonly person: Person; readonly now: number }[];
    readonly at?: string;
  },
): Promise<ReadonlyMap<number, Record<string, unknown>>> {
  const { catalogue, some, rows, at } = asked;
  await connection.run('create or replace temp table moments (n integer, user_id varchar, now bigint)');
  for (const { n, person, now } of rows) {
    await connection.run('insert into moments values ($1, $2, $3)', [n, person.userId, BigInt(now)]);
  }
  await connection.run('create or replace temp table people (user_id varchar, attributes json)');
  for (const { userId, attributes } of some) {
    await connection.run('insert into people values ($1, $2)', [userId, JSON.stringify(attributes)]);
  }
  const sql = factsSql({
    dialect: 'duckdb',
    catalogue,
    facts: Object.keys(catalogue),
    rows: 'moments',
    events: await eventFileSql(connection, file),
    profiles: 'people',
    ...(at === undefined ? {} : { at }),
  });
  const found = await connection.runAndReadAll(sql);
  return new Map(found.getRowObjectsJson().map((row) => [Number(row['_n']), valuesOf(row, catalogue)]));
}

function valuesOf(row: Readonly<Record<string, unknown>>, catalogue: FactCatalogue): Record<string, unknown> {
  const entries = Object.entries(row).filter(([name, value]) => Object.hasOwn(catalogue, name) && value !== null);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, catalogue[name]!.type === 'list' ? JSON.parse(String(value)) : value]),
  );
}
