import { type SqlDialect } from '#strata/kernel';
import { type FactDialect } from './dialect.js';
import { duckdb } from './duckdb.js';
import { postgres } from './postgres.js';

/** What facts are computed by: the databases of Strata's own tables, and DuckDB over files. */
export const FACT_DIALECTS: Readonly<Record<SqlDialect, FactDialect>> = { postgres, duckdb };
