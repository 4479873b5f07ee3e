import { sqlText } from '#strata/kernel';
import { duckDbPath } from '#strata/tables';
import { type AudiencePart, columnName, type StateSql } from '../people/audience.js';

/** Rows of a part, in its order. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** A query of a part's people: `id`, `c0`, `c1` …, and of the state what there is. */
export function partSql(part: AudiencePart, range?: RowRange): string {
  const { file, id, columns, state } = part;
  const list = [
    `${id} as id`,
    ...columns.map((sql, place) => `${sql} as ${columnName(place)}`),
    ...stateNames(state).map((name) => `${state[name] ?? ''} as ${STATE_COLUMNS[name]}`),
  ];
  const rows =
    range === undefined
      ? ''
      : ` where file_row_number >= ${String(range.start)} and file_row_number < ${String(range.end)}`;
  return `select ${list.join(', ')} from ${relationOf(file)}${rows}`;
}

/** What the columns of a state are called. */
export const STATE_COLUMNS: Readonly<Record<keyof StateSql, string>> = {
  suppressed: 'suppressed',
  consent: 'consent',
  drawnAs: 'drawn',
  contacts: 'contacts',
  policyContacts: 'policy_contacts',
};

/** What there is of a state. */
export function stateNames(state: StateSql): readonly (keyof StateSql)[] {
  return (Object.keys(STATE_COLUMNS) as (keyof StateSql)[]).filter((name) => state[name] !== null);
}

/** A Parquet file as a relation. */
export function relationOf(file: string): string {
  return `read_parquet(${sqlText(duckDbPath(file), 'duckdb')}, file_row_number = true, hive_partitioning = false)`;
}

/** All rows of some queries. */
export function union(queries: readonly string[]): string {
  return queries.join(' union all ');
}
