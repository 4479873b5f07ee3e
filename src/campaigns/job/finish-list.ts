import { copyFile, rename, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlText, uuidv7 } from '#strata/kernel';
import { type BookedList, listRelation, withDuckDb } from '../booking/index.js';
import { StrataError } from '#sdk';
import { type ListChanges, listPath, matchPath } from '../runs/index.js';

type Format = 'parquet' | 'csv' | 'ndjson';

/** The DuckDB options of each format. */
const COPY: Readonly<Record<Format, string>> = {
  parquet: 'format parquet',
  csv: 'format csv, header true',
  ndjson: 'format json',
};

/** Writes the list as it was booked: the selection without those who were refused. */
export async function writeBookedList(selected: string, { refused }: BookedList, to: string): Promise<void> {
  if (refused.size === 0) {
    await copyFile(selected, `${to}.part`);
    await rename(`${to}.part`, to);
    return;
  }
  await withDuckDb(async (connection) => {
    await connection.run('create temp table refused (id varchar primary key)');
    for (const ids of some([...refused.keys()], 1_000)) {
      await connection.run(`insert into refused values ${ids.map((id) => `(${sqlText(id, 'duckdb')})`).join(', ')}`);
    }
    await copyRows(
      connection,
      `select l.* from ${listRelation(selected)} l where l."user" not in (select id from refused)`,
      to,
    );
  });
}

/** Writes who gets an offer now and did not before, and the other way round, beside the list. */
export async function writeChanges(
  { list, before }: { readonly list: string; readonly before: { readonly run: string; readonly list: string } },
  format: Format,
): Promise<ListChanges | null> {
  // The lists of long ago may have been cleared away, or lie on another machine.
  if (!(await isFile(before.list))) return null;
  const folder = dirname(list);
  return await withDuckDb(async (connection) => ({
    since: before.run,
    entered: await copyRows(connection, onlyIn(list, before.list), join(folder, `entered.${format}`)),
    left: await copyRows(connection, onlyIn(before.list, list), join(folder, `left.${format}`)),
  }));
}

function onlyIn(list: string, other: string): string {
  return `select l.* from ${listRelation(list)} l where l.outcome = 'offer' and not exists (
    select 1 from ${listRelation(other)} o where o."user" = l."user" and o.outcome = 'offer')`;
}

/** A list in another format than it has: written once, beside it. */
export async function convertedList(path: string, from: Format, to: Format): Promise<string> {
  const converted = path.replace(new RegExp(`${from}$`), to);
  if (from === to || (await isFile(converted))) return converted;
  await withDuckDb((connection) => copyRows(connection, `select * from ${listRelation(path)}`, converted));
  return converted;
}

/**
 * Writes the list of a run into a file, in the format of the file's ending.
 *
 * @throws StrataError BAD_USAGE for another ending, NOT_FOUND where the list is not in this home
 */
export async function saveList(
  home: string,
  { id, manifest }: { readonly id: string; readonly manifest: { readonly list: { readonly format: Format } } | null },
  to: string,
): Promise<void> {
  const ending = extname(to).slice(1);
  if (!(ending in COPY)) {
    throw new StrataError('BAD_USAGE', `A list is not written as "${ending}".`, {
      problems: [{ file: to, message: `it ends in "${ending}"`, expected: '.parquet, .csv or .ndjson' }],
    });
  }
  const own = manifest?.list.format ?? 'parquet';
  const path = listPath(home, id, 'list', own);
  if (!(await isFile(path))) throw new StrataError('NOT_FOUND', `The list of the run is not in ${home}.`);
  const list = await convertedList(path, own, ending as Format);
  await copyFile(list, `${to}.part`);
  await rename(`${to}.part`, to);
}

/**
 * Writes the hashed addresses of a run into a file.
 *
 * @throws StrataError BAD_USAGE for another ending, NOT_FOUND where they are not in this home
 */
export async function saveMatch(home: string, run: string, to: string): Promise<void> {
  if (extname(to) !== '.csv') {
    throw new StrataError('BAD_USAGE', 'A list for an ad platform is a CSV file.', {
      problems: [{ file: to, message: `it ends in "${extname(to)}"`, expected: '.csv' }],
    });
  }
  const path = matchPath(home, run);
  if (!(await isFile(path))) throw new StrataError('NOT_FOUND', `The hashed addresses of the run are not in ${home}.`);
  await copyFile(path, `${to}.part`);
  await rename(`${to}.part`, to);
}

/** Writes rows as a file, which is there when all of it is. @returns how many there are */
export async function copyRows(connection: DuckDBConnection, rows: string, to: string): Promise<number> {
  const format = to.slice(to.lastIndexOf('.') + 1) as Format;
  const part = `${to}.${uuidv7()}.part`;
  const result = await connection.runAndReadAll(`copy (${rows}) to ${sqlText(part, 'duckdb')} (${COPY[format]})`);
  await rename(part, to);
  return Number(result.getRows()[0]?.[0] ?? 0);
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

function* some<T>(all: readonly T[], most: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += most) yield all.slice(start, start + most);
}
