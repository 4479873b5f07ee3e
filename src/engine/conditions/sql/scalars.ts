import { isStorable, type SqlDialect, sqlNumber, sqlText } from '#strata/kernel';

/**
 * A value in SQL, taken apart by what it may be at run time: an expression a kind, NULL where the value is of another
 * one. What is absent cannot be.
 */
export interface SqlScalar {
  readonly number?: string;
  readonly text?: string;
  readonly boolean?: string;
  /** The text itself, where it is a constant. */
  readonly constantText?: string;
  /** A condition: it is JSON's null. */
  readonly isNull?: string;
  /** A condition: there is no value. */
  readonly isMissing?: string;
}

/** A constant; undefined where no database could hold it. */
export function constantScalar(value: unknown, dialect: SqlDialect): SqlScalar | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? { text: sqlText(value, dialect), constantText: value } : undefined;
  }
  if (typeof value === 'boolean') return { boolean: String(value) };
  if (typeof value !== 'number') return value === null ? { isNull: 'true' } : {};
  // NaN equals nothing and is neither less nor more than anything.
  if (Number.isNaN(value)) return {};
  return {
    number: Number.isFinite(value) ? sqlNumber(value) : `cast('${String(value)}' as double precision)`,
  };
}

/** An item of a list, whatever it is; `json` is jsonb, or JSON on DuckDB. */
export function itemScalar(json: string, dialect: SqlDialect): SqlScalar {
  if (dialect === 'postgres') {
    const is = (type: string) => `jsonb_typeof(${json}) = '${type}'`;
    return {
      number: `case when ${is('number')} then (${json})::double precision end`,
      text: `case when ${is('string')} then (${json}) #>> '{}' end`,
      boolean: `case when ${is('boolean')} then (${json})::boolean end`,
      isNull: `coalesce(${is('null')}, false)`,
    };
  }
  const type = `json_type(${json})`;
  const text = `json_extract_string(${json}, '$')`;
  return {
    number: `case when ${type} in ('BIGINT', 'UBIGINT', 'DOUBLE') then try_cast(${text} as double) end`,
    text: `case when ${type} = 'VARCHAR' then ${text} end`,
    boolean: `case when ${type} = 'BOOLEAN' then ${text} = 'true' end`,
    isNull: `coalesce(${type} = 'NULL', false)`,
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
export function compareSql(sign: string, a: SqlScalar, b: SqlScalar, dialect: SqlDialect): string {
  const terms: string[] = [];
  const collation = dialect === 'postgres' ? ' collate "C"' : '';
  if (a.text !== undefined && b.text !== undefined) {
    terms.push(`${matches(a.text, LEADING_NUMBER, dialect)} and ${a.text} ${sign} ${b.text}${collation}`);
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

function numberOfText({ text, constantText }: SqlScalar, dialect: SqlDialect, zero?: string): readonly NumberSql[] {
  if (text === undefined) return [];
  if (constantText !== undefined) {
    const { number } = constantScalar(Number(constantText), dialect) ?? {};
    return defined(number).map((sql) => ({ sql, isText: true }));
  }
  const isDecimal = `length(${text}) < ${String(LONGEST_DECIMAL)} and ${matches(text, DECIMAL, dialect)}`;
  const cast = dialect === 'postgres' ? `(${text})::double precision` : `try_cast(${text} as double)`;
  const blank = zero === undefined ? '' : `when ${matches(text, zero, dialect)} then 0 `;
  return [{ sql: `case ${blank}when ${isDecimal} then ${cast} end`, isText: true }];
}

/** Whether a text, not a constant, has a part that matches a pattern that both dialects read alike. */
export function matches(text: string, pattern: string, dialect: SqlDialect): string {
  const literal = sqlText(pattern, dialect);
  return dialect === 'postgres' ? `${text} ~ ${literal}` : `regexp_matches(${text}, ${literal})`;
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
