import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlName, sqlText } from '#strata/kernel';
import { duckDbPath } from '../../index.js';
import { type StrataError } from '#sdk';
import { asBadFile, badFile } from './file-problems.js';
import { type CsvHead, readCsvHead } from './csv-head.js';
import { headOf } from './file-bytes.js';
import { firstOtherEncoding, wideEncoding, wrongEncoding } from './encoding.js';
import { whyUnreadable } from './unreadable-csv.js';

/** A file as DuckDB reads it: its cells as they stand. */
export interface Relation {
  /** What stands after `from`. */
  readonly from: string;
  /** The same, read more leniently: where the first fails and {@link diagnose} finds nothing wrong. */
  readonly lenient?: string;
  readonly columns: readonly RelationColumn[];
  /** What is wrong with a file that DuckDB could not read, where more is known than DuckDB says. */
  readonly diagnose: () => Promise<StrataError | undefined>;
}

/** A column of a file. */
export interface RelationColumn {
  readonly name: string;
  /** The SQL expression of a cell. */
  readonly sql: string;
  /** DuckDB's type of it. */
  readonly sqlType: string;
  /** What its texts may be: of CSV anything; what JSON has as text may be dates; a text of Parquet is text. */
  readonly texts: 'anything' | 'dates' | 'text' | null;
  /** The places, from 1, at which the file has columns of this name, where there are several. */
  readonly places?: readonly number[];
}

/** The endings that are understood, and how each is opened. */
const FORMATS: readonly {
  readonly ending: RegExp;
  readonly open: (connection: DuckDBConnection, file: string) => Promise<Relation>;
}[] = [
  { ending: /\.(csv|tsv)(\.gz)?$/i, open: openCsv },
  { ending: /\.(ndjson|jsonl)(\.gz)?$/i, open: openNdjson },
  { ending: /\.parquet$/i, open: openParquet },
];

/** @throws StrataError BAD_FILE where the format is another, or the head of the file cannot be read */
export async function openRelation(connection: DuckDBConnection, file: string): Promise<Relation> {
  const format = formatOf(file);
  return await format.open(connection, file);
}

/** @throws StrataError BAD_FILE where the ending is none that is understood */
export function formatOf(file: string): (typeof FORMATS)[number] {
  const format = FORMATS.find(({ ending }) => ending.test(file));
  if (format !== undefined) return format;
  throw badFile(file, 'the format is not known by its ending', '.csv, .tsv, .ndjson, .jsonl or .parquet');
}

/** Every cell is text. The dialect is told rather than detected: detection drops rows that do not suit it. */
async function openCsv(_: DuckDBConnection, file: string): Promise<Relation> {
  const head = await readCsvHead(file);
  return {
    from: csvSql(file, head, 'strict'),
    // Lines that end now in one way and now in the other are read in this mode only.
    lenient: csvSql(file, head, 'lenient'),
    columns: csvColumns(head),
    diagnose: () => whyUnreadable(file, head),
  };
}

function csvSql(file: string, { delimiter, blankLines, names }: CsvHead, mode: 'strict' | 'lenient'): string {
  const columns = names.map((_, index) => `'c${String(index)}': 'VARCHAR'`).join(', ');
  return `read_csv(${sqlText(duckDbPath(file), 'duckdb')}, auto_detect = false, delim = ${sqlText(delimiter, 'duckdb')},
    quote = '"', escape = '"', header = true, skip = ${String(blankLines)}, strict_mode = ${String(mode === 'strict')},
    hive_partitioning = false, columns = {${columns}})`;
}

function csvColumns({ names }: CsvHead): readonly RelationColumn[] {
  return names.flatMap((name, index): readonly RelationColumn[] => {
    if (names.indexOf(name) !== index) return [];
    const places = names.flatMap((other, place) => (other === name ? [place + 1] : []));
    const column = { name, sql: `c${String(index)}`, sqlType: 'VARCHAR', texts: 'anything' as const };
    return [places.length === 1 ? column : { ...column, places }];
  });
}

/** What JSON holds as text is kept as text: DuckDB would make dates of some texts by guessing their form. */
async function openNdjson(connection: DuckDBConnection, file: string): Promise<Relation> {
  const wide = wideEncoding(await headOf(file, 4096));
  if (wide !== undefined) throw wrongEncoding(file, wide, 1);
  const path = sqlText(duckDbPath(file), 'duckdb');
  const options = `format = 'newline_delimited', hive_partitioning = false`;
  const diagnose = async () => {
    const line = await firstOtherEncoding(file);
    return line === undefined ? undefined : wrongEncoding(file, 'Latin-1', line);
  };
  const described = await describe(connection, file, `read_json(${path}, ${options}, sample_size = -1)`, diagnose);
  const types = described.map(({ name, type }) => ({ name, type: GUESSED.test(type) ? 'VARCHAR' : type }));
  const list = types.map(({ name, type }) => `${sqlText(name, 'duckdb')}: ${sqlText(type, 'duckdb')}`);
  return {
    from: `read_json(${path}, ${options}, columns = {${list.join(', ')}})`,
    columns: types.map(({ name, type }) => ndjsonColumn(name, type)),
    diagnose,
  };
}

const GUESSED = /^(DATE|TIME.*|UUID)$/;

/** Values mixed in type are JSON to DuckDB; here they are the text of each, as cells of CSV are. */
function ndjsonColumn(name: string, type: string): RelationColumn {
  const cell = sqlName(name);
  if (type === 'JSON') return { name, sql: `(${cell} ->> '$')`, sqlType: 'VARCHAR', texts: 'anything' };
  return { name, sql: cell, sqlType: type, texts: type === 'VARCHAR' ? 'dates' : null };
}

async function openParquet(connection: DuckDBConnection, file: string): Promise<Relation> {
  const from = `read_parquet(${sqlText(duckDbPath(file), 'duckdb')}, hive_partitioning = false)`;
  const diagnose = () => Promise.resolve(undefined);
  const described = await describe(connection, file, from, diagnose);
  const columns = described.map(({ name, type }) => ({
    name,
    sql: sqlName(name),
    sqlType: type,
    texts: type === 'VARCHAR' ? ('text' as const) : null,
  }));
  return { from, columns, diagnose };
}

async function describe(
  connection: DuckDBConnection,
  file: string,
  from: string,
  diagnose: Relation['diagnose'],
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const result = await asBadFile(file, () => connection.runAndReadAll(`describe select * from ${from}`), diagnose);
  const [names = [], types = []] = result.getColumnsJson() as string[][];
  return names.map((name, index) => ({ name, type: types[index] ?? 'VARCHAR' }));
}
