import { isStorable, sqlNumber } from '#strata/kernel';
import { type ConditionDialect, type SqlScalar } from './dialects/dialect.js';

/** A constant; undefined where no database could hold it. */
export function constantScalar(value: unknown, dialect: ConditionDialect): SqlScalar | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? { text: dialect.text(value), constantText: value } : undefined;
  }
  if (typeof value === 'boolean') return { boolean: String(value) };
  if (typeof value !== 'number') return value === null ? { isNull: 'true' } : {};
  // NaN equals nothing and is neither less nor more than anything.
  if (Number.isNaN(value)) return {};
  return {
    number: Number.isFinite(value) ? sqlNumber(value) : `cast('${String(value)}' as double precision)`,
  };
}

/** Whether two values are the same one, as `===` has it: never NULL. */
export function equalSql(a: SqlScalar, b: SqlScalar): string {
  const kinds = (['number', 'text', 'boolean'] as const).flatMap((kind) => {
    const [left, right] = [a[kind], b[kind]];
    return left === undefined || right === undefined ? [] : [`coalesce(${left} = ${right}, false)`];
  });
  const absences = (['isNull', 'isMissing'] as const).flatMap((kind) => {
    const [left, right] = [a[kind], b[kind]];
    return left === undefined || right === undefined ? [] : [anded([left, right])];
  });
  return ored([...kinds, ...absences]);
}

/** Whether a value is one of several constants. */
export function equalAnySql(value: SqlScalar, constants: readonly SqlScalar[]): string {
  const kinds = (['number', 'text', 'boolean'] as const).flatMap((kind) => {
    const items = constants.flatMap((constant) => constant[kind] ?? []);
    const own = value[kind];
    return own === undefined || items.length === 0 ? [] : [`coalesce(${own} in (${items.join(', ')}), false)`];
  });
  const hasNull = value.isNull !== undefined && constants.some(({ isNull }) => isNull !== undefined);
  return ored([...kinds, ...(hasNull ? [value.isNull] : [])]);
}

const LEADING_NUMBER = '^\\s*[-+]?([0-9]|[.][0-9]|Infinity)';
const DECIMAL = '^\\s*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)\\s*$';
/** Longer texts of digits than floating point can hold are no numbers. */
const LONGEST_DECIMAL = 300;

/** Whether `<` (or another sign) holds, with JavaScript's meaning of it for each pair of kinds: never NULL. */
export function compareSql(sign: string, a: SqlScalar, b: SqlScalar, dialect: ConditionDialect): string {
  const terms: string[] = [];
  if (a.text !== undefined && b.text !== undefined) {
    terms.push(`${dialect.matches(a.text, LEADING_NUMBER)} and ${a.text} ${sign} ${b.text}${dialect.byCodePoint}`);
  }
  const isLeft = a.constantText === undefined || !Number.isNaN(Number.parseFloat(a.constantText));
  const [leftText, rightText] = [isLeft ? numberOfText(a, dialect) : [], numberOfText(b, dialect, BLANK)];
  const left = [...defined(a.number).map((sql) => ({ sql, isText: false })), ...leftText];
  const right = [
    ...defined(b.number).map((sql) => ({ sql, isText: false })),
    ...rightText,
    ...defined(b.boolean).map((sql) => ({ sql: `case when ${sql} then 1 when not ${sql} then 0 end`, isText: false })),
    ...defined(b.isNull).map((sql) => ({ sql: `case when ${sql} then 0 end`, isText: false })),
  ];
  for (const one of left) {
    for (const other of right) if (!one.isText || !other.isText) terms.push(`${one.sql} ${sign} ${other.sql}`);
  }
  return ored(terms.map((term) => `coalesce(${term}, false)`));
}

function defined(sql: string | undefined): readonly string[] {
  return sql === undefined ? [] : [sql];
}

interface NumberSql {
  readonly sql: string;
  readonly isText: boolean;
}

/** On the right hand a blank text is 0; on the left it is refused, having no leading number. */
const BLANK = '^\\s*$';

function numberOfText(
  { text, constantText }: SqlScalar,
  dialect: ConditionDialect,
  zero?: string,
): readonly NumberSql[] {
  if (text === undefined) return [];
  if (constantText !== undefined) {
    const { number } = constantScalar(Number(constantText), dialect) ?? {};
    return defined(number).map((sql) => ({ sql, isText: true }));
  }
  const isDecimal = `length(${text}) < ${String(LONGEST_DECIMAL)} and ${dialect.matches(text, DECIMAL)}`;
  const blank = zero === undefined ? '' : `when ${dialect.matches(text, zero)} then 0 `;
  return [{ sql: `case ${blank}when ${isDecimal} then ${dialect.decimal(text)} end`, isText: true }];
}

/** All of the conditions; none of them is nobody's wish. */
export function anded(conditions: readonly string[]): string {
  const [only = 'true'] = conditions;
  return conditions.length < 2 ? only : `(${conditions.join(' and ')})`;
}

/** One of the conditions; without any, nothing. */
export function ored(conditions: readonly string[]): string {
  const [only = 'false'] = conditions;
  return conditions.length < 2 ? only : `(${conditions.join(' or ')})`;
}
