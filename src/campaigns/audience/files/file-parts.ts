import { basename, join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { type FactCatalogue, type FactType } from '#strata/engine';
import { StrataError } from '#sdk';
import { sqlName } from '#strata/kernel';
import { textSql } from '#strata/tables/columns';
import { type DataFile, withDataFile } from '#strata/tables/files';
import { type AudiencePart, type AudienceSource, NO_STATE } from '../people/audience.js';
import { rowGroups } from '../people/duckdb.js';
import { type NeededFact } from '../people/needed-facts.js';
import { columnsRead, factSql, nativeSql } from './cell-sql.js';
import { isArrow, withArrowFile } from './convert-arrow.js';
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
 * The files of an audience with the SQL of what is read of each: Parquet as it is, all else (CSV, NDJSON, Arrow) as Parquet
 * in the run's folder.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN with the nearest names
 */
export async function fileParts(connection: DuckDBConnection, reading: FileReading): Promise<FileParts> {
  const { directory, files } = reading.source;
  const parts: AudiencePart[] = [];
  const notes: string[] = [];
  for (const [index, file] of (await findFiles(connection, directory, files)).entries()) {
    const found = isArrow(file)
      ? await arrowPart(connection, file, index, reading)
      : await withDataFile(file, (data) => onePart(connection, data, index, reading));
    parts.push(found.part);
    notes.push(...found.notes);
  }
  return { parts, notes };
}

/** A part, and what a reader should know of it. */
interface OnePart {
  readonly part: AudiencePart;
  readonly notes: readonly string[];
}

async function onePart(
  connection: DuckDBConnection,
  data: DataFile,
  index: number,
  reading: FileReading,
): Promise<OnePart> {
  const { id } = reading.source;
  const names = data.columns.map(({ name }) => name);
  const read = readOf(reading, data.file, names);
  const native = (column: string, type: FactType) => nativeSql(column, data.column(column).sqlType, type);
  const isParquet = /\.parquet$/i.test(data.file);
  if (isParquet && [...read.columns].every(([column, type]) => native(column, type) !== null)) {
    const idSql = `trim(${textSql(sqlName(id), data.column(id).sqlType)})`;
    const sqlOf = (column: string, type: FactType) => native(column, type) ?? 'null';
    return { part: await partOf(connection, data.file, { id: idSql, ...read, sqlOf, reading }), notes: [] };
  }
  const path = convertedPath(reading, data.file, index);
  const notes = await convertFile(data, new Map([...read.columns, [id, 'string']]), path);
  return { part: await convertedPart(connection, path, read, reading), notes };
}

async function arrowPart(
  connection: DuckDBConnection,
  file: string,
  index: number,
  reading: FileReading,
): Promise<OnePart> {
  const path = convertedPath(reading, file, index);
  const read = await withArrowFile(file, async (arrow) => {
    const found = readOf(reading, file, arrow.names);
    await arrow.convert(reading.source.id, found.columns, path);
    return found;
  });
  return { part: await convertedPart(connection, path, read, reading), notes: [] };
}

/** What is read of a file, and from which of its columns. */
interface FileRead {
  readonly sources: readonly FactSourceColumn[];
  readonly consent: Consent;
  /** All but the one that names people. */
  readonly columns: ReadonlyMap<string, FactType>;
}

function readOf(reading: FileReading, file: string, names: readonly string[]): FileRead {
  const { source, facts } = reading;
  if (!names.includes(source.id)) throw missingId(source.id, file, names);
  const sources = findFactColumns(facts, { ...reading, file, columns: names, audience: source });
  const consent = consentOf(reading, file, names);
  const columns = new Map(columnsRead(sources));
  if (consent.column !== null) columns.set(consent.column, 'boolean');
  return { sources, consent, columns };
}

function convertedPath({ folder }: FileReading, file: string, index: number): string {
  return join(folder, `${String(index)}-${basename(file)}.parquet`);
}

/** What {@link convertFile} and Arrow are written as. */
const CONVERTED: Readonly<Record<string, string>> = { number: 'DOUBLE', boolean: 'BOOLEAN' };

async function convertedPart(
  connection: DuckDBConnection,
  path: string,
  { sources, consent }: FileRead,
  reading: FileReading,
): Promise<AudiencePart> {
  const sqlOf = (column: string, type: FactType) => nativeSql(column, CONVERTED[type] ?? 'VARCHAR', type) ?? 'null';
  const id = `trim(${sqlName(reading.source.id)})`;
  return await partOf(connection, path, { id, sources, consent, sqlOf, reading });
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
  const groups = await rowGroups(connection, file);
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
