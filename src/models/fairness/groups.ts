import { quantiles } from '../../statistics/index.js';
import { cellOf, type TableColumn } from '../table-column.js';

/** Rows by group. */
export interface Groups {
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
  const nameOf = bandsOf(column) ?? ((row: number) => String(cellOf(column, row) ?? UNKNOWN));
  const codes = new Map<string, number>();
  const ofRows = Uint32Array.from({ length: rows }, (_, row) => {
    const name = nameOf(row);
    const code = codes.get(name) ?? codes.size;
    codes.set(name, code);
    return code;
  });
  return { names: [...codes.keys()], codes: ofRows };
}

function bandsOf(column: TableColumn): ((row: number) => string) | null {
  if (column.kind !== 'number') return null;
  const known = column.values.filter((value) => !Number.isNaN(value));
  if (new Set(known).size <= MOST_VALUES) return null;
  const edges = [...new Set(quantiles(known, BANDS))];
  return (row) => {
    const value = column.values[row] ?? Number.NaN;
    if (Number.isNaN(value)) return UNKNOWN;
    const above = edges.findIndex((edge) => value < edge);
    const from = above < 0 ? edges.at(-1) : edges[above - 1];
    if (from === undefined) return `below ${short(edges[0])}`;
    return above < 0 ? `${short(from)} and more` : `${short(from)} to below ${short(edges[above])}`;
  };
}

function short(value: number | undefined): string {
  return String(Number((value ?? Number.NaN).toPrecision(4)));
}
