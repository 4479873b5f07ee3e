import { sqlName, sqlText } from '#strata/kernel';
import { type ConditionDialect, type SqlScalar } from './dialect.js';

/** PostgreSQL 15 or newer, and PGlite; lists are jsonb. */
export const postgres: ConditionDialect = {
  title: 'PostgreSQL',
  name: sqlName,
  text: (text) => sqlText(text, 'postgres'),
  double: 'double precision',
  infinity: (sign) => `cast('${sign}Infinity' as double precision)`,
  // PostgreSQL would stop at a share that floating point cannot hold.
  quotient: (part, whole) => `case when abs(${whole}) > 1e-150 and abs(${part}) < 1e150 then ${part} / ${whole} end`,
  byCodePoint: ' collate "C"',
  matches: (text, pattern) => `${text} ~ ${sqlText(pattern, 'postgres')}`,
  decimal: (text) => `(${text})::double precision`,
  integer: (digits) => `(${digits})::int`,
  days: (text) => `(left(${text}, 10)::date - date '1970-01-01')::bigint`,
  fraction: (text) => `substring(${text} from '[.]([0-9]{1,3})')`,
  translate: (text, from, to) => `translate(${text}, ${from}, ${to})`,
  textTests: {
    startsWith: (text, part) => `starts_with(${text}, ${part})`,
    endsWith: (text, part) => `right(${text}, length(${part})) = ${part} collate "C"`,
    includesText: (text, part) => `strpos(${text}, ${part}) > 0`,
  },
  listLength: (list) => `jsonb_array_length(${list})`,
  itemAt(list, place) {
    const item = `(${list} -> ${place})`;
    return { ...jsonbScalar(item), isMissing: `${item} is null` };
  },
  someItem: (list, name, test) =>
    `exists (select from jsonb_array_elements(${list}) as ${name}(value) where ${test(jsonbScalar(`${name}.value`))})`,
};

function jsonbScalar(json: string): SqlScalar {
  const is = (type: string) => `jsonb_typeof(${json}) = '${type}'`;
  return {
    number: `case when ${is('number')} then (${json})::double precision end`,
    text: `case when ${is('string')} then (${json}) #>> '{}' end`,
    boolean: `case when ${is('boolean')} then (${json})::boolean end`,
    isNull: `coalesce(${is('null')}, false)`,
  };
}
