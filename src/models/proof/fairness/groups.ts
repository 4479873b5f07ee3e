import { columnNumberWords } from '#strata/kernel';
import { quantiles } from '#strata/statistics';
import { cellOf, type TableColumn } from '#strata/tables/columns';

/** Rows by group. */
export interface Groups {
  /** In order: of their names, or of the bands. */
  readonly names: readonly string[];
  /** Index into the names, one a row. */
  readonly codes: Uint32Array;
}

const UNKNOWN = 'not known';
/** A column of numbers with more different values than this is cut into bands. */
const MOST_VALUES = 12;
const BANDS = [0.25, 0.5, 0.75];

/** The groups that a column divides rows into: its values, or four bands of about equally many rows where it holds many numbers. */
export function groupsOf(column: TableColumn, rows: number): Groups {
  const bands = bandsOf(column);
  const nameOf = bands?.nameOf ?? ((row: number) => String(cellOf(column, row) ?? UNKNOWN));
  const ofRows = Array.from({ length: rows }, (_, row) => nameOf(row));
  const used = new Set(ofRows);
  const names = bands === null ? [...used].toSorted() : bands.names.filter((name) => used.has(name));
  const codes = new Map(names.map((name, code) => [name, code]));
  return { names, codes: Uint32Array.from(ofRows, (name) => codes.get(name) ?? 0) };
}

/** The bands of a column with many numbers, the lowest first. */
interface Bands {
  readonly names: readonly string[];
  readonly nameOf: (row: number) => string;
}

function bandsOf(column: TableColumn): Bands | null {
  if (column.kind !== 'number') return null;
  const known = column.values.filter((value) => !Number.isNaN(value));
  if (new Set(known).size <= MOST_VALUES) return null;
  const edges = [...new Set(quantiles(known, BANDS))];
  const names = Array.from({ length: edges.length + 1 }, (_, band) => bandName(edges[band - 1], edges[band]));
  return {
    names: [...names, UNKNOWN],
    nameOf(row) {
      const value = column.values[row] ?? Number.NaN;
      if (Number.isNaN(value)) return UNKNOWN;
      const above = edges.findIndex((edge) => value < edge);
      return names[above < 0 ? edges.length : above] ?? UNKNOWN;
    },
  };
}

function bandName(from: number | undefined, until: number | undefined): string {
  if (from === undefined) return `below ${short(until)}`;
  return until === undefined ? `${short(from)} and more` : `${short(from)} to below ${short(until)}`;
}

function short(value: number | undefined): string {
  return columnNumberWords(Number((value ?? Number.NaN).toPrecision(4)));
}
