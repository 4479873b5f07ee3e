import { type FactType } from '#strata/engine';
import { type ColumnRequest, type TableColumn } from '#strata/tables/columns';
import { type DataFile } from '#strata/tables/files';
import { encodeRows, ParquetFile, type ParquetColumn, type ParquetField } from '#strata/tables/parquet';
import { KIND_OF } from './cell-sql.js';

const ROWS_A_GROUP = 65_536;

/**
 * Writes columns of a file as Parquet, under their names: cells of texts are read as every file of tables is, those that
 * are none of their kind are missing, and noted.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function convertFile(
  data: DataFile,
  columns: ReadonlyMap<string, FactType>,
  path: string,
): Promise<readonly string[]> {
  const requests: ColumnRequest[] = [];
  for (const [name, type] of columns) requests.push(await requestOf(data, name, type));
  const notes: string[] = [];
  for (const request of requests) notes.push(...(await data.reading(request)).notes);
  await ParquetFile.write(path, [...columns].map(fieldOf), async (file) => {
    for await (const batch of data.read(requests, { rowsPerBatch: ROWS_A_GROUP })) {
      const cells = batch.columns.map((column, index) => cellsOf(column, requests[index]?.kind));
      await file.append(encodeRows(cells, batch.rows));
    }
  });
  return notes;
}

/** Dates that are written as such stay as they are, so that days stay days. */
async function requestOf(data: DataFile, name: string, type: FactType): Promise<ColumnRequest> {
  const kind = KIND_OF[type] ?? 'category';
  if (kind !== 'date') return { name, kind };
  const { date } = await data.reading({ name, kind });
  const isText = data.column(name).sqlType === 'VARCHAR';
  return { name, kind: isText && date === 'ISO 8601' ? 'category' : kind };
}

function fieldOf([name, type]: readonly [string, FactType]): ParquetField {
  return { name, type: type === 'number' || type === 'boolean' ? type : 'text' };
}

function cellsOf(column: TableColumn, kind: ColumnRequest['kind']): ParquetColumn {
  const { name } = column;
  if (column.type === 'category') {
    const { codes, categories } = column;
    // A dictionary of nearly as many entries as rows saves nothing.
    if (2 * categories.length < codes.length) return { name, type: 'text', codes, categories };
    return { name, type: 'text', texts: Array.from(codes, (code) => categories[code] ?? null) };
  }
  const { values } = column;
  if (kind === 'boolean') {
    const flags = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 255 : Number(value !== 0)));
    return { name, type: 'boolean', values: flags };
  }
  if (kind !== 'date') return { name, type: 'number', values };
  return { name, type: 'text', texts: Array.from(values, dayOrMoment) };
}

const DAY = 86_400_000;

function dayOrMoment(at: number): string | null {
  if (Number.isNaN(at)) return null;
  const text = new Date(at).toISOString();
  return at % DAY === 0 ? text.slice(0, '2026-01-31'.length) : text;
}
