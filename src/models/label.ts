import { nearestName, StrataError } from '../sdk/index.js';
import { cellOf, type TableColumn } from './table-column.js';

/** What counts as success where a column does not say so by itself: written in lower case. */
const POSITIVE = ['1', 'true', 't', 'yes', 'y'];
const NEGATIVE = ['0', 'false', 'f', 'no', 'n'];
const MANY = 20;

/**
 * A column as labels: 1 for success, 0 for none, NaN for a blank cell. 0 and 1, true and false, yes and no are
 * understood; any other column needs the positive value.
 *
 * @param positive the value that counts as success; all others do not
 * @throws StrataError BAD_COLUMN where it is not clear which value is the positive one
 */
export function binaryLabel(column: TableColumn, file: string, positive?: string | number): Float64Array {
  const rows = column.type === 'number' ? column.values.length : column.codes.length;
  const texts = Array.from({ length: rows }, (_, row) => textOf(column, row));
  const distinct = [...new Set(texts)].filter((text) => text !== undefined);
  const isPositive = positive === undefined ? wellKnown(distinct) : named(distinct, positive);
  if (isPositive === undefined) throw unclearLabel(column.name, file, distinct, positive);
  return Float64Array.from(texts, (text) => (text === undefined ? Number.NaN : Number(isPositive(text))));
}

/** Whether a label holds values, such as revenue, rather than two kinds of outcome: numbers, more than two of them. */
export function holdsValues(column: TableColumn): boolean {
  if (column.type !== 'number' || column.kind !== 'number') return false;
  const distinct = new Set<number>();
  for (const value of column.values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size > 2) return true;
  }
  return false;
}

/** Rows that got no offer: a blank cell, or one that says so. */
export function isControl(cell: ReturnType<typeof cellOf>): boolean {
  if (cell === undefined) return true;
  return ['', 'none', 'control', ...NEGATIVE].includes(String(cell).trim().toLowerCase());
}

function textOf(column: TableColumn, row: number): string | undefined {
  const cell = column.type === 'number' ? column.values[row] : cellOf(column, row);
  return cell === undefined || Number.isNaN(cell) ? undefined : String(cell);
}

function wellKnown(distinct: readonly string[]): ((text: string) => boolean) | undefined {
  const known = distinct.every((text) => [...POSITIVE, ...NEGATIVE].includes(text.toLowerCase()));
  return known ? (text) => POSITIVE.includes(text.toLowerCase()) : undefined;
}

function named(distinct: readonly string[], positive: string | number): ((text: string) => boolean) | undefined {
  return distinct.includes(String(positive)) ? (text) => text === String(positive) : undefined;
}

function unclearLabel(
  name: string,
  file: string,
  distinct: readonly string[],
  positive: string | number | undefined,
): StrataError {
  const shown = `${distinct.slice(0, MANY).join(', ')}${distinct.length > MANY ? ', …' : ''}`;
  const nearest = positive === undefined ? undefined : nearestName(String(positive), distinct);
  const message =
    positive === undefined
      ? `column "${name}" has ${distinct.length} values: ${shown}`
      : `no row of column "${name}" has the positive value "${positive}"; there are ${shown}`;
  return new StrataError('BAD_COLUMN', `It is not clear which value of "${name}" counts as success.`, {
    problems: [
      {
        file,
        message,
        expected: `0 and 1, true and false, yes and no; or "label": {"column": "${name}", "positive": "<value>"}, or --positive <value>`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
