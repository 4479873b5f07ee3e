import { type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';

/** What a cell of an appended row is. */
export type ColumnType = 'varchar' | 'bigint' | 'double' | 'boolean';

interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Adds rows to a table that has these columns, in this order. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const appender = await connection.createAppender(table);
  for (const row of rows) {
    for (const { name, type } of columns) appendValue(appender, type, row[name]);
    appender.endRow();
  }
  appender.closeSync();
}

function appendValue(appender: DuckDBAppender, type: ColumnType, value: unknown): void {
  if (value === null || value === undefined) appender.appendNull();
  else if (type === 'double') appender.appendDouble(Number(value));
  else if (type === 'bigint') appender.appendBigInt(BigInt(Number(value)));
  else if (type === 'boolean') appender.appendBoolean(value === true);
  else appender.appendVarchar(typeof value === 'string' ? value : JSON.stringify(value));
}
