import { sqlName, sqlText } from '#strata/kernel';
import { type ConditionDialect, type SqlScalar } from './dialect.js';

/** DuckDB 1.5; lists are JSON. Casts are tried, for it evaluates branches of a `case` that nobody takes. */
export const duckdb: ConditionDialect = {
  title: 'DuckDB',
  name: sqlName,
  text: (text) => sqlText(text, 'duckdb'),
  double: 'double precision',
  infinity: (sign) => `cast('${sign}Infinity' as double precision)`,
  quotient: (part, whole) => `case when ${whole} <> 0 then ${part} / ${whole} end`,
  byCodePoint: '',
  matches: (text, pattern) => `regexp_matches(${text}, ${sqlText(pattern, 'duckdb')})`,
  decimal: (text) => `try_cast(${text} as double)`,
  integer: (digits) => `try_cast(${digits} as integer)`,
  days: (text) => `cast(try_cast(left(${text}, 10) as date) - date '1970-01-01' as bigint)`,
  fraction: (text) => `nullif(regexp_extract(${text}, '[.]([0-9]{1,3})', 1), '')`,
  translate: (text, from, to) => `translate(${text}, ${from}, ${to})`,
  textTests: {
    startsWith: (text, part) => `starts_with(${text}, ${part})`,
    endsWith: (text, part) => `ends_with(${text}, ${part})`,
    includesText: (text, part) => `contains(${text}, ${part})`,
  },
  listLength: (list) => `json_array_length(${list})`,
  itemAt(list, place) {
    const item = `json_extract(${list}, '$[${place}]')`;
    return { ...jsonScalar(item), isMissing: `${item} is null` };
  },
  someItem(list, name, test) {
    // A JSON null that is cast with its list is NULL.
    const condition = test({ ...jsonScalar(name), isNull: `${name} is null` });
    return `coalesce(len(list_filter(cast(${list} as json[]), lambda ${name}: ${condition})) > 0, false)`;
  },
};

function jsonScalar(json: string): SqlScalar {
  const type = `json_type(${json})`;
  const text = `json_extract_string(${json}, '$')`;
  return {
    number: `case when ${type} in ('BIGINT', 'UBIGINT', 'DOUBLE') then try_cast(${text} as double) end`,
    text: `case when ${type} = 'VARCHAR' then ${text} end`,
    boolean: `case when ${type} = 'BOOLEAN' then ${text} = 'true' end`,
    isNull: `coalesce(${type} = 'NULL', false)`,
  };
}
