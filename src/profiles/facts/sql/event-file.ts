import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlName, sqlText } from '#strata/kernel';
import { duckDbPath } from '#strata/tables';
import { nearestName, StrataError } from '#sdk';

const COLUMNS = ['user_id', 'name', 'at', 'properties'] as const;

/** Cells are read as text and understood here, where the format does not say what they are. */
const READERS: readonly { readonly ending: RegExp; readonly read: (file: string) => string }[] = [
  {
    ending: /\.(csv|tsv)(\.gz)?$/i,
    read: (file) => `read_csv(${file}, header = true, all_varchar = true, hive_partitioning = false)`,
  },
  {
    ending: /\.(ndjson|jsonl)(\.gz)?$/i,
    read: (file) =>
      `read_json(${file}, format = 'newline_delimited', hive_partitioning = false, columns = {'user_id': 'VARCHAR', 'name': 'VARCHAR', 'at': 'VARCHAR', 'properties': 'JSON'})`,
  },
  { ending: /\.parquet$/i, read: (file) => `read_parquet(${file}, hive_partitioning = false)` },
];

/**
 * A file of events as a relation that `factsSql` takes on DuckDB: CSV, NDJSON or Parquet with the columns `user_id`,
 * `name`, `at` (ISO 8601, a day such as 20261130, a timestamp in UTC, or milliseconds since 1970) and, where there are any, `properties` (a JSON
 * object). Rows without a user, a name or a readable time are left out.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function eventFileSql(connection: DuckDBConnection, file: string): Promise<string> {
  const reader = READERS.find(({ ending }) => ending.test(file));
  if (reader === undefined) throw badFile(file, 'the format is not known by its ending');
  const source = reader.read(sqlText(duckDbPath(file), 'duckdb'));
  const types = await columnTypes(connection, source, file);
  for (const name of COLUMNS.slice(0, 3)) if (!types.has(name)) throw missing(file, name, [...types.keys()]);
  const properties = types.has('properties') ? propertiesSql(types.get('properties') ?? '') : `'{}'::json`;
  return `(
    select cast(user_id as varchar) as user_id, cast(name as varchar) as name,
      ${momentSql(types.get('at') ?? '')} as "at", coalesce(${properties}, '{}'::json) as properties
    from ${source}
    where user_id is not null and name is not null and ${momentSql(types.get('at') ?? '')} is not null)`;
}

/** Whether a file holds events: whose, of which name, when. @throws StrataError BAD_FILE */
export async function isEventFile(connection: DuckDBConnection, file: string): Promise<boolean> {
  const types = await columnTypes(connection, tableOf(file), file);
  return COLUMNS.slice(0, 3).every((name) => types.has(name));
}

/**
 * When the last event of a file was, in milliseconds since 1970, UTC; null where no column tells a moment.
 *
 * @param at the column of the moment
 * @throws StrataError BAD_FILE
 */
export async function lastMomentOf(connection: DuckDBConnection, file: string, at: string): Promise<number | null> {
  const source = tableOf(file);
  const type = (await columnTypes(connection, source, file)).get(at);
  if (type === undefined) return null;
  const last = `cast(max(${momentSql(type, at)}) as double)`;
  const found = await connection.runAndReadAll(`select ${last} from ${source}`);
  const [moment] = found.getRows()[0] ?? [];
  return typeof moment === 'number' ? moment : null;
}

/** A table with a row an event, all of one name: whose, when, and what else it says. */
export interface EventTable {
  /** The column of the person; user_id unless told. */
  readonly person: string | undefined;
  /** The column of the moment; at unless told. */
  readonly at: string | undefined;
  /** What else is read, under a name of its own. */
  readonly cells: readonly { readonly name: string; readonly column: string; readonly type: 'number' | 'string' }[];
}

/**
 * Such a table as a relation on DuckDB: `user_id` (text), `at` (milliseconds since 1970) and the cells (double or text; NULL
 * for what is no number). Rows without a person or a readable time are left out.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function eventTableSql(
  connection: DuckDBConnection,
  file: string,
  { person = 'user_id', at = 'at', cells }: EventTable,
): Promise<string> {
  const source = tableOf(file);
  const types = await columnTypes(connection, source, file);
  const needed = [person, at, ...cells.map(({ column }) => column)];
  for (const name of needed) if (!types.has(name)) throw missing(file, name, [...types.keys()], needed);
  const moment = momentSql(types.get(at) ?? '', at);
  const read = cells.map(({ name, column, type }) => {
    const cell = sqlName(column);
    const number = `case when isfinite(try_cast(${cell} as double)) then try_cast(${cell} as double) end`;
    return `${type === 'number' ? number : `cast(${cell} as varchar)`} as ${name}`;
  });
  return `(
    select ${[`cast(${sqlName(person)} as varchar) as user_id`, `${moment} as "at"`, ...read].join(', ')}
    from ${source} where ${sqlName(person)} is not null and ${moment} is not null)`;
}

/** A file as a relation with the columns that it has. */
function tableOf(file: string): string {
  const path = sqlText(duckDbPath(file), 'duckdb');
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(file))
    return `read_json(${path}, format = 'newline_delimited', hive_partitioning = false)`;
  const reader = READERS.find(({ ending }) => ending.test(file));
  if (reader === undefined) throw badFile(file, 'the format is not known by its ending');
  return reader.read(path);
}

function momentSql(type: string, column = 'at'): string {
  const at = sqlName(column);
  if (/^(DATE|TIMESTAMP)/.test(type)) return `epoch_ms(${at})`;
  const text = `cast(${at} as varchar)`;
  // 19970101: as milliseconds it would be some hours after 1970 began.
  const compact = `case when regexp_matches(${text}, '${COMPACT}') then epoch_ms(try_strptime(${text}, '%Y%m%d')) end`;
  if (/INT$|^INTEGER$/.test(type)) return `coalesce(${compact}, cast(${at} as bigint))`;
  // Without an offset it is UTC, whatever zone this machine is in; a cast to `timestamp` would overlook an offset.
  const written = `case when regexp_matches(${text}, '${OFFSET}') then epoch_ms(try_cast(${text} as timestamptz)) else epoch_ms(try_cast(${text} as timestamp)) end`;
  return `coalesce(${compact}, try_cast(${text} as bigint), ${written})`;
}

const COMPACT = '^(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$';
const OFFSET = ':[0-9]{2}([.][0-9]+)?(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$';

function propertiesSql(type: string): string {
  return type === 'VARCHAR' || type === 'JSON' ? 'try_cast(properties as json)' : 'to_json(properties)';
}

/** The columns of a relation with their DuckDB types. Throws `BAD_FILE` where it cannot be read. */
export async function columnTypes(
  connection: DuckDBConnection,
  source: string,
  file: string,
): Promise<ReadonlyMap<string, string>> {
  try {
    const described = await connection.runAndReadAll(`describe select * from ${source}`);
    return new Map((described.getRowsJson() as string[][]).map(([name = '', type = '']) => [name, type]));
  } catch (error) {
    const [message = 'it is damaged'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw badFile(file, message.slice(0, 300));
  }
}

/** A file that cannot be read. */
export function badFile(file: string, message: string): StrataError {
  const expected = '.csv, .tsv, .ndjson, .jsonl or .parquet';
  return new StrataError('BAD_FILE', `${file} cannot be read.`, { problems: [{ file, message, expected }] });
}

/** A file without a column that it needs. */
export function missing(
  file: string,
  name: string,
  known: readonly string[],
  needed: readonly string[] = COLUMNS,
): StrataError {
  const nearest = nearestName(name, known);
  const problem = { file, message: `there is no column "${name}"`, expected: `the columns ${needed.join(', ')}` };
  return new StrataError('BAD_COLUMN', `${file} has no column "${name}".`, {
    problems: [nearest === undefined ? problem : { ...problem, nearest }],
  });
}
