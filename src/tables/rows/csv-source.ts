import { CsvError, type Options, parse } from 'csv-parse';
import { type CsvKind, kindOf, valueOfCell } from './column-kinds.js';
import {
  badFile,
  type FileBytes,
  LONGEST_ROW,
  openBytes,
  type RowSource,
  ROWS,
  type SourceBatch,
  type SourceRow,
  type UnreadableRow,
  wordsOf,
} from './source.js';

/** Kinds of columns come from so many of the first rows. */
const ROWS_FOR_KINDS = 10_000;
const ANY: CsvKind = { type: 'any' };
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * A CSV file with a header (RFC 4180; the delimiter is the comma, semicolon, tab or bar that the header has most of).
 *
 * Read by a parser that knows its line numbers, so that a bad row can be found again.
 */
export async function openCsv(file: string): Promise<RowSource> {
  const bytes = await openBytes(file);
  const rows = readRows(file, bytes);
  const head: RawBatch[] = [];
  try {
    let count = 0;
    while (count < ROWS_FOR_KINDS) {
      const { value, done } = await rows.next();
      if (done === true) break;
      head.push(value);
      count += value.rows.length;
    }
  } catch (error) {
    bytes.close();
    throw error;
  }
  const columns = head[0]?.columns ?? [];
  const kinds = kindsOf(columns, head);
  return {
    columns,
    valueOf: (column, cell) => (typeof cell === 'string' ? valueOfCell(cell, kinds.get(column) ?? ANY) : cell),
    typeOf(column) {
      const { type } = kinds.get(column) ?? ANY;
      return type === 'number' || type === 'boolean' ? type : undefined;
    },
    async *batches() {
      yield* head;
      yield* rows;
    },
    async close() {
      await rows.return(undefined);
      bytes.close();
    },
  };
}

type RawBatch = SourceBatch & { readonly columns: readonly string[] };

interface Record {
  readonly cells: readonly string[];
  /** Where it ends. */
  readonly end: number;
}

async function* readRows(file: string, bytes: FileBytes): AsyncGenerator<RawBatch, undefined> {
  const unreadable: UnreadableRow[] = [];
  let end = 0;
  const remember: NonNullable<Options['on_record']> = (record, { lines }) => {
    end = lines;
    return { cells: record, end: lines } as unknown as typeof record;
  };
  const chunks = bytes.chunks[Symbol.asyncIterator]();
  try {
    const first = await chunks.next();
    if (first.done === true)
      throw badFile(file, { message: 'it is empty', expected: 'a header with names of columns' });
    const parser = parse({
      bom: true,
      delimiter: delimiterOf(first.value),
      relax_column_count: true,
      // A quotation mark in the wrong place is text; strictly read, it would take the rest of the file with it.
      relax_quotes: true,
      skip_records_with_error: true,
      max_record_size: LONGEST_ROW,
      on_record: remember,
      on_skip(error) {
        unreadable.push({ line: end + 1, reason: reasonOf(error) });
      },
    });
    const feeding = feed(parser, first.value, chunks);
    let columns: readonly string[] | null = null;
    let rows: SourceRow[] = [];
    let before = 0;
    for await (const { cells, end: last } of parser as AsyncIterable<Record>) {
      const line = before + 1;
      before = last;
      if (columns === null) columns = headerOf(file, cells);
      else if (cells.length === columns.length) rows.push(rowOf(line, columns, cells));
      else if (cells.length > 1 || cells[0] !== '') unreadable.push(wrongWidth(line, columns, cells));
      if (rows.length < ROWS) continue;
      yield { columns, rows, unreadable: unreadable.splice(0), share: bytes.share() };
      rows = [];
    }
    await feeding;
    yield { columns: columns ?? [], rows, unreadable: unreadable.splice(0), share: 1 };
  } catch (error) {
    if (error instanceof CsvError) throw badFile(file, { message: `${reasonOf(error)} after line ${String(end)}` });
    throw error instanceof Error && 'code' in error && error.code === 'BAD_FILE'
      ? error
      : badFile(file, { message: wordsOf(error) }, error);
  }
}

async function feed(parser: ReturnType<typeof parse>, first: Buffer, rest: AsyncIterator<Buffer>): Promise<void> {
  try {
    for (let chunk: IteratorResult<Buffer> = { value: first }; chunk.done !== true; chunk = await rest.next()) {
      if (parser.destroyed) return;
      if (!parser.write(chunk.value)) await drained(parser);
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Until it takes more, or never will. */
function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      parser.off('drain', end).off('close', end);
      resolve();
    };
    parser.once('drain', end).once('close', end);
  });
}

function delimiterOf(chunk: Buffer): string {
  const [header = ''] = chunk.toString('utf8').split('\n', 1);
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, other) => (other.count > best.count ? other : best)).delimiter;
}

function headerOf(file: string, cells: readonly string[]): readonly string[] {
  const columns = cells.map((cell) => cell.trim());
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice === undefined) return columns;
  throw badFile(file, { message: `its header names "${twice}" twice`, expected: 'a name of its own for each column' });
}

function rowOf(line: number, columns: readonly string[], cells: readonly string[]): SourceRow {
  let size = 0;
  for (const cell of cells) size += cell.length;
  return { line, columns, cells: cells.map((cell) => (cell === '' ? null : cell)), size };
}

function wrongWidth(line: number, columns: readonly string[], cells: readonly string[]): UnreadableRow {
  const reason = `it has ${String(cells.length)} cells and not ${String(columns.length)}, as the header`;
  return { line, reason, text: cells.join(',').slice(0, LONGEST_TEXT) };
}

const LONGEST_TEXT = 2000;

function reasonOf(error: CsvError | undefined): string {
  switch (error?.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark is never closed, so that everything after it belongs to one cell';
    case 'CSV_MAX_RECORD_SIZE':
      return 'a row is larger than 1 MiB; is a quotation mark not closed';
    default:
      return 'the row cannot be read';
  }
}

function kindsOf(columns: readonly string[], batches: readonly SourceBatch[]): ReadonlyMap<string, CsvKind> {
  return new Map(columns.map((column, index) => [column, kindOf(cellsAt(index, batches))]));
}

function* cellsAt(index: number, batches: readonly SourceBatch[]): Generator<string> {
  for (const { rows } of batches) {
    for (const { cells } of rows) {
      const cell = cells[index];
      if (typeof cell === 'string') yield cell;
    }
  }
}
