import { type ConditionDialect, constantScalar, type SqlScalar } from '../../sql/index.js';

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

/**
 * Whether `<` (or another sign) holds, with JavaScript's meaning of it for each pair of kinds: never NULL. Undefined where a
 * text would have to be read as a number, which the dialect cannot.
 */
export function compareSql(sign: string, a: SqlScalar, b: SqlScalar, dialect: ConditionDialect): string | undefined {
  const terms: string[] = [];
  if (a.text !== undefined && b.text !== undefined) {
    terms.push(`${dialect.matches(a.text, LEADING_NUMBER)} and ${a.text} ${sign} ${b.text}${dialect.byCodePoint}`);
  }
  const left = defined(a.number);
  const right = [
    ...defined(b.number),
    ...defined(b.boolean).map((sql) => `case when ${sql} then 1 when not ${sql} then 0 end`),
    ...defined(b.isNull).map((sql) => `case when ${sql} then 0 end`),
  ];
  const isLeft = a.constantText === undefined || !Number.isNaN(Number.parseFloat(a.constantText));
  const leftText = isLeft && right.length > 0 ? numberOfText(a, dialect) : [];
  const rightText = left.length > 0 ? numberOfText(b, dialect, BLANK) : [];
  if (leftText === undefined || rightText === undefined) return undefined;
  for (const one of left) for (const other of [...right, ...rightText]) terms.push(`${one} ${sign} ${other}`);
  for (const one of leftText) for (const other of right) terms.push(`${one} ${sign} ${other}`);
  return ored(terms.map((term) => `coalesce(${term}, false)`));
}

function defined(sql: string | undefined): readonly string[] {
  return sql === undefined ? [] : [sql];
}

/** On the right hand a blank text is 0; on the left it is refused, having no leading number. */
const BLANK = '^\\s*$';

/** The number that a text stands for: none where there is no text, undefined where the dialect cannot read it. */
function numberOfText(
  { text, constantText }: SqlScalar,
  dialect: ConditionDialect,
  zero?: string,
): readonly string[] | undefined {
  if (text === undefined) return [];
  if (constantText !== undefined) return defined(constantScalar(Number(constantText), dialect)?.number);
  if (dialect.decimal === null) return undefined;
  const isDecimal = `length(${text}) < ${String(LONGEST_DECIMAL)} and ${dialect.matches(text, DECIMAL)}`;
  const blank = zero === undefined ? '' : `when ${dialect.matches(text, zero)} then 0 `;
  return [`case ${blank}when ${isDecimal} then ${dialect.decimal(text)} end`];
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
