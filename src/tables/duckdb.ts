import { createRequire } from 'node:module';
import type * as DuckDb from '@duckdb/node-api';
import { type DuckDBConnection } from '@duckdb/node-api';

/** A DuckDB in memory. */
export interface Memory {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/**
 * Opens a DuckDB in memory, to which times without an offset are in UTC, whatever zone the machine is in.
 *
 * @param settings further ones, as DuckDB names them
 */
export async function openMemory(settings: Readonly<Record<string, string>> = {}): Promise<Memory> {
  const { DuckDBInstance } = loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', ...settings });
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

/**
 * Loaded where it is first asked for, in each thread. Imported it would take three times as long: to learn its names, Node
 * reads all its files once more.
 */
function loadDuckDb(): typeof DuckDb {
  return createRequire(import.meta.url)('@duckdb/node-api') as typeof DuckDb;
}
