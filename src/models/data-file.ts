import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type DuckDBConnection } from '@duckdb/node-api';
import { StrataError } from '../sdk/index.js';
import { type ColumnKind, type ColumnRequest, columnSql, kindOfSqlType, type SourceColumn } from './column-sql.js';
import { asBadFile, badFile, failUnknown, unreadable } from './file-problems.js';
import { ColumnBuilder, type TableColumn } from './table-column.js';

/** A batch of rows, in the order of the file. */
export interface RowBatch {
  /** Number of the batch's first row in the file, from 0. */
  readonly start: number;
  readonly rows: number;
  /** One a request, in the order of the requests. */
  readonly columns: readonly TableColumn[];
}

/** A table of rows, opened by DuckDB: a CSV, NDJSON or Parquet file, or what was made of history. Close it after use. */
export interface DataFile {
  /** As the user named it. */
  readonly file: string;
  /** The segment that all rows are known to belong to. */
  readonly population?: string;
  /** In the order of the file. */
  readonly columns: readonly SourceColumn[];
  /** Throws `BAD_COLUMN` with the nearest name. */
  column(name: string): SourceColumn;
  rowCount(): Promise<number>;
  /** Streams the columns asked for; at least one batch, which may be empty. Throws `BAD_COLUMN` for a cell that is not of its column's kind, `BAD_FILE`. */
  read(
    requests: readonly ColumnRequest[],
    options: { readonly rowsPerBatch: number; readonly onRows?: (rowsSoFar: number) => void },
  ): AsyncGenerator<RowBatch>;
  close(): void;
}

/** The endings that are understood and how DuckDB reads each. A CSV file is read as text: kinds come from all of it. */
const READERS: readonly { readonly ending: RegExp; readonly read: string; readonly sniff: string }[] = [
  {
    ending: /\.(csv|tsv)(\.gz)?$/i,
    read: 'read_csv($file, header = true, all_varchar = true)',
    sniff: 'read_csv($file, header = true, sample_size = -1)',
  },
  {
    ending: /\.(ndjson|jsonl)(\.gz)?$/i,
    read: "read_json($file, format = 'newline_delimited', sample_size = -1)",
    sniff: "read_json($file, format = 'newline_delimited', sample_size = -1)",
  },
  { ending: /\.parquet$/i, read: 'read_parquet($file)', sniff: 'read_parquet($file)' },
];

/** @throws StrataError BAD_FILE where the file is missing, of another format, or cannot be parsed */
export async function openDataFile(file: string): Promise<DataFile> {
  const reader = READERS.find(({ ending }) => ending.test(file));
  if (reader === undefined) {
    throw badFile(file, 'the format is not known by its ending', '.csv, .tsv, .ndjson, .jsonl or .parquet');
  }
  const entry = await stat(file).catch(() => null);
  if (entry?.isFile() !== true) throw badFile(file, 'there is no such file', 'the path of a file');
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    const columns = await describeColumns(connection, file, reader);
    const relation = () => Promise.resolve(reader.read);
    return { file, columns, close, ...tableAccess(connection, { file, columns, relation }) };
  } catch (error) {
    close();
    throw error;
  }
}

/** What rows are read from. */
interface TableSource {
  /** As it is called in messages. */
  readonly file: string;
  readonly columns: readonly SourceColumn[];
  /** What stands after `from` in a query of these columns; the parameter `$file` may stand in it. */
  readonly relation: (columns: readonly string[]) => Promise<string>;
}

/** How rows of a relation are read, in its order. */
export function tableAccess(
  connection: DuckDBConnection,
  { file, columns, relation }: TableSource,
): Pick<DataFile, 'column' | 'rowCount' | 'read'> {
  function column(name: string): SourceColumn {
    return columns.find((known) => known.name === name) ?? failUnknown(name, file, columns);
  }
  async function rowCount(): Promise<number> {
    const reader = await relation([]);
    const counted = `select count(*) from (from ${reader})`;
    const rows = await asBadFile(file, () => connection.runAndReadAll(counted, parametersOf(reader, file)));
    return Number(rows.value(0, 0));
  }
  const read: DataFile['read'] = async function* (requests, { rowsPerBatch, onRows }) {
    const sources = requests.map((request) => ({ request, source: column(request.name) }));
    const builders = sources.map(
      ({ request, source }) => new ColumnBuilder(request.name, kindToRead(request, source, file)),
    );
    // A query needs a column; nothing reads this one.
    const list = sources.map(({ request, source }) => columnSql(request, source)).join(', ') || '1';
    const reader = await relation(requests.map(({ name }) => name));
    const select = `select ${list} from ${reader}`;
    const result = await asBadFile(file, () => connection.stream(select, parametersOf(reader, file)));
    let start = 0;
    let rows = 0;
    const takeBatch = () => ({ start, rows, columns: builders.map((builder) => builder.take()) });
    for (;;) {
      const chunk = await asBadFile(file, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      for (const [index, builder] of builders.entries()) {
        const wrong = builder.append(chunk.getColumnVector(index), chunk.rowCount);
        if (wrong !== undefined) throw await badCell(connection, file, reader, builder, start + rows + wrong);
      }
      rows += chunk.rowCount;
      onRows?.(start + rows);
      if (rows < rowsPerBatch) continue;
      yield takeBatch();
      start += rows;
      rows = 0;
    }
    if (rows > 0 || start === 0) yield takeBatch();
  };
  return { column, rowCount, read };
}

/** DuckDB refuses parameters that a query does not have. */
function parametersOf(reader: string, file: string): Record<string, string> {
  return reader.includes('$file') ? { file } : {};
}

async function describeColumns(
  connection: DuckDBConnection,
  file: string,
  { sniff, read }: { readonly sniff: string; readonly read: string },
): Promise<readonly SourceColumn[]> {
  const described = async (reader: string) => {
    const result = await asBadFile(file, () => connection.runAndReadAll(`describe select * from ${reader}`, { file }));
    const [names = [], types = []] = result.getColumnsJson() as string[][];
    return names.map((name, index) => ({ name, type: types[index] ?? 'VARCHAR' }));
  };
  const asRead = await described(read);
  const sniffed = sniff === read ? asRead : await described(sniff);
  const typeOf = new Map(sniffed.map(({ name, type }) => [name, type]));
  return asRead.map(({ name, type }) => ({ name, sqlType: type, kind: kindOfSqlType(typeOf.get(name) ?? type) }));
}

function kindToRead({ name, kind, blank }: ColumnRequest, source: SourceColumn, file: string): ColumnKind {
  const wanted = kind ?? source.kind;
  if (wanted === null) throw unreadable(name, file, `it holds ${source.sqlType}`, 'numbers, text, booleans or dates');
  if (wanted === 'category' || blank === undefined || Number.isFinite(Number(blank))) return wanted;
  throw unreadable(
    name,
    file,
    `its blank cells are to mean "${blank}"`,
    `a number, as its cells are of the kind ${wanted}`,
  );
}

async function badCell(
  connection: DuckDBConnection,
  file: string,
  reader: string,
  { name, kind }: { readonly name: string; readonly kind: ColumnKind },
  row: number,
): Promise<StrataError> {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const select = `select cast(${quoted} as varchar) from ${reader} limit 1 offset ${row}`;
  const result = await connection.runAndReadAll(select, parametersOf(reader, file));
  const cell = String(result.value(0, 0)).slice(0, 60);
  const message = `row ${row + 1} has "${cell}" in column "${name}"`;
  return new StrataError('BAD_COLUMN', `Column "${name}" of ${file} is not all ${kind}.`, {
    problems: [
      { file, message, expected: `a ${kind}; to read it as text say "columns": {"${name}": {"type": "category"}}` },
    ],
  });
}

/** Opens a file for as long as `work` takes. Throws as {@link openDataFile} does. */
export async function withDataFile<T>(file: string, work: (data: DataFile) => Promise<T>): Promise<T> {
  const data = await openDataFile(file);
  try {
    return await work(data);
  } finally {
    data.close();
  }
}

/** `sha256:…` of the file's bytes: the fingerprint of the data that a model was trained on. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  } catch {
    throw badFile(file, 'there is no such file', 'the path of a file');
  }
  return `sha256:${hash.digest('hex')}`;
}
