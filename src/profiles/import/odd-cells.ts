const MOST_EXAMPLES = 5;
const LONGEST_EXAMPLE = 40;

/** Cells of a column that are not of its type: left out where they mark a missing value, else kept as text. */
export interface OddCells {
  readonly column: string;
  readonly type: 'number' | 'boolean';
  readonly count: number;
  /** Some of them, each once. */
  readonly examples: readonly string[];
}

/** Counts cells that are not of their column's type. */
export class OddCellCounts {
  readonly #columns = new Map<
    string,
    { readonly type: OddCells['type']; count: number; readonly examples: Set<string> }
  >();

  add(column: string, type: OddCells['type'], cell: string): void {
    const known = this.#columns.get(column) ?? { type, count: 0, examples: new Set<string>() };
    this.#columns.set(column, known);
    known.count++;
    if (known.examples.size < MOST_EXAMPLES) known.examples.add(cell.slice(0, LONGEST_EXAMPLE));
  }

  all(): readonly OddCells[] {
    return [...this.#columns].map(([column, { type, count, examples }]) => ({
      column,
      type,
      count,
      examples: [...examples],
    }));
  }
}
