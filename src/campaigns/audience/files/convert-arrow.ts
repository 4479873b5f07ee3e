import { createReadStream } from 'node:fs';
import { type FactType } from '#strata/engine';
import { isStrataError, StrataError } from '#sdk';
import { type ArrowBatch, type ArrowSource, openArrow } from '#strata/tables/arrow';
import { encodeRows, ParquetFile, type ParquetColumn, type ParquetField } from '#strata/tables/parquet';

/** Whether a file is read as Arrow: an IPC file or stream, which Feather of version 2 is, too. */
export function isArrow(file: string): boolean {
  return /\.(arrows?|feather|ipc)$/i.test(file);
}

/** An Arrow file that is read once. */
export interface ArrowFile {
  /** Its columns, in order. */
  readonly names: readonly string[];
  /**
   * Writes columns as Parquet, under their names.
   *
   * @param id the column that names people, written as texts
   * @throws StrataError BAD_FILE, BAD_COLUMN
   */
  convert(id: string, columns: ReadonlyMap<string, FactType>, path: string): Promise<void>;
}

/** Opens an Arrow file for as long as `work` takes. @throws StrataError BAD_FILE and what `work` throws, with the file's name */
export async function withArrowFile<T>(file: string, work: (data: ArrowFile) => Promise<T>): Promise<T> {
  const bytes = createReadStream(file);
  try {
    const source = await openArrow(bytes as AsyncIterable<Uint8Array>);
    return await work({
      names: [...source.fields.keys()],
      convert: (id, columns, path) => {
        const read: readonly Read[] = [[id, ID], ...withoutId(columns, id)];
        return ParquetFile.write(path, read.map(fieldOf), (rows) => convert(source, read, rows));
      },
    });
  } catch (error) {
    throw isStrataError(error) && error.problems.every((problem) => problem.file === undefined)
      ? inFile(error, file)
      : error;
  } finally {
    bytes.destroy();
  }
}

const ID = 'id';
/** A column, and what its cells are read as. */
type Read = readonly [name: string, type: FactType | typeof ID];

/** The column that names people may be a fact as well, which is read of the same texts. */
function withoutId(columns: ReadonlyMap<string, FactType>, id: string): readonly Read[] {
  return [...columns].filter(([name]) => name !== id);
}

const ROWS_A_GROUP = 65_536;

async function convert(
  source: ArrowSource,
  columns: readonly Read[],
  file: Pick<ParquetFile, 'append'>,
): Promise<void> {
  let group = columns.map(emptyCells);
  let rows = 0;
  const flush = async (): Promise<void> => {
    await file.append(
      encodeRows(
        columns.map((column, place) => columnOf(column, group[place] ?? [])),
        rows,
      ),
    );
    group = columns.map(emptyCells);
    rows = 0;
  };
  for await (const batch of source.batches()) {
    const cells = columns.map((column) => cellsOf(batch, column));
    for (let start = 0; start < batch.rows;) {
      const end = Math.min(batch.rows, start + ROWS_A_GROUP - rows);
      group.forEach((own, place) => {
        const of = cells[place];
        for (let row = start; row < end; row++) own.push(of?.(row) ?? null);
      });
      rows += end - start;
      start = end;
      if (rows === ROWS_A_GROUP) await flush();
    }
  }
  if (rows > 0) await flush();
}

type Cell = string | number | null;
type CellOf = (row: number) => Cell;

function emptyCells(): Cell[] {
  return [];
}

function fieldOf([name, type]: Read): ParquetField {
  return { name, type: type === 'number' || type === 'boolean' ? type : 'text' };
}

function columnOf(column: Read, cells: readonly Cell[]): ParquetColumn {
  const { name, type } = fieldOf(column);
  if (type === 'number') return { name, type, values: Float64Array.from(cells, (cell) => Number(cell ?? Number.NaN)) };
  if (type === 'boolean') return { name, type, values: Uint8Array.from(cells, (cell) => Number(cell ?? NO_VALUE)) };
  return { name, type, texts: cells.map((cell) => (cell === null ? null : String(cell))) };
}

/** Of a boolean in Parquet's cells. */
const NO_VALUE = 255;

function cellsOf(batch: ArrowBatch, [name, type]: Read): CellOf {
  if (type === ID) {
    const texts = batch.texts(name);
    return (row) => texts[row] ?? null;
  }
  const column = batch.column(name, type);
  if (column.kind === 'category') return (row) => column.categories[column.codes[row] ?? -1] ?? null;
  if (column.kind === 'list') {
    const lists = column.lists.map((list) => JSON.stringify(list));
    return (row) => lists[column.codes[row] ?? -1] ?? null;
  }
  const known = (row: number): number | null => {
    const value = column.values[row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  };
  if (column.kind !== 'date') return known;
  return (row) => {
    const at = known(row);
    return at === null ? null : new Date(at).toISOString();
  };
}

function inFile({ code, message, problems }: StrataError, file: string): StrataError {
  const all = problems.length === 0 ? [{ message }] : problems;
  return new StrataError(code, `${file}: ${message}`, { problems: all.map((problem) => ({ ...problem, file })) });
}
