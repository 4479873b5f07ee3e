import { type Language } from '#strata/kernel/texts';
import { quantiles } from '#strata/statistics';
import { cellOf, type TableColumn } from '#strata/tables/columns';
import { modelPhrases } from '../../words/index.js';
import { type GroupBand } from './report.js';

/** Rows by group. */
export interface Groups {
  /** In order: of their names, or of the bands. */
  readonly names: readonly string[];
  /** What those names mean that are no values of the column. */
  readonly bands?: ReadonlyMap<string, GroupBand>;
  /** Index into the names, one a row. */
  readonly codes: Uint32Array;
}

/** A column of numbers with more different values than this is cut into bands. */
const MOST_VALUES = 12;
const BANDS = [0.25, 0.5, 0.75];

/** The groups that a column divides rows into: its values, or four bands of about equally many rows where it holds many numbers. */
export function groupsOf(column: TableColumn, rows: number): Groups {
  const unknown = { name: bandName('unknown'), band: 'unknown' } as const;
  const bands = bandsOf(column);
  const groupOf = (row: number): Group => {
    const value = cellOf(column, row);
    if (value === undefined) return unknown;
    if (bands === null) return { name: String(value), band: null };
    const above = bands.findIndex(({ band }) => band.until === null || Number(value) < band.until);
    return bands[above] ?? unknown;
  };
  const ofRows = Array.from({ length: rows }, (_, row) => groupOf(row));
  const used = new Map(ofRows.map((group) => [group.name, group]));
  const inOrder = bands === null ? [...used.keys()].toSorted() : [...bands, unknown].map(({ name }) => name);
  const names = inOrder.filter((name) => used.has(name));
  const codes = new Map(names.map((name, code) => [name, code]));
  return {
    names,
    bands: new Map([...used.values()].flatMap(({ name, band }) => (band === null ? [] : [[name, band] as const]))),
    codes: Uint32Array.from(ofRows, ({ name }) => codes.get(name) ?? 0),
  };
}

interface Group {
  readonly name: string;
  readonly band: GroupBand | null;
}

interface NumberBand extends Group {
  readonly band: Exclude<GroupBand, string>;
}

/** The bands of a column with many numbers, the lowest first; null where it is not cut. */
function bandsOf(column: TableColumn): readonly NumberBand[] | null {
  if (column.kind !== 'number') return null;
  const known = column.values.filter((value) => !Number.isNaN(value));
  if (new Set(known).size <= MOST_VALUES) return null;
  const edges = [...new Set(quantiles(known, BANDS))];
  return Array.from({ length: edges.length + 1 }, (_, place) => {
    const band = { from: edges[place - 1] ?? null, until: edges[place] ?? null };
    return { name: bandName(band), band };
  });
}

/** What a band is called; in English unless told. */
export function bandName(band: GroupBand, language?: Language): string {
  const { fairness } = modelPhrases(language);
  return band === 'unknown' ? fairness.unknown : fairness.band(band.from, band.until);
}
