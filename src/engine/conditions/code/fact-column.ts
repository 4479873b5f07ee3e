import { type FactRef } from '../language/types.js';

/** A fact of many people: one entry a row. Its arrays are not changed any more once they were read. */
export type FactColumn =
  /** NaN: no value. */
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** 0 and 1; NaN: no value. */
  | { readonly kind: 'boolean'; readonly values: Float64Array }
  /** Whole milliseconds since 1970, for that moment in ISO 8601 (UTC); NaN: no value. */
  | { readonly kind: 'date'; readonly values: Float64Array }
  /** Texts, each an index into `categories`; −1: no value. */
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly categories: readonly string[] }
  /** Lists, each an index into `lists`; −1: no value. */
  | { readonly kind: 'list'; readonly codes: Int32Array; readonly lists: readonly (readonly unknown[])[] }
  /** Anything, also null, NaN and what is not of the fact's type; undefined: no value. Slower than the others. */
  | { readonly kind: 'mixed'; readonly values: readonly unknown[] };

/** The column of a fact; undefined where nobody has a value. */
export type ColumnResolver = (ref: FactRef) => FactColumn | undefined;

/** The numbers of `count` rows, from 0. */
export function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** The value of a fact in a row; undefined where there is none. */
export function factAt(column: FactColumn | undefined, row: number): unknown {
  switch (column?.kind) {
    case undefined:
      return undefined;
    case 'mixed':
      return column.values[row];
    case 'category':
      return column.categories[column.codes[row] ?? -1];
    case 'list':
      return column.lists[column.codes[row] ?? -1];
    case 'number':
      return numberAt(column.values[row] ?? Number.NaN);
    case 'boolean':
      return booleanAt(column.values[row] ?? Number.NaN);
    case 'date':
      return dateText(column.values[row] ?? Number.NaN);
  }
}

/** The value of a cell of numbers. */
export function numberAt(cell: number): number | undefined {
  return Number.isNaN(cell) ? undefined : cell;
}

/** The value of a cell of booleans. */
export function booleanAt(cell: number): boolean | undefined {
  return Number.isNaN(cell) ? undefined : cell !== 0;
}

const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** The moment of a cell of dates, as conditions read its text: NaN where there is none, or outside of the years 1 to 9999. */
export function momentAt(cell: number): number {
  return cell >= FIRST_MOMENT && cell <= LAST_MOMENT ? Math.trunc(cell) : Number.NaN;
}

/** The value of a cell of dates; undefined also for what no date reaches. */
export function dateText(at: number): string | undefined {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The column that says exactly these values, of the narrowest kind. */
export function factColumnOf(values: readonly unknown[]): FactColumn {
  const known = values.filter((value) => value !== undefined);
  if (known.every((value) => typeof value === 'number' && !Number.isNaN(value))) {
    return { kind: 'number', values: numbers(values) };
  }
  if (known.every((value) => typeof value === 'boolean')) return { kind: 'boolean', values: numbers(values) };
  if (known.every((value) => typeof value === 'string')) {
    const { codes, entries } = dictionary(values as readonly (string | undefined)[]);
    return { kind: 'category', codes, categories: entries };
  }
  if (known.every((value) => Array.isArray(value))) {
    const { codes, entries } = dictionary(values as readonly (readonly unknown[] | undefined)[]);
    return { kind: 'list', codes, lists: entries };
  }
  return { kind: 'mixed', values };
}

function numbers(values: readonly unknown[]): Float64Array {
  return Float64Array.from(values, (value) => (value === undefined ? Number.NaN : Number(value)));
}

function dictionary<T>(values: readonly (T | undefined)[]): {
  readonly codes: Int32Array;
  readonly entries: readonly T[];
} {
  const known = new Map<T, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === undefined) return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, entries: [...known.keys()] };
}
