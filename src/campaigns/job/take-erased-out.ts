import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { type ErasedIds, erasedSince } from '#strata/profiles/store';
import { listRelation, withDuckDb } from '../booking/index.js';
import { clearErasure, erasuresOfRuns, LIST_PARTS, matchPath, runFolder } from '../runs/index.js';
import { copyRows } from './finish-list.js';

/** Where lists lie. */
interface ListPorts {
  readonly database: Database;
  readonly home: string;
}

/**
 * Takes people who were erased since a list was written out of its files. What the selection worked with goes altogether: a
 * list that is ready needs it no more.
 *
 * @param of a run, or all whose erasures began before a moment
 */
export async function takeErasedOut(
  { database, home }: ListPorts,
  of: { readonly id: string } | { readonly before: number },
): Promise<void> {
  for (const erasure of await database.run((manager) => erasuresOfRuns(manager, of))) {
    const erased = await database.run((manager) => erasedSince(manager, erasure.since));
    await filterFiles(runFolder(home, erasure.id), erased);
    // Of hashed addresses nobody knows whose they are: they are written anew where somebody asks for them.
    await rm(matchPath(home, erasure.id), { force: true });
    await database.run((manager) => clearErasure(manager, erasure));
  }
}

async function filterFiles(folder: string, erased: ErasedIds): Promise<void> {
  await rm(join(folder, 'selection'), { recursive: true, force: true });
  if (erased.hashes.length === 0) return;
  const files = (await readdir(folder).catch(() => [])).filter(isList);
  if (files.length === 0) return;
  await withDuckDb(async (connection) => {
    await keepHashes(connection, erased);
    for (const file of files) await filterFile(connection, join(folder, file), erased);
  });
}

function isList(file: string): boolean {
  return LIST_PARTS.some((part) => file.startsWith(`${part}.`)) && /\.(parquet|csv|ndjson)$/.test(file);
}

async function keepHashes(connection: DuckDBConnection, { hashes }: ErasedIds): Promise<void> {
  await connection.run('create temp table gone (hash varchar primary key)');
  const rows = hashes.map((hash) => `(${sqlText(hash, 'duckdb')})`);
  await connection.run(`insert into gone values ${rows.join(', ')} on conflict do nothing`);
}

async function filterFile(connection: DuckDBConnection, file: string, { salt }: ErasedIds): Promise<void> {
  const isGone = `sha256(unhex(${sqlText(salt, 'duckdb')}) || encode(l."user"::varchar)) in (select hash from gone)`;
  const found = await connection.runAndReadAll(`select count(*) from ${listRelation(file)} l where ${isGone}`);
  if (Number(found.value(0, 0)) === 0) return;
  await copyRows(connection, `select l.* from ${listRelation(file)} l where not ${isGone}`, file);
}
