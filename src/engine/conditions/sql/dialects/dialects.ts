import { type SqlDialect } from '#strata/kernel';
import { type ConditionDialect } from './dialect.js';
import { duckdb } from './duckdb.js';
import { postgres } from './postgres.js';

/** The databases that conditions are written for; `test/facts/condition-sql.spec.ts` runs each beside the engine. */
export const DIALECTS: Readonly<Record<SqlDialect, ConditionDialect>> = { postgres, duckdb };
