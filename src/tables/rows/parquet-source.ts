import { type DuckDBConnection, type JS } from '@duckdb/node-api';
import { sqlName, sqlText } from '#strata/kernel';
import { duckDbPath, openMemory } from '../index.js';
import { badFile, type RowSource, type SourceBatch, statOf, wordsOf } from './source.js';

/** A Parquet file, read by DuckDB. Nested values are JSON; days and moments are ISO 8601. */
export async function openParquet(file: string): Promise<RowSource> {
  await statOf(file);
  const memory = await openMemory();
  const { connection } = memory;
  const close = () => {
    memory.close();
    return Promise.resolve();
  };
  try {
    const source = `read_parquet(${sqlText(duckDbPath(file), 'duckdb')}, hive_partitioning = false)`;
    const columns = await columnsOf(connection, source);
    const counted = await connection.runAndReadAll(`select count(*) from ${source}`);
    const total = Number(counted.value(0, 0));
    return {
      columns: columns.map(({ name }) => name),
      valueOf: (_, cell) => cell,
      batches: () => readBatches(connection, source, { file, columns, total }),
      close,
    };
  } catch (error) {
    await close();
    throw badFile(file, { message: wordsOf(error) }, error);
  }
}

interface Column {
  readonly name: string;
  readonly sql: string;
  /** True where the value comes as JSON text. */
  readonly nested: boolean;
}

interface Layout {
  readonly file: string;
  readonly columns: readonly Column[];
  /** Rows of the file. */
  readonly total: number;
}

async function columnsOf(connection: DuckDBConnection, source: string): Promise<readonly Column[]> {
  const described = await connection.runAndReadAll(`describe select * from ${source}`);
  return (described.getRowsJson() as [string, string][]).map(([name, type]) => columnOf(name, type));
}

function columnOf(name: string, type: string): Column {
  const quoted = sqlName(name);
  if (type.startsWith('DECIMAL')) return { name, sql: `cast(${quoted} as double)`, nested: false };
  // The infinite moments of databases are no dates.
  if (type.startsWith('TIMESTAMP'))
    return { name, sql: `case when isfinite(${quoted}) then ${quoted} end`, nested: false };
  if (PLAIN.test(type)) return { name, sql: quoted, nested: false };
  if (NESTED.test(type)) return { name, sql: `cast(to_json(${quoted}) as varchar)`, nested: true };
  return { name, sql: `cast(${quoted} as varchar)`, nested: false };
}

const PLAIN = /^(BOOLEAN|VARCHAR|FLOAT|DOUBLE|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
const NESTED = /^(STRUCT|MAP|UNION|JSON|VARIANT)|\[\d*\]$/;

async function* readBatches(
  connection: DuckDBConnection,
  source: string,
  { file, columns, total }: Layout,
): AsyncGenerator<SourceBatch> {
  const names = columns.map(({ name }) => name);
  let done = 0;
  try {
    const result = await connection.stream(`select ${columns.map(({ sql }) => sql).join(', ')} from ${source}`);
    for await (const chunk of result.yieldRowsJs()) {
      const first = done + 1;
      done += chunk.length;
      const rows = chunk.map((values, index) => ({ line: first + index, columns: names, ...cellsOf(values, columns) }));
      yield { rows, unreadable: [], share: done / Math.max(1, total) };
    }
  } catch (error) {
    throw badFile(file, { message: wordsOf(error) }, error);
  }
}

function cellsOf(values: readonly JS[], columns: readonly Column[]): { cells: readonly unknown[]; size: number } {
  let size = 0;
  const cells = values.map((value, index) => {
    if (typeof value === 'string') size += value.length;
    return jsonValue(value, columns[index]?.nested === true);
  });
  return { cells, size };
}

function jsonValue(value: JS, nested: boolean): unknown {
  if (nested && typeof value === 'string') return JSON.parse(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== 'bigint') return value;
  // What a double cannot hold exactly is an id.
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
