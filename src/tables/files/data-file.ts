import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type DuckDBConnection } from '@duckdb/node-api';
import { type StrataError } from '#sdk';
import { openMemory } from '../index.js';
import { type LearnedColumn, learnColumns } from './cells/learn.js';
import { type ColumnReading, readingOf } from './cells/reading.js';
import { formatOf, openRelation, type Relation } from './cells/relation.js';
import {
  type ColumnRequest,
  columnSql,
  kindOfSqlType,
  type SourceColumn,
  textSql,
  ColumnBuilder,
  type TableColumn,
} from '../columns/index.js';
import { asBadFile, badFile, failTwice, failUnknown, unreadable } from './cells/file-problems.js';

/** A batch of rows, in the order of the file. */
interface RowBatch {
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
  /** A blank treatment means that nothing was sent: history knows what was. In a file it may be a gap. */
  readonly blankIsControl?: true;
  /** In the order of the file. */
  readonly columns: readonly SourceColumn[];
  /** Throws `BAD_COLUMN` with the nearest name, or where two columns have the name. */
  column(name: string): SourceColumn;
  /** How a column is read. Throws `BAD_COLUMN` where its cells are not of the kind asked for, or where several ways are right. */
  reading(request: ColumnRequest): Promise<ColumnReading>;
  rowCount(): Promise<number>;
  /** Streams the columns asked for; at least one batch, which may be empty. Throws `BAD_COLUMN` as {@link reading} does, `BAD_FILE`. */
  read(
    requests: readonly ColumnRequest[],
    options: { readonly rowsPerBatch: number; readonly onRows?: (rowsSoFar: number) => void },
  ): AsyncGenerator<RowBatch>;
  close(): void;
}

/** @throws StrataError BAD_FILE where the file is missing, of another format, or cannot be parsed */
export async function openDataFile(file: string): Promise<DataFile> {
  formatOf(file);
  const entry = await stat(file).catch(() => null);
  if (entry?.isFile() !== true) throw badFile(file, 'there is no such file', 'the path of a file');
  const { connection, close } = await openMemory();
  try {
    const opened = await openRelation(connection, file);
    const { from, learned } = await learn(connection, file, opened);
    const columns = opened.columns.map((column) => ({
      ...column,
      text: textSql(column.sql, column.sqlType),
      kind: learned.get(column.name)?.kind ?? kindOfSqlType(column.sqlType),
    }));
    const source = { file, columns, relation: () => Promise.resolve(from), learned, diagnose: opened.diagnose };
    return { file, columns, close, ...tableAccess(connection, source) };
  } catch (error) {
    close();
    throw error;
  }
}

/** Reads every cell once, so that a file that cannot be read is known to be one. */
async function learn(
  connection: DuckDBConnection,
  file: string,
  { from, lenient, columns, diagnose }: Relation,
): Promise<{ readonly from: string; readonly learned: ReadonlyMap<string, LearnedColumn> }> {
  try {
    return { from, learned: await learnColumns(connection, from, columns) };
  } catch (error) {
    const problem = await diagnose();
    if (problem !== undefined) throw problem;
    if (lenient === undefined) return await asBadFile(file, () => Promise.reject(error as Error));
    return { from: lenient, learned: await asBadFile(file, () => learnColumns(connection, lenient, columns)) };
  }
}

/** What rows are read from. */
interface TableSource {
  /** As it is called in messages. */
  readonly file: string;
  readonly columns: readonly SourceColumn[];
  /** What stands after `from` in a query of these columns. */
  readonly relation: (columns: readonly string[]) => Promise<string>;
  /** What columns of text were found to hold, by name. */
  readonly learned?: ReadonlyMap<string, LearnedColumn>;
  /** See {@link Relation}. */
  readonly diagnose?: () => Promise<StrataError | undefined>;
}

/** How rows of a relation are read, in its order. */
export function tableAccess(
  connection: DuckDBConnection,
  { file, columns, relation, learned, diagnose }: TableSource,
): Pick<DataFile, 'column' | 'rowCount' | 'read' | 'reading'> {
  const asked = <T>(work: () => Promise<T>) => asBadFile(file, work, diagnose);
  const readings = new Map<string, Promise<ColumnReading>>();
  function column(name: string): SourceColumn {
    const found = columns.find((known) => known.name === name) ?? failUnknown(name, file, columns);
    return found.places === undefined ? found : failTwice(name, file, found.places);
  }
  function reading(request: ColumnRequest): Promise<ColumnReading> {
    const key = JSON.stringify(request);
    const found = readings.get(key) ?? judge(request);
    readings.set(key, found);
    return found;
  }
  async function judge(request: ColumnRequest): Promise<ColumnReading> {
    const source = column(request.name);
    checkRequest(request, source, file);
    const from = await relation([request.name]);
    return await readingOf({ connection, file, from, column: source, learned: learned?.get(source.name) }, request);
  }
  async function rowCount(): Promise<number> {
    const counted = `select count(*) from (from ${await relation([])})`;
    const rows = await asked(() => connection.runAndReadAll(counted));
    return Number(rows.value(0, 0));
  }
  const read: DataFile['read'] = async function* (requests, { rowsPerBatch, onRows }) {
    const sources: { readonly sql: string; readonly builder: ColumnBuilder }[] = [];
    for (const request of requests) sources.push(cellsOf(request, column(request.name), await reading(request)));
    // A query needs a column; nothing reads this one.
    const list = sources.map(({ sql }) => sql).join(', ') || '1';
    const from = await relation(requests.map(({ name }) => name));
    const result = await asked(() => connection.stream(`select ${list} from ${from}`));
    let start = 0;
    let rows = 0;
    const takeBatch = () => ({ start, rows, columns: sources.map(({ builder }) => builder.take()) });
    for (;;) {
      const chunk = await asked(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      for (const [index, { builder }] of sources.entries())
        builder.append(chunk.getColumnVector(index), chunk.rowCount);
      rows += chunk.rowCount;
      onRows?.(start + rows);
      if (rows < rowsPerBatch) continue;
      yield takeBatch();
      start += rows;
      rows = 0;
    }
    if (rows > 0 || start === 0) yield takeBatch();
  };
  return { column, rowCount, read, reading };
}

/** How the cells of a column come from DuckDB, and what collects them. */
function cellsOf(
  request: ColumnRequest,
  source: SourceColumn,
  { kind, decode }: ColumnReading,
): { readonly sql: string; readonly builder: ColumnBuilder } {
  if (decode === null) return { sql: columnSql(kind, request, source), builder: new ColumnBuilder(request.name, kind) };
  const blank = request.blank === undefined ? Number.NaN : Number(request.blank);
  return { sql: source.text, builder: new ColumnBuilder(request.name, kind, decode, blank) };
}

function checkRequest({ name, kind, blank }: ColumnRequest, source: SourceColumn, file: string): void {
  const wanted = kind ?? source.kind;
  if (wanted === null) throw unreadable(name, file, `it holds ${source.sqlType}`, 'numbers, text, booleans or dates');
  if (wanted === 'category' || blank === undefined || Number.isFinite(Number(blank))) return;
  throw unreadable(
    name,
    file,
    `its blank cells are to mean "${blank}"`,
    `a number, as its cells are of the kind ${wanted}`,
  );
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

/** The longest end of a file that is looked at for new lines. */
const END = 64;

/**
 * The fingerprints that a file of the same rows may have: {@link hashFile}'s, and those with other new lines at its end,
 * which editors and exports add and take away.
 */
export async function fileHashes(file: string): Promise<readonly string[]> {
  const hash = createHash('sha256');
  let end: Buffer = Buffer.alloc(0);
  for await (const bytes of createReadStream(file)) {
    end = Buffer.concat([end, bytes as Buffer]);
    hash.update(end.subarray(0, Math.max(0, end.length - END)));
    end = end.subarray(Math.max(0, end.length - END));
  }
  const text = end.toString('latin1');
  const bare = text.replace(/[\r\n]+$/, '');
  return [...new Set([text, bare, `${bare}\n`, `${bare}\r\n`])].map(
    (last) => `sha256:${hash.copy().update(last, 'latin1').digest('hex')}`,
  );
}
