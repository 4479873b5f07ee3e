import { jsonPointer, type SqlDialect, sqlText } from '#strata/kernel';

/**
 * How a dialect says moments and properties of campaign records. Moments are timestamptz on PostgreSQL and milliseconds
 * since 1970 (BIGINT) on DuckDB, as in the relations of `factsSql`.
 */
export interface SampleDialect {
  readonly name: SqlDialect;
  /** @param milliseconds since 1970 */
  readonly moment: (milliseconds: number) => string;
  /** This many milliseconds after a moment. */
  readonly after: (moment: string, milliseconds: number) => string;
  /** The last millisecond before a moment. */
  readonly before: (moment: string) => string;
  /** A moment as milliseconds since 1970. */
  readonly milliseconds: (moment: string) => string;
  /** A property of the event `e` as text; NULL where it has none. */
  readonly property: (name: string) => string;
}

const postgres: SampleDialect = {
  name: 'postgres',
  moment: (milliseconds) => `timestamptz '${new Date(milliseconds).toISOString()}'`,
  after: (moment, milliseconds) => `${moment} + interval '${String(milliseconds)} milliseconds'`,
  before: (moment) => `date_trunc('milliseconds', ${moment}) - interval '1 millisecond'`,
  milliseconds: (moment) => `floor(extract(epoch from ${moment}) * 1000)::bigint`,
  property: (name) => `(e.properties ->> ${sqlText(name, 'postgres')})`,
};

const duckdb: SampleDialect = {
  name: 'duckdb',
  moment: (milliseconds) => `${String(milliseconds)}::bigint`,
  after: (moment, milliseconds) => `${moment} + ${String(milliseconds)}`,
  before: (moment) => `${moment} - 1`,
  milliseconds: (moment) => moment,
  property: (name) => `json_extract_string(e.properties, ${sqlText(jsonPointer([name]), 'duckdb')})`,
};

/** The expressions of each dialect. */
export const SAMPLE_DIALECTS: Readonly<Record<SqlDialect, SampleDialect>> = { postgres, duckdb };
