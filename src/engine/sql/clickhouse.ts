import { type ConditionDialect } from './dialect.js';
import { escaped } from './escapes.js';

/**
 * ClickHouse 24 or newer; columns are Nullable, and lists Array(Nullable(String)), which is never missing. It reads texts as
 * numbers fast and not exactly, so that texts are not compared with numbers.
 */
export const clickhouse: ConditionDialect = {
  title: 'ClickHouse',
  name: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
  text: literal,
  double: 'Nullable(Float64)',
  infinity: (sign) => `${sign}inf`,
  quotient: (part, whole) => `case when ${whole} <> 0 then ${part} / ${whole} end`,
  byCodePoint: '',
  matches: (text, pattern) => `match(${text}, ${literal(pattern)})`,
  decimal: null,
  integer: (digits) => `toInt64OrNull(${digits})`,
  days,
  fraction: (text) => `nullif(extract(${text}, '[.]([0-9]{1,3})'), '')`,
  translate: (text, from, to) => `translateUTF8(${text}, ${from}, ${to})`,
  textTests: {
    startsWith: (text, part) => `startsWith(${text}, ${part})`,
    endsWith: (text, part) => `endsWith(${text}, ${part})`,
    includesText: (text, part) => `position(${text}, ${part}) > 0`,
  },
  listLength: (list) => `length(${list})`,
  itemAt(list, place) {
    const [hasItem, item] = [`length(${list}) > ${place}`, `${list}[${place} + 1]`];
    const isNull = `(${hasItem} and ${item} is null)`;
    return { text: `case when ${hasItem} then ${item} end`, isNull, isMissing: `not (${hasItem})` };
  },
  someItem: (list, name, test) => `arrayExists(${name} -> ${test({ text: name, isNull: `${name} is null` })}, ${list})`,
};

/**
 * Its dates begin in 1900, so the days are counted: https://howardhinnant.github.io/date_algorithms.html#days_from_civil,
 * for years that are not negative.
 */
function days(text: string): string {
  const part = (from: number, length: number) => `toInt64OrNull(substr(${text}, ${from}, ${length}))`;
  const [month, day] = [part(6, 2), part(9, 2)];
  // The year begins in March, so that the leap day is its last.
  const year = `(${part(1, 4)} - (${month} <= 2))`;
  const leapDays = `intDiv(${year}, 4) - intDiv(${year}, 100) + intDiv(${year}, 400)`;
  return `(${year} * 365 + ${leapDays} + intDiv(((${month} + 9) % 12) * 153 + 2, 5) + ${day} - 719469)`;
}

function literal(text: string): string {
  return `'${escaped(text)}'`;
}
