import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlName, sqlText } from '#strata/kernel';
import { duckDbPath } from '#strata/tables';
import { badFile, columnTypes, missing } from './event-file.js';

/** Texts of dates stay texts, as attributes are. */
const TYPES = `['BOOLEAN', 'BIGINT', 'DOUBLE', 'VARCHAR']`;

const TABLES: readonly { readonly ending: RegExp; readonly read: (file: string) => string }[] = [
  {
    ending: /\.(csv|tsv)(\.gz)?$/i,
    read: (file) =>
      `read_csv(${file}, header = true, sample_size = -1, auto_type_candidates = ${TYPES}, hive_partitioning = false)`,
  },
  { ending: /\.parquet$/i, read: (file) => `read_parquet(${file}, hive_partitioning = false)` },
];
const NDJSON = /\.(ndjson|jsonl)(\.gz)?$/i;

/**
 * A file of profiles as a relation that `factsSql` takes on DuckDB: CSV, NDJSON or Parquet with the column `user_id` and,
 * either `attributes` (a JSON object), or an attribute in every other column. Blank cells say nothing. Of several rows of
 * a person the last counts.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function profileFileSql(connection: DuckDBConnection, file: string): Promise<string> {
  const rows = NDJSON.test(file) ? objectsSql(file) : await tableSql(connection, file);
  return `(
    select user_id, coalesce(last(attributes order by place), '{}'::json) as attributes
    from (select user_id, attributes, row_number() over () as place from (${rows}) cells where user_id is not null) rows
    group by user_id)`;
}

function objectsSql(file: string): string {
  const own = `case when json_exists(json, '/attributes') then json_extract(json, '/attributes') else json_merge_patch(json, '{"user_id": null}') end`;
  return `
    select json_extract_string(json, '/user_id') as user_id, ${own} as attributes
    from read_ndjson_objects(${sqlText(duckDbPath(file), 'duckdb')}, hive_partitioning = false)`;
}

async function tableSql(connection: DuckDBConnection, file: string): Promise<string> {
  const reader = TABLES.find(({ ending }) => ending.test(file));
  if (reader === undefined) throw badFile(file, 'the format is not known by its ending');
  const source = reader.read(sqlText(duckDbPath(file), 'duckdb'));
  const types = await columnTypes(connection, source, file);
  if (!types.has('user_id')) throw missing(file, 'user_id', [...types.keys()], ['user_id', 'attributes']);
  const attributes = types.has('attributes') ? `try_cast(attributes as json)` : columnsSql(types);
  return `select cast(user_id as varchar) as user_id, ${attributes} as attributes from ${source}`;
}

/** The columns of a row as a JSON object without those that are blank. */
function columnsSql(types: ReadonlyMap<string, string>): string {
  const names = [...types].filter(([name]) => name !== 'user_id');
  if (names.length === 0) return `'{}'::json`;
  const members = names.map(([name, type]) => {
    const cell = /^(DATE|TIMESTAMP)/.test(type) ? dateSql(name, type) : sqlName(name);
    return `${sqlText(name, 'duckdb')}, ${cell}`;
  });
  return `json_merge_patch('{}'::json, json_object(${members.join(', ')}))`;
}

/** Attributes hold dates as ISO 8601 text. */
function dateSql(name: string, type: string): string {
  const pattern = type === 'DATE' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%M:%S.%gZ';
  return `strftime(${sqlName(name)}, '${pattern}')`;
}
