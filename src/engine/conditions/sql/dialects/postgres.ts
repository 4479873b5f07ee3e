import { sqlText } from '#strata/kernel';
import { type ConditionDialect, type SqlScalar } from './dialect.js';

/** PostgreSQL 15 or newer, and PGlite; lists are jsonb. */
export const postgres: ConditionDialect = {
  text: (text) => sqlText(text, 'postgres'),
  byCodePoint: ' collate "C"',
  matches: (text, pattern) => `${text} ~ ${sqlText(pattern, 'postgres')}`,
  decimal: (text) => `(${text})::double precision`,
  integer: (digits) => `(${digits})::int`,
  date: (text) => `left(${text}, 10)::date`,
  fraction: (text) => `substring(${text} from '[.]([0-9]{1,3})')`,
  textTests: {
    startsWith: (text, part) => `starts_with(${text}, ${part})`,
    endsWith: (text, part) => `right(${text}, length(${part})) = ${part} collate "C"`,
    includesText: (text, part) => `strpos(${text}, ${part}) > 0`,
  },
  listLength: (list) => `jsonb_array_length(${list})`,
  itemAt: (list, place) => `(${list} -> ${place})`,
  item: jsonbScalar,
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
