import { packArrays, unpackArrays } from './packed-arrays.js';
import { byItem, type Interactions } from './recommender.js';

/**
 * What each item says for others, in compressed rows: the targets of item i stand from `starts[i]` to before `starts[i + 1]`.
 * The score of an item is the sum of what the items of a history say for it, each times its weight there.
 */
export interface ItemWeights {
  readonly count: number;
  /** count + 1 of them. */
  readonly starts: Uint32Array;
  /** Rising within an item. */
  readonly targets: Uint32Array;
  /** None is 0. */
  readonly weights: Float32Array;
}

/** The weights of each item that are farthest from 0. @param rowOf fills a row, which is zero where an item says nothing */
export function strongestWeights(
  count: number,
  most: number,
  rowOf: (item: number, row: Float64Array) => void,
): ItemWeights {
  const row = new Float64Array(count);
  const starts = new Uint32Array(count + 1);
  const targets: Uint32Array[] = [];
  const weights: Float32Array[] = [];
  for (let item = 0; item < count; item++) {
    row.fill(0);
    rowOf(item, row);
    const kept = strongest(row, most);
    targets.push(kept);
    weights.push(Float32Array.from(kept, (target) => row[target] ?? 0));
    starts[item + 1] = (starts[item] ?? 0) + kept.length;
  }
  return { count, starts, targets: joined(targets, Uint32Array), weights: joined(weights, Float32Array) };
}

/** Where the values farthest from 0 stand, rising; of equal ones the first. */
function strongest(row: Float64Array, most: number): Uint32Array {
  const { least, atLeast } = leastOfLargest(row, most);
  const kept = new Uint32Array(Math.min(most, row.length));
  let found = 0;
  let ties = most - atLeast;
  for (let target = 0; target < row.length; target++) {
    const size = sizeOf(row, target);
    if (size === 0 || size < least || (size === least && ties-- <= 0)) continue;
    kept[found++] = target;
  }
  return kept.subarray(0, found);
}

/** As it is kept: what is too small for that is none. */
function sizeOf(row: Float64Array, target: number): number {
  return Math.abs(Math.fround(row[target] ?? 0));
}

/** The size that the so-many-th largest value has, and how many are larger; a heap of the largest with its least on top. */
function leastOfLargest(row: Float64Array, most: number): { readonly least: number; readonly atLeast: number } {
  const heap = new Float64Array(most);
  for (let target = 0; target < row.length; target++) {
    const size = sizeOf(row, target);
    if (!(size > (heap[0] ?? Infinity))) continue;
    let hole = 0;
    for (let child = 1; child < most; child = 2 * hole + 1) {
      if ((heap[child + 1] ?? Infinity) < (heap[child] ?? 0)) child++;
      const below = heap[child] ?? 0;
      if (below >= size) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = size;
  }
  const least = heap[0] ?? 0;
  return { least, atLeast: heap.filter((size) => size > least).length };
}

/** The same seen from the targets: what was said of i for j is said of j for i. */
export function turnedWeights({ count, starts, targets, weights }: ItemWeights): ItemWeights {
  const ages = new Float32Array(targets.length);
  const turned = byItem({ people: count, starts, items: targets, weights, ages }, count);
  return { count, starts: turned.starts, targets: turned.items, weights: turned.weights };
}

function joined<T extends Uint32Array | Float32Array>(parts: readonly T[], Kind: new (length: number) => T): T {
  const all = new Kind(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Scores as `RecommenderDefinition.score` writes them: an item that nothing in the history speaks of stays NaN. */
export function scoreByWeights(
  known: ItemWeights,
  { people, starts, items: had, weights: counts }: Interactions,
  items: Uint32Array,
  out: Float64Array,
): void {
  const sums = zeros(known.count);
  for (let person = 0; person < people; person++) {
    const end = starts[person + 1] ?? 0;
    for (let place = starts[person] ?? 0; place < end; place++) {
      addRow(known, had[place] ?? 0, counts[place] ?? 0, sums);
    }
    const row = person * items.length;
    for (let place = 0; place < items.length; place++) {
      const sum = sums[items[place] ?? 0] ?? 0;
      if (sum !== 0) out[row + place] = sum;
    }
    for (let place = starts[person] ?? 0; place < end; place++) clearRow(known, had[place] ?? 0, sums);
  }
}

/** Kept, since each use leaves it full of zeros: memory for all items would cost more than most people's scores. */
let room = new Float64Array(0);

function zeros(count: number): Float64Array {
  if (room.length < count) room = new Float64Array(count);
  return room;
}

function addRow({ starts, targets, weights }: ItemWeights, item: number, times: number, sums: Float64Array): void {
  const end = starts[item + 1] ?? 0;
  for (let place = starts[item] ?? 0; place < end; place++) {
    const target = targets[place] ?? 0;
    sums[target] = (sums[target] ?? 0) + times * (weights[place] ?? 0);
  }
}

function clearRow({ starts, targets }: ItemWeights, item: number, sums: Float64Array): void {
  const end = starts[item + 1] ?? 0;
  for (let place = starts[item] ?? 0; place < end; place++) sums[targets[place] ?? 0] = 0;
}

/** Kept, since each use leaves it full of zeros. */
let targeted = new Uint8Array(0);

/** The items of which anything in a person's history speaks, as `RecommenderDefinition.candidates` tells them. */
export function candidatesByWeights({ count, starts, targets }: ItemWeights, history: Interactions): Uint32Array {
  if (targeted.length < count) targeted = new Uint8Array(count);
  let size = 0;
  for (const item of history.items) {
    const end = starts[item + 1] ?? 0;
    for (let place = starts[item] ?? 0; place < end; place++) {
      const target = targets[place] ?? 0;
      size += 1 - (targeted[target] ?? 0);
      targeted[target] = 1;
    }
  }
  const found = new Uint32Array(size);
  for (let item = 0, place = 0; place < size; item++) {
    if (targeted[item] !== 1) continue;
    found[place++] = item;
    targeted[item] = 0;
  }
  return found;
}

/** What each item of a person's history adds to the score of each of some items, as `RecommenderDefinition.parts` tells it. */
export function partsByWeights(
  known: ItemWeights,
  { items: had, weights }: Interactions,
  items: Uint32Array,
): Float64Array {
  const parts = new Float64Array(items.length * had.length);
  for (const [row, item] of items.entries()) {
    for (const [place, own] of had.entries()) {
      parts[row * had.length + place] = (weights[place] ?? 0) * weightOf(known, own, item);
    }
  }
  return parts;
}

/** By halves: targets rise. */
function weightOf({ starts, targets, weights }: ItemWeights, item: number, target: number): number {
  let [from, to] = [starts[item] ?? 0, starts[item + 1] ?? 0];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((targets[middle] ?? 0) < target) from = middle + 1;
    else to = middle;
  }
  return from < (starts[item + 1] ?? 0) && targets[from] === target ? (weights[from] ?? 0) : 0;
}

/** What an item says for each, where it says something for it. */
export function similarityByWeights({ starts, targets, weights }: ItemWeights, item: number, out: Float64Array): void {
  const end = starts[item + 1] ?? 0;
  for (let place = starts[item] ?? 0; place < end; place++) {
    const weight = weights[place] ?? 0;
    if (weight > 0) out[targets[place] ?? 0] = weight;
  }
}

/** Of the form of the bytes. */
const VERSION = 1;

interface Header {
  readonly version: number;
  readonly count: number;
  readonly kept: number;
  /** What else the plugin wants to know again. */
  readonly also: unknown;
}

/** The bytes of weights and of what else a plugin learned, which is JSON. */
export function packItemWeights({ count, starts, targets, weights }: ItemWeights, also: unknown = null): Uint8Array {
  const header: Header = { version: VERSION, count, kept: targets.length, also };
  return packArrays(header, [starts, targets, weights]);
}

/** The inverse of {@link packItemWeights}. @throws Error where the bytes have a form of another version */
export function unpackItemWeights(bytes: Uint8Array): ItemWeights & { readonly also: unknown } {
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
  const { count, kept, also } = header;
  const starts = take(Uint32Array, count + 1);
  return { count, starts, targets: take(Uint32Array, kept), weights: take(Float32Array, kept), also };
}
