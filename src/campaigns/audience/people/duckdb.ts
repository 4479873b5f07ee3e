import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '#strata/kernel';
import { duckDbPath, type Memory, openMemory } from '#strata/tables';

/**
 * Opens a DuckDB that keeps to its memory and uses the run's folder for the rest.
 *
 * @param folder of the run @param options its threads, and its memory in MB
 */
export async function openBounded(
  folder: string,
  { threads, memory }: { readonly threads: number; readonly memory: number },
): Promise<Memory> {
  const temporary = join(folder, 'duckdb');
  await mkdir(temporary, { recursive: true });
  return openMemory({
    threads: String(threads),
    memory_limit: `${String(memory)}MB`,
    temp_directory: temporary,
  });
}

/** The first row of a query. */
export async function firstRow(connection: DuckDBConnection, sql: string): Promise<readonly unknown[]> {
  const read = await connection.runAndReadAll(sql);
  return read.getRowsJson()[0] ?? [];
}

/** Rows of each row group of a Parquet file, in their order. */
export async function rowGroups(connection: DuckDBConnection, file: string): Promise<readonly number[]> {
  const path = sqlText(duckDbPath(file), 'duckdb');
  const read = await connection.runAndReadAll(
    `select any_value(row_group_num_rows) from parquet_metadata(${path}) group by row_group_id order by row_group_id`,
  );
  return read.getRowsJson().map(([rows]) => Number(rows));
}
