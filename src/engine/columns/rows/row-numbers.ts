/** No rows. */
export const NOBODY = new Uint32Array(0);

/** Puts one value into rows of a column. */
export function put(column: Uint8Array | Int16Array, rows: Uint32Array, value: number): void {
  for (let i = 0; i < rows.length; i++) column[rows[i] ?? 0] = value;
}

/** The rows of which a test holds, in their order. */
export function filterRows(rows: Uint32Array, holds: (row: number) => boolean): Uint32Array {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    if (holds(row)) kept[count++] = row;
  }
  return kept.subarray(0, count);
}

/** The rows in which a column has a value, in their order. */
export function rowsWith(column: Uint8Array | Int16Array, value: number, rows: Uint32Array): Uint32Array {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    if (column[row] === value) kept[count++] = row;
  }
  return kept.subarray(0, count);
}

/** The first rows and then the second ones. */
export function joinRows(first: Uint32Array, second: Uint32Array): Uint32Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const all = new Uint32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Rows that are collected from several lists, which may not overlap. */
export class RowSet {
  #rows: Uint32Array = NOBODY;
  #isIn: Uint8Array | null = null;

  /** @param size more than every row's number */
  constructor(
    private readonly size: number,
    first: Uint32Array,
  ) {
    this.add(first);
  }

  add(rows: Uint32Array): void {
    if (rows.length === 0) return;
    this.#isIn ??= new Uint8Array(this.size);
    put(this.#isIn, rows, 1);
    this.#rows = joinRows(this.#rows, rows);
  }

  /** Those of some rows that were not collected. */
  without(rows: Uint32Array): Uint32Array {
    const isIn = this.#isIn;
    return isIn === null ? rows : rowsWith(isIn, 0, rows);
  }

  rows(): Uint32Array {
    return this.#rows;
  }
}
