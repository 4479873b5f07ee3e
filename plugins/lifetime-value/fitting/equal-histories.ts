import { type PurchaseHistories } from '#sdk';

/** Customers of equal histories together, ordered by covariates and repeats. Times are in the unit of the fit. */
export interface EqualHistories {
  readonly customers: Float64Array;
  readonly repeats: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** The place in `patterns` of each. */
  readonly pattern: Float64Array;
  /** Values of the covariates that occur together. */
  readonly patterns: readonly (readonly number[])[];
}

/** Everything that the likelihood of purchases needs: usually far fewer rows than there are customers. */
export function equalHistories(histories: PurchaseHistories, days: number): EqualHistories {
  const { patterns, pattern } = patternsOf(histories);
  const columns = [pattern, histories.repeats, histories.recency, histories.age].map(coded);
  const keys = keysOf(columns);
  return keys === null ? eachAlone(histories, pattern, patterns, days) : together(keys, columns, patterns, days);
}

interface Coded {
  /** Rising. */
  readonly values: Float64Array;
  readonly codes: Float64Array;
}

function coded(column: Float64Array): Coded {
  const values = Float64Array.from(new Set(column)).sort();
  const places = new Map(Array.from(values, (value, place) => [value, place]));
  return { values, codes: column.map((value) => places.get(value) ?? 0) };
}

/** One number for each row, equal where all columns are; null where numbers are too small for that. */
function keysOf(columns: readonly Coded[]): Float64Array | null {
  if (columns.reduce((product, { values }) => product * values.length, 1) > Number.MAX_SAFE_INTEGER) return null;
  const keys = new Float64Array(columns[0]?.codes.length ?? 0);
  for (const { values, codes } of columns) {
    for (let row = 0; row < keys.length; row++) keys[row] = (keys[row] ?? 0) * values.length + (codes[row] ?? 0);
  }
  return keys.sort();
}

function together(
  keys: Float64Array,
  columns: readonly Coded[],
  patterns: EqualHistories['patterns'],
  days: number,
): EqualHistories {
  const distinct: number[] = [];
  const customers: number[] = [];
  for (let row = 0; row < keys.length; row++) {
    if (row > 0 && keys[row] === keys[row - 1]) customers[customers.length - 1] = (customers.at(-1) ?? 0) + 1;
    else {
      distinct.push(keys[row] ?? 0);
      customers.push(1);
    }
  }
  let rest = Float64Array.from(distinct);
  const decoded = columns.toReversed().map(({ values }) => {
    const column = rest.map((key) => values[key % values.length] ?? 0);
    rest = rest.map((key) => Math.floor(key / values.length));
    return column;
  });
  const [age, recency, repeats, pattern] = decoded;
  return {
    customers: Float64Array.from(customers),
    repeats: repeats ?? new Float64Array(),
    recency: inUnit(recency, days),
    age: inUnit(age, days),
    pattern: pattern ?? new Float64Array(),
    patterns,
  };
}

function eachAlone(
  { repeats, recency, age }: PurchaseHistories,
  pattern: Float64Array,
  patterns: EqualHistories['patterns'],
  days: number,
): EqualHistories {
  const order = Uint32Array.from(repeats, (_, row) => row).sort(
    (a, b) => (pattern[a] ?? 0) - (pattern[b] ?? 0) || (repeats[a] ?? 0) - (repeats[b] ?? 0),
  );
  const ordered = (column: Float64Array): Float64Array => Float64Array.from(order, (row) => column[row] ?? 0);
  return {
    customers: new Float64Array(order.length).fill(1),
    repeats: ordered(repeats),
    recency: inUnit(ordered(recency), days),
    age: inUnit(ordered(age), days),
    pattern: ordered(pattern),
    patterns,
  };
}

function inUnit(column: Float64Array | undefined, days: number): Float64Array {
  return (column ?? new Float64Array()).map((time) => time / days);
}

function patternsOf({ repeats, covariates }: PurchaseHistories): {
  patterns: readonly (readonly number[])[];
  pattern: Float64Array;
} {
  const pattern = new Float64Array(repeats.length);
  if (covariates.length === 0) return { patterns: [[]], pattern };
  const patterns: (readonly number[])[] = [];
  const places = new Map<string, number>();
  for (let row = 0; row < pattern.length; row++) {
    const values = covariates.map((covariate) => covariate.values[row] ?? 0);
    const key = values.join(' ');
    const place = places.get(key) ?? patterns.push(values) - 1;
    places.set(key, place);
    pattern[row] = place;
  }
  return { patterns, pattern };
}
