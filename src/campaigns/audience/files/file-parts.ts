import { basename, join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { type FactCatalogue, type FactType } from '#strata/engine';
import { StrataError } from '#sdk';
import { sqlName, sqlText } from '#strata/kernel';
import { duckDbPath } from '#strata/tables';
import { textSql } from '#strata/tables/columns';
import { type DataFile, withDataFile } from '#strata/tables/files';
import { type AudiencePart, type AudienceSource, NO_STATE } from '../people/audience.js';
import { type NeededFact } from '../people/needed-facts.js';
import { columnsRead, factSql, nativeSql } from './cell-sql.js';
import { convertFile } from './convert-file.js';
import { type FactSourceColumn, findFactColumns, noColumn } from './fact-columns.js';
import { findFiles } from './find-files.js';

/** What is read of files, and where files of other forms are put as Parquet. */
export interface FileReading {
  readonly source: Extract<AudienceSource, { kind: 'files' }>;
  readonly facts: readonly NeededFact[];
  /** The purpose that the strategy needs consent to. */
  readonly purpose: string | undefined;
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  readonly folder: string;
}

/** Files as parts of an audience, and what a reader should know of them. */
export interface FileParts {
  readonly parts: readonly AudiencePart[];
  readonly notes: readonly string[];
}

/**
 * The files of an audience with the SQL of what is read of each: Parquet as it is, all else as Parquet in the run's folder.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN with the nearest names
 */
export async function fileParts(connection: DuckDBConnection, reading: FileReading): Promise<FileParts> {
  const { directory, files } = reading.source;
  const parts: AudiencePart[] = [];
  const notes: string[] = [];
  for (const [index, file] of (await findFiles(connection, directory, files)).entries()) {
    const found = await withDataFile(file, (data) => onePart(connection, data, index, reading));
    parts.push(found.part);
    notes.push(...found.notes);
  }
  return { parts, notes };
}

async function onePart(
  connection: DuckDBConnection,
  data: DataFile,
  index: number,
  reading: FileReading,
): Promise<{ readonly part: AudiencePart; readonly notes: readonly string[] }> {
  const { source, facts, folder } = reading;
  const names = data.columns.map(({ name }) => name);
  if (!names.includes(source.id)) throw missingId(source.id, data.file, names);
  const sources = findFactColumns(facts, { ...reading, file: data.file, columns: names, audience: source });
  const consent = consentOf(reading, data.file, names);
  const columns = columnsRead(sources);
  const all = new Map(columns);
  if (consent.column !== null) all.set(consent.column, 'boolean');
  const native = (column: string, type: FactType) => nativeSql(column, data.column(column).sqlType, type);
  const isParquet = /\.parquet$/i.test(data.file);
  if (isParquet && [...all].every(([column, type]) => native(column, type) !== null)) {
    const id = textSql(sqlName(source.id), data.column(source.id).sqlType);
    const sqlOf = (column: string, type: FactType) => native(column, type) ?? 'null';
    return { part: await partOf(connection, data.file, { id, sources, consent, sqlOf, reading }), notes: [] };
  }
  const path = join(folder, `${String(index)}-${basename(data.file)}.parquet`);
  const notes = await convertFile(data, new Map([...all, [source.id, 'string']]), path);
  const types = { number: 'DOUBLE', boolean: 'BOOLEAN' } as Readonly<Record<string, string>>;
  const sqlOf = (column: string, type: FactType) => nativeSql(column, types[type] ?? 'VARCHAR', type) ?? 'null';
  return {
    part: await partOf(connection, path, { id: `trim(${sqlName(source.id)})`, sources, consent, sqlOf, reading }),
    notes,
  };
}

interface PartSql {
  readonly id: string;
  readonly sources: readonly FactSourceColumn[];
  readonly consent: Consent;
  readonly sqlOf: (column: string, type: FactType) => string;
  readonly reading: FileReading;
}

async function partOf(
  connection: DuckDBConnection,
  file: string,
  { id, sources, consent, sqlOf, reading }: PartSql,
): Promise<AudiencePart> {
  const { column, everybody } = consent;
  const groups = await groupsOf(connection, file);
  const said = column === null ? null : `coalesce(${sqlOf(column, 'boolean')}, false)`;
  return {
    file,
    rows: groups.reduce((sum, rows) => sum + rows, 0),
    groups,
    id: `nullif(${id}, '')`,
    columns: sources.map((source) => factSql(source, sqlOf, reading)),
    state: { ...NO_STATE, consent: everybody ? 'true' : said },
  };
}

/** Rows of each row group of a Parquet file, in their order. */
export async function groupsOf(connection: DuckDBConnection, file: string): Promise<readonly number[]> {
  const path = sqlText(duckDbPath(file), 'duckdb');
  const read = await connection.runAndReadAll(
    `select any_value(row_group_num_rows) from parquet_metadata(${path}) group by row_group_id order by row_group_id`,
  );
  return read.getRowsJson().map(([rows]) => Number(rows));
}

interface Consent {
  readonly column: string | null;
  readonly everybody: boolean;
}

function consentOf({ source, purpose }: FileReading, file: string, names: readonly string[]): Consent {
  const said = purpose === undefined ? undefined : source.consent?.[purpose];
  if (typeof said !== 'string') return { column: null, everybody: said === true };
  if (names.includes(said)) return { column: said, everybody: false };
  throw new StrataError('BAD_COLUMN', `${file} does not say who consented.`, {
    problems: [noColumn(said, file, names)],
  });
}

function missingId(id: string, file: string, names: readonly string[]): StrataError {
  return new StrataError('BAD_COLUMN', `${file} has no column "${id}".`, { problems: [noColumn(id, file, names)] });
}
