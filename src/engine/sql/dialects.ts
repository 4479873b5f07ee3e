import { type SqlDialect } from '#strata/kernel';
import { bigquery } from './bigquery.js';
import { clickhouse } from './clickhouse.js';
import { type ConditionDialect } from './dialect.js';
import { duckdb } from './duckdb.js';
import { postgres } from './postgres.js';
import { spark } from './spark.js';

/** Whose SQL conditions are written in: the databases that hold Strata's own tables, and warehouses that hold facts. */
export type DialectName = SqlDialect | 'spark' | 'clickhouse' | 'bigquery';

/** The dialects; one parity suite runs those that have an engine here beside the engine (`test/facts/condition-sql`). */
export const DIALECTS: Readonly<Record<DialectName, ConditionDialect>> = {
  postgres,
  duckdb,
  spark,
  clickhouse,
  bigquery,
};
