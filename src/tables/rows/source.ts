import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { type Problem, StrataError } from '#sdk';

/** A row as it stands in its file. */
export interface SourceRow {
  /** Where it begins: the line of a text file, the row of another; from 1. */
  readonly line: number;
  /** The same array for all rows with the same columns, where the format has a header. */
  readonly columns: readonly string[];
  /** In the order of the columns, as JSON values; null where a cell is empty. Cells of a CSV file are text. */
  readonly cells: readonly unknown[];
  /** Characters of its text. */
  readonly size: number;
}

/** A row that could not be read. */
export interface UnreadableRow {
  readonly line: number;
  readonly reason: string;
  /** The begin of what stands there; absent where nobody knows. */
  readonly text?: string;
}

/** Rows in the order of the file. */
export interface SourceBatch {
  readonly rows: readonly SourceRow[];
  readonly unreadable: readonly UnreadableRow[];
  /** The share of the file that was read so far, 0 to 1. */
  readonly share: number;
}

/** A file that is read row by row, in bounded memory. */
export interface RowSource {
  /** Null where each row names its own. */
  readonly columns: readonly string[] | null;
  /** The value of a cell where it is a property; undefined where it says that there is none. Numbers of a CSV file are no text any more. */
  readonly valueOf: (column: string, cell: unknown) => unknown;
  /** What the cells of a CSV column should be; undefined where that is text, or nobody knows. */
  readonly typeOf?: (column: string) => 'number' | 'boolean' | undefined;
  /** All rows, once. Throws BAD_FILE. */
  batches(): AsyncGenerator<SourceBatch>;
  close(): Promise<void>;
}

/** A longer row is a broken file, such as one with a quotation mark that is never closed. */
export const LONGEST_ROW = 1024 * 1024;

/** Levels of a row, as of the body of a request. */
export const DEEPEST_ROW = 32;

/** Rows of a batch. */
export const ROWS = 2000;

/** The bytes of a text file, and how many of them were read. */
export interface FileBytes {
  readonly chunks: AsyncIterable<Buffer>;
  /** 0 to 1 */
  share(): number;
  close(): void;
}

/** Opens a text file, unpacked where it is gzip. @throws StrataError BAD_FILE where there is none */
export async function openBytes(file: string): Promise<FileBytes> {
  const { size } = await statOf(file);
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  const stream = /\.gz$/i.test(file) ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  return {
    chunks: stream as AsyncIterable<Buffer>,
    share: () => Math.min(1, raw.bytesRead / Math.max(1, size)),
    close() {
      raw.destroy();
      stream.destroy();
    },
  };
}

/** @throws StrataError BAD_FILE where there is no such file */
export async function statOf(file: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const entry = await stat(file).catch(() => null);
  if (entry?.isFile() !== true)
    throw badFile(file, { message: 'there is no such file', expected: 'the path of a file' });
  return entry;
}

/** A file that cannot be read. */
export function badFile(file: string, problem: Problem, cause?: unknown): StrataError {
  return new StrataError('BAD_FILE', `${file} cannot be read.`, { problems: [{ file, ...problem }], cause });
}

/** The first line of what somebody else's code complains about. */
export function wordsOf(error: unknown): string {
  const [message = 'it is damaged'] = (error instanceof Error ? error.message : String(error)).split('\n');
  return message.slice(0, 300);
}
