import { type DuckDBConnection } from '@duckdb/node-api';

/** A DuckDB in memory. */
export interface Memory {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** Opens a DuckDB in memory, to which times without an offset are in UTC, whatever zone the machine is in. */
export async function openMemory(): Promise<Memory> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
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
