import { type ConditionDialect } from './dialect.js';
import { escaped } from './escapes.js';

/**
 * BigQuery's GoogleSQL; lists are ARRAY<STRING>, which holds no NULL. Texts are compared by code point, as columns without a
 * collation of their own are. Which texts it reads as which numbers is not known exactly, so that texts are not compared
 * with numbers.
 */
export const bigquery: ConditionDialect = {
  title: 'BigQuery',
  name: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
  text: literal,
  double: 'float64',
  infinity: (sign) => `cast('${sign}inf' as float64)`,
  // BigQuery would stop at a share that floating point cannot hold.
  quotient: (part, whole) => `case when abs(${whole}) > 1e-150 and abs(${part}) < 1e150 then ${part} / ${whole} end`,
  byCodePoint: '',
  matches: (text, pattern) => `regexp_contains(${text}, ${literal(pattern)})`,
  decimal: null,
  integer: (digits) => `safe_cast(${digits} as int64)`,
  days: (text) => `unix_date(safe_cast(left(${text}, 10) as date))`,
  fraction: (text) => `regexp_extract(${text}, '[.]([0-9]{1,3})')`,
  translate: (text, from, to) => `translate(${text}, ${from}, ${to})`,
  textTests: {
    startsWith: (text, part) => `starts_with(${text}, ${part})`,
    endsWith: (text, part) => `ends_with(${text}, ${part})`,
    includesText: (text, part) => `strpos(${text}, ${part}) > 0`,
  },
  listLength: (list) => `array_length(${list})`,
  itemAt: (list, place) => ({
    text: `${list}[safe_offset(${place})]`,
    isMissing: `coalesce(array_length(${list}), 0) <= ${place}`,
  }),
  someItem: (list, name, test) => `exists(select 1 from unnest(${list}) as ${name} where ${test({ text: name })})`,
};

function literal(text: string): string {
  return `'${escaped(text)}'`;
}
