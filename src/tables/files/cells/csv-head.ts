import { parse } from 'csv-parse/sync';
import { badFile } from './file-problems.js';
import { headOf } from './file-bytes.js';
import { wideEncoding, wrongEncoding } from './encoding.js';

/** How a CSV file is laid out, and what its header says. */
export interface CsvHead {
  readonly delimiter: string;
  /** Blank lines before the header. */
  readonly blankLines: number;
  /** Names of columns; those without a name are called by their place. */
  readonly names: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'];
/** The longest header. */
const HEAD = 2 ** 20;

/**
 * Reads the header (RFC 4180; the delimiter is the comma, semicolon, tab or bar that the header has most of).
 *
 * @throws StrataError BAD_FILE where it is empty or not UTF-8
 */
export async function readCsvHead(file: string): Promise<CsvHead> {
  const bytes = await headOf(file, HEAD);
  const wide = wideEncoding(bytes);
  if (wide !== undefined) throw wrongEncoding(file, wide, 1);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const [blank = ''] = /^[ \t]*(?:\r?\n[ \t]*)*(?=\S|$)/.exec(text) ?? [];
  const blankLines = blank.split('\n').length - 1;
  const head = text.split('\n').slice(blankLines).join('\n');
  if (head.trim() === '') throw badFile(file, 'it is empty', 'a header with names of columns');
  const delimiter = delimiterOf(head);
  return { delimiter, blankLines, names: headerOf(file, head, delimiter) };
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n|\r/, 1);
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counted.reduce((best, other) => (other.count > best.count ? other : best)).delimiter;
}

function headerOf(file: string, text: string, delimiter: string): readonly string[] {
  try {
    const [cells = []] = parse(text, { delimiter, to: 1, relax_quotes: true, relax_column_count: true });
    return cells.map((cell, index) => (cell.trim() === '' ? `column${String(index)}` : cell.trim()));
  } catch {
    throw badFile(file, 'its header cannot be read', 'a first line with names of columns');
  }
}
