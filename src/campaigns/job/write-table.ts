import { type EntityManager } from 'typeorm';
import { sqlName } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { listRelation, withDuckDb } from '../booking/index.js';
import { ITEMS_COLUMN } from '../items/index.js';

/** The columns of a table of lists beside the run, as a list has them. */
const TEXTS = ['user', 'campaign', 'offer', 'arm', 'outcome', 'reason', 'selector'] as const;
const NUMBERS = ['propensity', 'conversion', 'natural', 'cost', 'profit'] as const;
const NAMES = ['run', ...TEXTS, ...NUMBERS];
const NAMES_WITH_ITEMS = [...NAMES, ITEMS_COLUMN];

/** A list on its way into a table. */
export interface TableOutput {
  readonly run: string;
  /** Path of the list. */
  readonly list: string;
  /** As the campaign names it: `november`, or `crm.november`. */
  readonly table: string;
  /** Whether it has items. */
  readonly withItems: boolean;
  readonly signal: AbortSignal;
}

const AT_ONCE = 2_000;

/**
 * Writes a list into a table of the database, which is made where it is not there; each person of a run once, however often
 * it is done.
 *
 * @throws StrataError CONFLICT where there is another table of the name, or no such schema, CANCELLED
 */
export async function writeTable(
  database: Database,
  { run, list, table, withItems, signal }: TableOutput,
): Promise<void> {
  const name = table.split('.').map(sqlName).join('.');
  await database.transaction((manager) => ensureTable(manager, { table, name, withItems }));
  const more = withItems ? [`"${ITEMS_COLUMN}"::varchar`] : [];
  await withDuckDb(async (connection) => {
    const texts = TEXTS.map((column) => `"${column}"::varchar`);
    const numbers = NUMBERS.map((column) => `try_cast("${column}" as double)`);
    const result = await connection.stream(
      `select ${[...texts, ...numbers, ...more].join(', ')} from ${listRelation(list)}`,
    );
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      const rows = chunk.getRows();
      if (rows.length === 0) return;
      for (let start = 0; start < rows.length; start += AT_ONCE) {
        if (signal.aborted) throw new StrataError('CANCELLED', 'The list was not written to its end.');
        const some = rows.slice(start, start + AT_ONCE);
        await database.run((manager) => insertRows(manager, name, { run, rows: some, withItems }));
      }
    }
  });
}

async function ensureTable(
  manager: EntityManager,
  { table, name, withItems }: { readonly table: string; readonly name: string; readonly withItems: boolean },
): Promise<void> {
  const [schema] = placeOf(table);
  const [known] = await manager.query<{ name: string }[]>(
    'select schema_name as name from information_schema.schemata where schema_name = $1',
    [schema],
  );
  if (known === undefined) throw conflict(table, `there is no schema "${schema}"`, `create schema ${schema}`);
  const columns = await columnsOf(manager, table);
  if (columns.length === 0) {
    const texts = TEXTS.map((column) => `${sqlName(column)} text`);
    const numbers = NUMBERS.map((column) => `${sqlName(column)} double precision`);
    const more = withItems ? [`${ITEMS_COLUMN} text`] : [];
    await manager.query(
      `create table ${name} (run text not null, ${[...texts, ...numbers, ...more].join(', ')}, primary key (run, "user"))`,
    );
    return;
  }
  // So that no list is ever written into a table that is something else.
  const expected = withItems ? NAMES_WITH_ITEMS : NAMES;
  if (columns.join() === expected.join()) return;
  throw conflict(table, 'there is a table of this name with other columns', `the columns ${expected.join(', ')}`);
}

function conflict(table: string, message: string, expected: string): StrataError {
  const problem = { message, pointer: '/out/table', expected };
  return new StrataError('CONFLICT', `The list cannot be written into the table "${table}".`, { problems: [problem] });
}

interface InsertedRows extends Pick<TableOutput, 'run' | 'withItems'> {
  readonly rows: readonly (readonly unknown[])[];
}

async function insertRows(manager: EntityManager, name: string, { run, rows, withItems }: InsertedRows): Promise<void> {
  const types = [...TEXTS.map(() => 'text'), ...NUMBERS.map(() => 'float8'), ...(withItems ? ['text'] : [])];
  const lists = types.map((type, place) => `$${String(place + 2)}::${type}[]`);
  await manager.query(`insert into ${name} select $1, v.* from unnest(${lists.join(', ')}) v on conflict do nothing`, [
    run,
    ...types.map((_, column) => rows.map((row) => row[column] ?? null)),
  ]);
}

/** Deletes the rows of a run that was cancelled. */
export async function removeFromTable(database: Database, run: string, table: string): Promise<void> {
  const name = table.split('.').map(sqlName).join('.');
  await database.run(async (manager) => {
    if (await isListTable(manager, table)) await manager.query(`delete from ${name} where run = $1`, [run]);
  });
}

/** Whether there is a table of lists of this name, and not another one. */
async function isListTable(manager: EntityManager, table: string): Promise<boolean> {
  const columns = (await columnsOf(manager, table)).join();
  return columns === NAMES.join() || columns === NAMES_WITH_ITEMS.join();
}

/** The names of a table's columns; none where there is no such table. */
async function columnsOf(manager: EntityManager, table: string): Promise<readonly string[]> {
  const rows = await manager.query<{ name: string }[]>(
    `select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2
     order by ordinal_position`,
    [...placeOf(table)],
  );
  return rows.map(({ name }) => name);
}

/** Schema and name. */
function placeOf(table: string): readonly [string, string] {
  const [first = '', second] = table.split('.');
  return second === undefined ? ['public', first] : [first, second];
}

/** Deletes people from the tables that lists were written into. @returns how many rows went */
export async function forgetInTables(
  manager: EntityManager,
  tables: readonly string[],
  ids: readonly string[],
): Promise<number> {
  let gone = 0;
  for (const table of tables) {
    const name = table.split('.').map(sqlName).join('.');
    if (!(await isListTable(manager, table))) continue;
    const [, count] = await manager.query<[unknown, number]>(`delete from ${name} where "user" = any($1)`, [ids]);
    gone += count;
  }
  return gone;
}

/** What the tables that lists were written into say about people. */
export async function rowsInTables(
  manager: EntityManager,
  tables: readonly string[],
  ids: readonly string[],
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const table of tables) {
    const name = table.split('.').map(sqlName).join('.');
    if (!(await isListTable(manager, table))) continue;
    found.push(...(await manager.query<unknown[]>(`select * from ${name} where "user" = any($1) order by run`, [ids])));
  }
  return found;
}
