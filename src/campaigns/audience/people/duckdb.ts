import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '#strata/kernel';
import { duckDbPath } from '#strata/tables';

/** A DuckDB that keeps to its memory and uses the run's folder for the rest. */
export interface BoundedDuckDb {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** @param folder of the run @param options its threads, and its memory in MB */
export async function openBounded(
  folder: string,
  { threads, memory }: { readonly threads: number; readonly memory: number },
): Promise<BoundedDuckDb> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const temporary = join(folder, 'duckdb');
  await mkdir(temporary, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    threads: String(threads),
    memory_limit: `${String(memory)}MB`,
    temp_directory: temporary,
  });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
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
