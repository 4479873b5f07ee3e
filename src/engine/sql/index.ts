export type { ConditionDialect, SqlScalar } from './dialect.js';
export { type DialectName, DIALECTS } from './dialects.js';
export { constantScalar, constantSql } from './constants.js';
