import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type StrataError } from '#sdk';
import { badFile } from './file-problems.js';
import { type CsvHead } from './csv-head.js';
import { firstOtherEncoding, wrongEncoding } from './encoding.js';
import { bytesOf } from './file-bytes.js';

/** Says why a CSV file cannot be read: its encoding or its first ragged row, with the line. Undefined where neither is wrong. */
export async function whyUnreadable(file: string, head: CsvHead): Promise<StrataError | undefined> {
  const line = await firstOtherEncoding(file);
  return line === undefined ? await raggedRows(file, head) : wrongEncoding(file, 'Latin-1', line);
}

/** Rows with more or fewer cells than the header has, or a quotation mark without end. */
async function raggedRows(file: string, { delimiter, names }: CsvHead): Promise<StrataError | undefined> {
  let before = 0;
  let rows = 0;
  let first: { readonly line: number; readonly cells: number } | undefined;
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record(record, { lines }) {
      const line = before + 1;
      before = lines;
      if (record.length === names.length) return null;
      rows++;
      first ??= { line, cells: record.length };
      return null;
    },
  });
  try {
    const feeding = feed(file, parser);
    parser.resume();
    await Promise.all([finished(parser), feeding]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const place = `the row that begins on line ${String(before + 1)}`;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return badFile(file, `a quotation mark in ${place} is never closed`);
    return badFile(file, `${error.message.slice(0, 300)} (${place})`);
  }
  if (first === undefined) return undefined;
  const others = rows === 1 ? 'no other row is' : `${String(rows)} rows are`;
  return badFile(
    file,
    `line ${String(first.line)} has ${String(first.cells)} cells where the header has ${String(names.length)} (${others} like that)`,
    `${String(names.length)} cells in every row; a cell that holds the delimiter stands in quotes`,
  );
}

async function feed(file: string, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const chunk of bytesOf(file)) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
