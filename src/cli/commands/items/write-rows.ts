import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { openOutput } from '#strata/tables';
import { csvCell } from '#strata/tables/files';
import { encodeRows, type ParquetField, ParquetFile } from '#strata/tables/parquet';
import { StrataError } from '#sdk';

/** A cell, by its column's type. */
export type RowCell = string | number | null;

/** Rows in blocks, each with a cell for every column. */
type RowBlocks = AsyncIterable<readonly (readonly RowCell[])[]>;

interface Sink {
  append(rows: readonly (readonly RowCell[])[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writes rows as a table, in the format of the file's ending; it is there when all of it is.
 *
 * @returns how many rows it has
 * @throws StrataError BAD_USAGE for another ending, BAD_FILE
 */
export async function writeRows(out: string, fields: readonly ParquetField[], blocks: RowBlocks): Promise<number> {
  const openSink = SINKS[extname(out)];
  if (openSink === undefined) {
    throw new StrataError('BAD_USAGE', `A list is not written as "${extname(out)}".`, {
      problems: [{ file: out, message: 'the ending names no format', expected: '.csv, .ndjson or .parquet' }],
    });
  }
  const temporary = `${out}.${randomUUID()}.part`;
  const sink = await openSink(temporary, fields).catch((cause: unknown) => {
    throw new StrataError('BAD_FILE', `${out} cannot be written.`, { cause });
  });
  let count = 0;
  try {
    for await (const rows of blocks) {
      await sink.append(rows);
      count += rows.length;
    }
    await sink.close();
    await rename(temporary, out);
    return count;
  } catch (error) {
    await sink.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

const SINKS: Readonly<Record<string, (path: string, fields: readonly ParquetField[]) => Promise<Sink>>> = {
  '.csv': (path, fields) => {
    const lineOf = (row: readonly RowCell[]) => row.map((cell) => csvCell(cell === null ? '' : String(cell))).join(',');
    return openText(path, `${fields.map(({ name }) => name).join(',')}\n`, lineOf);
  },
  '.ndjson': (path, fields) =>
    openText(path, '', (row) =>
      JSON.stringify(Object.fromEntries(fields.map(({ name }, place) => [name, row[place] ?? null]))),
    ),
  '.parquet': openParquet,
};

async function openText(path: string, head: string, lineOf: (row: readonly RowCell[]) => string): Promise<Sink> {
  const file = await openOutput(path, 'wx', head);
  return {
    async append(rows) {
      await file.write(rows.map((row) => `${lineOf(row)}\n`).join(''));
    },
    close: () => file.close(),
  };
}

async function openParquet(path: string, fields: readonly ParquetField[]): Promise<Sink> {
  const file = await ParquetFile.create(path, fields);
  return {
    async append(rows) {
      const columns = fields.map(({ name, type }, place) => {
        const cells = rows.map((row) => row[place] ?? null);
        return type === 'number'
          ? { name, type, values: Float64Array.from(cells, (cell) => Number(cell ?? Number.NaN)) }
          : { name, type: 'text' as const, texts: cells.map((cell) => (cell === null ? null : String(cell))) };
      });
      await file.append(encodeRows(columns, rows.length));
    },
    close: () => file.close(),
  };
}
