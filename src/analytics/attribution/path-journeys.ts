import { basename } from 'node:path';
import { StrataError } from '#sdk';
import { type TableColumn } from '#strata/tables/columns';
import { type DataFile, withDataFile } from '#strata/tables/files';
import { type CollectedJourneys } from './collected.js';
import { JourneyCounter, MOST_CHANNELS } from './credit/index.js';
import { SeparatorEvidence } from './separator-evidence.js';

/** A file of paths, and which column is what. */
export interface PathFile {
  readonly file: string;
  /** As messages and reports call it; the file's own name unless told. */
  readonly name?: string;
  /** Channels in order, with the separator between them. */
  readonly path: string;
  /** Journeys of the path that ended with a conversion; `conversions` or `total_conversions` unless told. */
  readonly conversions?: string;
  /** What those were worth; `value` or `total_conversion_value` unless told. */
  readonly value?: string;
  /** Journeys that did not; `nulls` or `total_null` unless told. */
  readonly nulls?: string;
  readonly separator: string;
}

/** Names under which a column is found where it is not told. */
const USUAL = {
  conversions: ['conversions', 'total_conversions'],
  value: ['value', 'total_conversion_value'],
  nulls: ['nulls', 'total_null'],
} as const;

const ROWS = 65_536;

/**
 * Journeys from a file with a row for each path, which may occur several times.
 *
 * @throws StrataError BAD_FILE; BAD_COLUMN with the row that is wrong, or where channels are separated by something else;
 *   TOO_FEW_EXAMPLES where there is no path
 */
export async function journeysOfFile(question: PathFile): Promise<CollectedJourneys> {
  return await withDataFile(question.file, async (file) => {
    const counts = (['conversions', 'value', 'nulls'] as const).map((kind) => columnOf(file, kind, question[kind]));
    if (counts[0] === null) missing(file, 'conversions');
    const requests = [
      { name: file.column(question.path).name, kind: 'category' as const },
      ...counts.flatMap((name) => (name === null ? [] : [{ name, kind: 'number' as const, blank: 0 }])),
    ];
    const counter = new JourneyCounter();
    const separators = new SeparatorEvidence(question.separator.trim());
    for await (const { start, rows, columns } of file.read(requests, { rowsPerBatch: ROWS })) {
      const [paths, ...numbers] = columns;
      if (paths?.type === 'category') separators.add(paths.categories);
      const filled = counts.map((name) => (name === null ? null : (numbers.shift() ?? null)));
      addRows(counter, question, { start, rows }, paths, filled);
    }
    const nearest = separators.other();
    if (nearest !== null) wrongSeparator(question, nearest);
    if (counter.channels === 0) noPaths(question);
    return {
      source: question.name ?? basename(question.file),
      journeys: counter.journeys(),
      untouched: 0,
      times: null,
    };
  });
}

/** Whether a file has a row for each path: its column of them. @throws StrataError BAD_FILE */
export async function isPathFile(file: string, path: string): Promise<boolean> {
  return await withDataFile(file, ({ columns }) => Promise.resolve(columns.some(({ name }) => name === path)));
}

function columnOf(file: DataFile, kind: keyof typeof USUAL, told: string | undefined): string | null {
  if (told !== undefined) return file.column(told).name;
  return USUAL[kind].find((name) => file.columns.some((column) => column.name === name)) ?? null;
}

function missing(file: DataFile, kind: keyof typeof USUAL): never {
  throw new StrataError('BAD_COLUMN', `${file.file} does not tell how many journeys of a path converted.`, {
    problems: [
      {
        file: file.file,
        message: `there is no column ${USUAL[kind].join(' or ')}`,
        expected: `--${kind} with one of ${file.columns.map(({ name }) => name).join(', ')}`,
      },
    ],
  });
}

function wrongSeparator({ file, separator, path }: PathFile, nearest: string): never {
  const message = `no path has "${separator.trim()}" between its channels, and most have "${nearest}"`;
  throw new StrataError('BAD_COLUMN', `${file}, column "${path}": ${message}.`, {
    problems: [{ file, message, expected: `another separator than "${separator.trim()}"`, nearest }],
  });
}

function noPaths({ file }: PathFile): never {
  throw new StrataError('TOO_FEW_EXAMPLES', `${file} has no rows.`, {
    problems: [{ file, message: 'there are no journeys to credit', expected: 'a row for each path' }],
  });
}

function addRows(
  counter: JourneyCounter,
  { file, separator }: PathFile,
  { start, rows }: { readonly start: number; readonly rows: number },
  paths: TableColumn | undefined,
  [conversions, value, nulls]: readonly (TableColumn | null)[],
): void {
  if (paths?.type !== 'category') return;
  const split = paths.categories.map((path) => path.split(separator.trim()).map((channel) => channel.trim()));
  for (let row = 0; row < rows; row++) {
    const path = split[paths.codes[row] ?? -1];
    const bad = (message: string, expected: string): never => {
      throw new StrataError('BAD_COLUMN', `${file}, row ${String(start + row + 1)}: ${message}.`, {
        problems: [{ file, line: start + row + 1, message, expected }],
      });
    };
    if (path === undefined || path.some((channel) => channel === '')) {
      bad(
        'the path is not channels with the separator between them',
        `channels with "${separator.trim()}" between them`,
      );
      continue;
    }
    const [converted = 0, worth = 0, lost = 0] = [conversions, value, nulls].map((column) => numberAt(column, row));
    if (!(converted >= 0) || !(lost >= 0)) bad('so many journeys cannot be', 'counts of 0 or more');
    if (!Number.isFinite(worth)) bad('the value is no number', 'an amount of money');
    counter.add(path, converted, worth, lost);
    if (counter.channels > MOST_CHANNELS) bad('there are too many channels', `at most ${String(MOST_CHANNELS)}`);
  }
}

/** 0 where there is no such column. */
function numberAt(column: TableColumn | null | undefined, row: number): number {
  if (column === null || column === undefined) return 0;
  return column.type === 'number' ? (column.values[row] ?? Number.NaN) : Number.NaN;
}
