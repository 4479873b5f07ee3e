import { type ItemColumn, type ItemFacts } from '#sdk';

/** What items are like, as sparse vectors of length 1: the terms of item i stand from `starts[i]` to before `starts[i + 1]`. */
export interface ItemVectors {
  readonly count: number;
  /** How many terms there are. */
  readonly terms: number;
  readonly starts: Uint32Array;
  /** Terms, rising within an item. */
  readonly codes: Uint32Array;
  readonly weights: Float32Array;
}

/** Terms of one item in one column, with how much each is there. */
type Cell = readonly (readonly [term: string, times: number])[];

/** Numbers are told apart by so many steps, each with as many items. */
const STEPS = 8;

/**
 * The items' terms by TF-IDF (Spärck Jones, 1972; Salton and Buckley, 1988): how often a term is in the item times ln(items ÷ items
 * that have it). Each column has the same say, whatever the number of its terms. Numbers are terms of the steps that they lie
 * between, so that near numbers are alike.
 *
 * @param words most words of texts
 */
export function vectorsOf({ count, columns }: ItemFacts, words: number): ItemVectors {
  const numbers = new Map<string, number>();
  const found = columns.map((column) => weighted(cellsOf(column, words), count));
  const starts = new Uint32Array(count + 1);
  const codes: number[] = [];
  const weights: number[] = [];
  for (let item = 0; item < count; item++) {
    const own = found
      .flatMap((cells, column) =>
        (cells[item] ?? []).map(([term, weight]) => [`${String(column)} ${term}`, weight] as const),
      )
      .map(([term, weight]) => [numberOf(numbers, term), weight] as const)
      .toSorted(([first], [second]) => first - second);
    const norm = Math.sqrt(own.reduce((sum, [, weight]) => sum + weight * weight, 0));
    for (const [term, weight] of own) {
      codes.push(term);
      weights.push(weight / norm);
    }
    starts[item + 1] = codes.length;
  }
  return { count, terms: numbers.size, starts, codes: Uint32Array.from(codes), weights: Float32Array.from(weights) };
}

function numberOf(numbers: Map<string, number>, term: string): number {
  const known = numbers.get(term);
  if (known !== undefined) return known;
  numbers.set(term, numbers.size);
  return numbers.size - 1;
}

/** One column's terms by TF-IDF, at length 1 for each item that has any. */
function weighted(cells: readonly Cell[], count: number): readonly Cell[] {
  const items = new Map<string, number>();
  for (const cell of cells) for (const [term] of cell) items.set(term, (items.get(term) ?? 0) + 1);
  return cells.map((cell) => {
    // A term that all items have still says that two have it: 1 is added, as is usual.
    const terms = cell.map(([term, times]) => [term, times * (1 + Math.log(count / (items.get(term) ?? 1)))] as const);
    const norm = Math.sqrt(terms.reduce((sum, [, weight]) => sum + weight * weight, 0));
    return terms.map(([term, weight]) => [term, weight / norm] as const);
  });
}

function cellsOf(column: ItemColumn, words: number): readonly Cell[] {
  switch (column.type) {
    case 'category':
      return Array.from(column.codes, (code) => (code < 0 ? [] : [[column.categories[code] ?? '', 1]]));
    case 'tags':
      return Array.from({ length: column.starts.length - 1 }, (_, item) =>
        Array.from(column.codes.subarray(column.starts[item], column.starts[item + 1]), (code) => [
          column.tags[code] ?? '',
          1,
        ]),
      );
    case 'text':
      return wordCells(column.texts, words);
    case 'number':
      return stepCells(column.values);
  }
}

/** The words of texts, of those that most texts have. */
function wordCells(texts: readonly string[], most: number): readonly Cell[] {
  const cells = texts.map((text) => {
    const times = new Map<string, number>();
    for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
      if (word.length > 1) times.set(word, (times.get(word) ?? 0) + 1);
    }
    return times;
  });
  const having = new Map<string, number>();
  for (const cell of cells) for (const word of cell.keys()) having.set(word, (having.get(word) ?? 0) + 1);
  // A word of one text makes nothing alike.
  const common = [...having].filter(([, items]) => items > 1);
  const byUse = common.toSorted(([first, a], [second, b]) => b - a || (first < second ? -1 : 1)).slice(0, most);
  const kept = new Set(byUse.map(([word]) => word));
  return cells.map((cell) => [...cell].filter(([word]) => kept.has(word)));
}

/** Numbers as the shares of the two steps that they lie between. */
function stepCells(values: Float64Array): readonly Cell[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const steps = Array.from(
    { length: STEPS },
    (_, step) => sorted[Math.round((step * (sorted.length - 1)) / (STEPS - 1))] ?? 0,
  );
  const knots = [...new Set(steps)];
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return [];
    const above = knots.findIndex((knot) => knot >= value);
    const [low = 0, high = 0] = [knots[above - 1], knots[above]];
    if (above <= 0 || high === value) return [[`step ${String(Math.max(0, above))}`, 1]];
    const share = (value - low) / (high - low);
    return [
      [`step ${String(above - 1)}`, 1 - share],
      [`step ${String(above)}`, share],
    ];
  });
}
