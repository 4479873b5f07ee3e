import { type ConditionDialect } from './dialect.js';
import { escaped } from './escapes.js';

/**
 * Apache Spark 3.5 and 4, also in ANSI mode; lists are ARRAY<STRING>. Texts are compared by bytes, as columns without a
 * collation of their own are.
 */
export const spark: ConditionDialect = {
  title: 'Spark',
  name: (name) => `\`${name.replaceAll('`', '``')}\``,
  text: literal,
  double: 'double',
  infinity: (sign) => `cast('${sign}Infinity' as double)`,
  quotient: (part, whole) => `case when ${whole} <> 0 then ${part} / ${whole} end`,
  byCodePoint: '',
  // In Java `$` also matches before a line's end.
  matches: (text, pattern) => `${text} rlike ${literal(pattern.replace(/\$$/, '\\z'))}`,
  decimal: (text) => `try_cast(${text} as double)`,
  integer: (digits) => `try_cast(${digits} as bigint)`,
  days: (text) => `cast(datediff(try_cast(left(${text}, 10) as date), date'1970-01-01') as bigint)`,
  fraction: (text) => `nullif(regexp_extract(${text}, '[.]([0-9]{1,3})', 1), '')`,
  translate: (text, from, to) => `translate(${text}, ${from}, ${to})`,
  textTests: {
    startsWith: (text, part) => `startswith(${text}, ${part})`,
    endsWith: (text, part) => `endswith(${text}, ${part})`,
    includesText: (text, part) => `contains(${text}, ${part})`,
  },
  listLength: (list) => `case when ${list} is not null then size(${list}) end`,
  itemAt(list, place) {
    const hasItem = `coalesce(${list} is not null and size(${list}) > ${place}, false)`;
    const item = `get(${list}, ${place})`;
    return { text: item, isNull: `(${hasItem} and ${item} is null)`, isMissing: `not ${hasItem}` };
  },
  someItem: (list, name, test) =>
    `coalesce(exists(${list}, ${name} -> ${test({ text: name, isNull: `${name} is null` })}), false)`,
};

/** `${…}` would be taken for a variable. */
function literal(text: string): string {
  return `'${escaped(text).replaceAll('$', '\\u0024')}'`;
}
