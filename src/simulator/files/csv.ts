import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type FeatureColumn } from '#sdk';

/** A column of a file: the text of each row's cell. Texts must need no quotes. */
export interface TextColumn {
  readonly name: string;
  /** '' is a blank cell. */
  readonly cell: (row: number) => string;
}

const ROWS_PER_CHUNK = 4096;

/** Writes the rows in their order; the same columns give the same bytes. */
export async function writeCsv(file: string, columns: readonly TextColumn[], rows: Iterable<number>): Promise<void> {
  await writeLines(file, csvLines(columns, rows));
}

function* csvLines(columns: readonly TextColumn[], rows: Iterable<number>): Generator<string> {
  yield columns.map(({ name }) => name).join(',');
  for (const row of rows) {
    let line = '';
    for (const { cell } of columns) line += line === '' ? cell(row) : `,${cell(row)}`;
    yield line;
  }
}

/** Writes lines, each with an end of its own. */
export async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  // Awaited at the end; a failure in between must not go unhandled.
  const closed = finished(stream);
  closed.catch(() => undefined);
  let chunk = '';
  let pending = 0;
  for (const line of lines) {
    chunk += `${line}\n`;
    if (++pending < ROWS_PER_CHUNK) continue;
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), closed]);
    chunk = '';
    pending = 0;
  }
  stream.end(chunk);
  await closed;
}

/** The cells of a typed column: missing values and unknown categories are blank. */
export function textOf(column: FeatureColumn): TextColumn {
  const { name } = column;
  if (column.type === 'category') {
    const { codes, categories } = column;
    return { name, cell: (row) => categories[codes[row] ?? -1] ?? '' };
  }
  const { values } = column;
  return { name, cell: (row) => numberText(values[row]) };
}

/** A number's shortest text; blank where there is none. */
export function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}
