import { byItem, type Interactions, packArrays, type PackedModel } from '#sdk';

/**
 * EASE without weights between items: P = (I − XᵀMX) ÷ λ with M = (XXᵀ + λI)⁻¹ (Woodbury), so that the weight of item i on item j is
 * x(i)ᵀM·x(j) ÷ (1 − x(j)ᵀM·x(j)). X and M say all of it, and where there are few people they are small.
 */
export interface ExactEase {
  readonly form: 'exact';
  /** Who had what: X, a row a person. */
  readonly ofPeople: Interactions;
  /** The same, a row an item. */
  readonly ofItems: Interactions;
  /** M: people × people. */
  readonly inverse: Float64Array;
  /** 1 − x(j)ᵀM·x(j) of each item. */
  readonly rest: Float64Array;
  /** The items that anybody had, rising: of the others nothing is said. */
  readonly known: Uint32Array;
}

/** @param inverse M */
export function exactEase(ofPeople: Interactions, count: number, inverse: Float64Array): ExactEase {
  const ofItems = byItem(ofPeople, count);
  const rest = new Float64Array(count);
  for (let item = 0; item < count; item++) rest[item] = 1 - along(ofItems, item, imageOf(inverse, ofItems, item));
  const known = Uint32Array.from(rest.keys()).filter((item) => ofItems.starts[item] !== ofItems.starts[item + 1]);
  return { form: 'exact', ofPeople, ofItems, inverse, rest, known };
}

/** Scores as `RecommenderDefinition.score` writes them. */
export function scoreExactly(ease: ExactEase, histories: Interactions, items: Uint32Array, out: Float64Array): void {
  for (let person = 0; person < histories.people; person++) {
    const image = imageOfHistory(ease, histories, person);
    const end = histories.starts[person + 1] ?? 0;
    let at = histories.starts[person] ?? 0;
    for (const [place, item] of items.entries()) {
      const rest = ease.rest[item] ?? 1;
      while (at < end && (histories.items[at] ?? 0) < item) at++;
      // No item speaks for itself.
      const itself = at < end && histories.items[at] === item ? (histories.weights[at] ?? 0) * (1 - rest) : 0;
      const score = (along(ease.ofItems, item, image) - itself) / rest;
      if (score !== 0) out[person * items.length + place] = score;
    }
  }
}

/** What each item of a history adds to the score of each of some items, as `RecommenderDefinition.parts` tells it. */
export function partsExactly(
  { ofItems, inverse, rest }: ExactEase,
  { items: had, weights }: Interactions,
  items: Uint32Array,
): Float64Array {
  const parts = new Float64Array(items.length * had.length);
  for (const [row, item] of items.entries()) {
    const image = imageOf(inverse, ofItems, item);
    for (const [place, own] of had.entries()) {
      if (own === item) continue;
      parts[row * had.length + place] = ((weights[place] ?? 0) * along(ofItems, own, image)) / (rest[item] ?? 1);
    }
  }
  return parts;
}

/** What an item says for each, where it says something for it. */
export function similarityExactly({ ofItems, inverse, rest }: ExactEase, item: number, out: Float64Array): void {
  const image = imageOf(inverse, ofItems, item);
  for (let other = 0; other < out.length; other++) {
    const weight = along(ofItems, other, image) / (rest[other] ?? 1);
    if (weight > 0) out[other] = weight;
  }
}

/** M times the sum of a history's items, each times its weight there. */
function imageOfHistory(
  { ofItems, inverse }: ExactEase,
  { starts, items, weights }: Interactions,
  person: number,
): Float64Array {
  const people = new Float64Array(Math.sqrt(inverse.length));
  for (let at = starts[person] ?? 0; at < (starts[person + 1] ?? 0); at++) {
    addRow(ofItems, items[at] ?? 0, weights[at] ?? 0, people);
  }
  return times(inverse, people);
}

/** M times an item's people. */
function imageOf(inverse: Float64Array, ofItems: Interactions, item: number): Float64Array {
  const people = new Float64Array(Math.sqrt(inverse.length));
  addRow(ofItems, item, 1, people);
  return times(inverse, people);
}

function addRow({ starts, items, weights }: Interactions, row: number, factor: number, sums: Float64Array): void {
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
    const place = items[at] ?? 0;
    sums[place] = (sums[place] ?? 0) + factor * (weights[at] ?? 0);
  }
}

/** The matrix is symmetric. */
function times(matrix: Float64Array, values: Float64Array): Float64Array {
  const product = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (value === 0) continue;
    const from = row * values.length;
    for (let at = 0; at < values.length; at++) product[at] = (product[at] ?? 0) + value * (matrix[from + at] ?? 0);
  }
  return product;
}

function along({ starts, items, weights }: Interactions, row: number, values: Float64Array): number {
  let sum = 0;
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
    sum += (weights[at] ?? 0) * (values[items[at] ?? 0] ?? 0);
  }
  return sum;
}

/** Of the form of the bytes: the same as of weights, from which `people` tells it. */
const VERSION = 1;

/** What the bytes begin with. */
export interface ExactHeader {
  readonly version: number;
  readonly count: number;
  readonly people: number;
  readonly length: number;
}

export function packExactly({ ofPeople, inverse, rest }: ExactEase): Uint8Array {
  const { people, starts, items, weights } = ofPeople;
  const header: ExactHeader = { version: VERSION, count: rest.length, people, length: items.length };
  return packArrays(header, [inverse, starts, items, weights]);
}

/** The inverse of {@link packExactly}. */
export function unpackExactly({ header, take }: PackedModel<ExactHeader>): ExactEase {
  const { count, people, length } = header;
  const inverse = take(Float64Array, people * people);
  const starts = take(Uint32Array, people + 1);
  const items = take(Uint32Array, length);
  const weights = take(Float32Array, length);
  return exactEase({ people, starts, items, weights, ages: new Float32Array(length) }, count, inverse);
}
