import { isStorable, sqlNumber } from '#strata/kernel';
import { type ConditionDialect, type SqlScalar } from './dialect.js';

/** A constant; undefined where no database could hold it. */
export function constantScalar(value: unknown, dialect: ConditionDialect): SqlScalar | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? { text: dialect.text(value), constantText: value } : undefined;
  }
  if (typeof value === 'boolean') return { boolean: String(value) };
  if (typeof value !== 'number') return value === null ? { isNull: 'true' } : {};
  // NaN equals nothing and is neither less nor more than anything.
  if (Number.isNaN(value)) return {};
  return { number: Number.isFinite(value) ? sqlNumber(value) : dialect.infinity(value < 0 ? '-' : '') };
}

/** A value of a fact as an expression of the fact's type. */
export function constantSql(value: string | number | boolean, dialect: ConditionDialect): string {
  if (typeof value === 'string') return dialect.text(value);
  return typeof value === 'number' ? `cast(${sqlNumber(value)} as ${dialect.double})` : String(value);
}
