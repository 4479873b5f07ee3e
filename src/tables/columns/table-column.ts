import { type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';
import { type CategoryColumn, type FeatureColumn, type NumberColumn } from '#sdk';
import { type ColumnKind } from './column-sql.js';

/** A feature column that knows what its cells were. */
export type TableColumn =
  (NumberColumn & { readonly kind: 'number' | 'boolean' | 'date' }) | (CategoryColumn & { readonly kind: 'category' });

/** Collects the cells of a column into typed arrays. */
export class ColumnBuilder {
  readonly name: string;
  readonly kind: ColumnKind;
  #values = new Float64Array(2048);
  #rows = 0;
  #codes = new Map<string, number>();

  readonly #decode: ((text: string) => number | undefined) | null;
  readonly #blank: number;

  /**
   * @param decode reads a cell's text, where cells come as texts; undefined is missing
   * @param blank what a blank text means; missing unless told
   */
  constructor(
    name: string,
    kind: ColumnKind,
    decode: ((text: string) => number | undefined) | null = null,
    blank = Number.NaN,
  ) {
    this.name = name;
    this.kind = kind;
    this.#decode = decode;
    this.#blank = decode === null ? Number.NaN : blank;
  }

  /** Adds the first cells of a vector. A cell that is not of the column's kind is missing. */
  append(vector: DuckDBVector, rows: number): void {
    this.#reserve(this.#rows + rows);
    if (this.kind === 'category') this.#appendTexts(vector, rows);
    else for (let row = 0; row < rows; row++) this.#values[this.#rows++] = this.#valueOf(vector.getItem(row));
  }

  #appendTexts(vector: DuckDBVector, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const cell = vector.getItem(row);
      this.#values[this.#rows++] = cell === null ? -1 : this.#codeOf(String(cell));
    }
  }

  #valueOf(cell: DuckDBValue): number {
    if (cell === null) return this.#blank;
    if (typeof cell === 'string') return this.#decode?.(cell) ?? (cell.trim() === '' ? this.#blank : Number.NaN);
    const value = Number(cell);
    return Number.isFinite(value) ? value : Number.NaN;
  }

  /** The column collected so far; the builder starts anew. */
  take(): TableColumn {
    const values = this.#values.slice(0, this.#rows);
    const categories = [...this.#codes.keys()];
    this.#rows = 0;
    this.#codes = new Map();
    if (this.kind !== 'category') return { name: this.name, type: 'number', kind: this.kind, values };
    return { name: this.name, type: 'category', kind: 'category', codes: Int32Array.from(values), categories };
  }

  #reserve(rows: number): void {
    if (rows <= this.#values.length) return;
    const larger = new Float64Array(Math.max(rows, 2 * this.#values.length));
    larger.set(this.#values.subarray(0, this.#rows));
    this.#values = larger;
  }

  #codeOf(category: string): number {
    const known = this.#codes.get(category);
    if (known !== undefined) return known;
    this.#codes.set(category, this.#codes.size);
    return this.#codes.size - 1;
  }
}

/** The column's rows in the order given. */
export function pickRows<C extends FeatureColumn>(column: C, rows: Uint32Array): C {
  if (column.type === 'number')
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN) };
  return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) };
}

/**
 * A cell as a fact has it: a number, a boolean, an ISO-8601 date, text; undefined where it is missing.
 */
export function cellOf(column: TableColumn, row: number): number | boolean | string | undefined {
  if (column.kind === 'category') return column.categories[column.codes[row] ?? -1];
  const value = column.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return undefined;
  if (column.kind === 'boolean') return value !== 0;
  return column.kind === 'date' ? new Date(value).toISOString() : value;
}
