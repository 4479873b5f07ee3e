import { type FactType, type ProfileSource } from '#strata/engine';
import { isStorable } from '#strata/kernel';
import { attributePath } from '../values/attribute-path.js';
import { type FactDialect } from './dialects/dialect.js';

/**
 * The value of `profileValue` as SQL over `p.attributes` (jsonb, or JSON on DuckDB) and `r.now`, or another moment: NULL where
 * the attribute is missing or of another type. A list is jsonb, or JSON on DuckDB; a date is its text.
 */
export function profileSql(
  { profile, measure }: ProfileSource,
  type: FactType,
  dialect: FactDialect,
  now = 'r.now',
): string {
  if (!isStorable(profile)) return 'null';
  const value = attributeSql(profile, dialect);
  const read = dialect.attribute(value, now);
  return measure === undefined ? read.values[type] : read.measures[measure];
}

/** The value of `attributeAt` as SQL over `p.attributes`: jsonb, or JSON on DuckDB; NULL where there is none. */
export function attributeSql(profile: string, { member }: FactDialect): string {
  const path = attributePath(profile);
  const named = member('p.attributes', profile);
  return path.length === 1 ? named : `coalesce(${named}, ${path.reduce(member, 'p.attributes')})`;
}
