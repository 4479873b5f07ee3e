import { type FeatureColumn, type SeededRandom, seededRandom } from '#sdk';
import { binCount, binIndexes, type Distribution, quantile } from '#strata/statistics';
import { SAMPLE_ROWS, type DriftReference } from '../../registry/index.js';

/** Some people of a pool: the features of a model, by name. */
export interface PoolBatch {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/** A pool after all of its batches were seen. */
export interface SeenPool {
  readonly rows: number;
  /** In the order of the reference's features; null for one that the pool does not have. */
  readonly distributions: readonly (Distribution | null)[];
  /** People drawn at random from all batches, as they are. */
  readonly sample: { readonly rows: number; readonly columns: readonly FeatureColumn[] };
}

/**
 * Counts a pool of any size in one pass and a few megabytes: every row counts in its bins, and some thousand rows are
 * kept, each as probable as any other (reservoir sampling: Vitter, 1985, algorithm R).
 */
export class PoolCounter {
  readonly #reference: DriftReference;
  readonly #counts: Float64Array[];
  readonly #seen: boolean[];
  readonly #cells: (number | string | null)[][];
  readonly #random: SeededRandom;
  #rows = 0;

  constructor(reference: DriftReference, seed: number) {
    this.#reference = reference;
    this.#counts = reference.features.map(({ distribution }) => new Float64Array(binCount(distribution.bins)));
    this.#seen = reference.features.map(() => false);
    this.#cells = reference.features.map(() => []);
    this.#random = seededRandom(seed);
  }

  add({ rows, columns }: PoolBatch): void {
    const byName = new Map(columns.map((column) => [column.name, column]));
    const places = this.#draw(rows);
    this.#reference.features.forEach(({ name, distribution }, feature) => {
      const column = byName.get(name);
      const counts = this.#counts[feature];
      if (column === undefined || counts === undefined) return;
      this.#seen[feature] = true;
      const bins = binIndexes(distribution.bins, column);
      for (let row = 0; row < rows; row++) counts[bins[row] ?? 0] = (counts[bins[row] ?? 0] ?? 0) + 1;
      const cells = this.#cells[feature] ?? [];
      for (const [place, row] of places) cells[place] = cellOf(column, row);
    });
    this.#rows += rows;
  }

  /** Which rows of the next batch are kept, and in which place; the later of two rows for a place wins. */
  #draw(rows: number): readonly (readonly [place: number, row: number])[] {
    const places: [number, number][] = [];
    for (let row = 0; row < rows; row++) {
      const number = this.#rows + row;
      const place = number < SAMPLE_ROWS ? number : this.#random.integer(number + 1);
      if (place < SAMPLE_ROWS) places.push([place, row]);
    }
    return places;
  }

  seen(): SeenPool {
    const rows = Math.min(this.#rows, SAMPLE_ROWS);
    const columns = this.#reference.features.map(({ name, distribution: { bins } }, feature) =>
      columnOf(name, bins.type, this.#cells[feature] ?? [], rows),
    );
    const distributions = this.#reference.features.map(({ distribution: { bins } }, feature) => {
      if (this.#seen[feature] !== true) return null;
      return { bins, rows: this.#rows, counts: [...(this.#counts[feature] ?? [])], median: medianOf(columns[feature]) };
    });
    return { rows: this.#rows, distributions, sample: { rows, columns } };
  }
}

function cellOf(column: FeatureColumn, row: number): number | string | null {
  if (column.type === 'category') return column.categories[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

function columnOf(
  name: string,
  type: FeatureColumn['type'],
  cells: readonly (number | string | null)[],
  rows: number,
): FeatureColumn {
  if (type === 'number') {
    const values = Float64Array.from({ length: rows }, (_, row) => Number(cells[row] ?? Number.NaN));
    return { name, type, values };
  }
  const codes = new Map<string, number>();
  const coded = Int32Array.from({ length: rows }, (_, row) => {
    const cell = cells[row] ?? null;
    if (cell === null) return -1;
    const code = codes.get(String(cell)) ?? codes.size;
    codes.set(String(cell), code);
    return code;
  });
  return { name, type, codes: coded, categories: [...codes.keys()] };
}

function medianOf(column: FeatureColumn | undefined): number | null {
  if (column?.type !== 'number') return null;
  const known = column.values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : quantile(known, 0.5);
}
