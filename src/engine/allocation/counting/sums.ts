import { type OptionBlock } from '../problem/blocks.js';
import { BUCKETS, Placer, type Placing, SLOPES, unplaced } from './placing.js';
import { type CountPlan } from '../problem/plans.js';
import { MOST_TIE_COST } from '../problem/prices.js';
import { fromParts, toParts, WholeSums } from '../problem/whole-sums.js';

/** People who are placed alike, with what they are worth together. */
export interface Cell {
  /** Bits of {@link OptionBlock.quotas}. */
  readonly membership: number;
  /** Offers; −1 is nothing. */
  readonly best: number;
  readonly next: number;
  /** Of the margin between the two, and of how their surpluses differ. */
  readonly bucket: number;
  readonly slope: number;
  readonly people: number;
  /** Whole sums of the best and of the next best offer. */
  readonly bestValue: bigint;
  readonly nextValue: bigint;
  readonly bestSurplus: bigint;
  readonly nextSurplus: bigint;
}

const FIELDS = 4;
/** Numbers of a cell in bytes: what it is, how many people, and two for each sum. */
const WIDTH = 6 + 2 * FIELDS;

/**
 * Counts and whole sums of people by how they are placed at the prices of a plan. Adding is all that is ever done to them, so
 * neither the order nor the parts in which people are added matter.
 */
export class Sums {
  readonly #placer: Placer;
  readonly #size: number;
  readonly #memberships: number[] = [];
  readonly #placeOf = new Map<number, number>();
  /** By the number that stands for what a cell is. */
  readonly #cells = new CellPlaces();
  #counts = new Float64Array(1024);
  readonly #sums = new WholeSums(1024 * FIELDS);
  readonly #bound = new WholeSums(1);

  constructor(plan: CountPlan) {
    this.#placer = new Placer(plan);
    this.#size = plan.problem.offers.length + 1;
  }

  /** What everybody is worth at the prices, rounded up: with what the prices of the limits come to, a bound. */
  get bound(): bigint {
    return this.#bound.total(0);
  }

  /** In an order that depends only on them. */
  cells(): readonly Cell[] {
    return [...this.#cells.entries()]
      .map(([key, place]) => this.#cell(key, place))
      .sort(
        (a, b) =>
          a.membership - b.membership || a.best - b.best || a.next - b.next || a.bucket - b.bucket || a.slope - b.slope,
      );
  }

  add(block: OptionBlock): void {
    const largest = largestOf([...block.value, ...(block.surplus ?? [])]);
    const step = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, largest));
    for (let from = 0; from < block.rows; from += step) {
      const to = Math.min(block.rows, from + step);
      this.#sums.reserve((to - from) * largest);
      this.#addRows(block, from, to);
    }
  }

  merge(other: Sums): void {
    for (const cell of other.cells()) this.#addCell(cell);
    this.#bound.add(0, other.bound);
  }

  /** The same people give the same bytes. */
  toBytes(): Uint8Array {
    const numbers: number[] = [...toParts(this.bound)];
    for (const cell of this.cells()) {
      const { membership, best, next, bucket, slope, people } = cell;
      numbers.push(membership, best, next, bucket, slope, people);
      for (const sum of sumsOf(cell)) numbers.push(...toParts(sum));
    }
    return new Uint8Array(Float64Array.from(numbers).buffer);
  }

  static fromBytes(plan: CountPlan, bytes: Uint8Array): Sums {
    const read = new Sums(plan);
    const numbers = new Float64Array(bytes.slice().buffer);
    const at = (place: number): number => numbers[place] ?? 0;
    read.#bound.add(0, fromParts(at(0), at(1)));
    for (let from = 2; from < numbers.length; from += WIDTH) {
      const sum = (field: number): bigint => fromParts(at(from + 6 + 2 * field), at(from + 7 + 2 * field));
      read.#addCell({
        membership: at(from),
        best: at(from + 1),
        next: at(from + 2),
        bucket: at(from + 3),
        slope: at(from + 4),
        people: at(from + 5),
        bestValue: sum(0),
        nextValue: sum(1),
        bestSurplus: sum(2),
        nextSurplus: sum(3),
      });
    }
    return read;
  }

  #addRows(block: OptionBlock, from: number, to: number): void {
    const { value, surplus, quotas } = block;
    const placing = unplaced();
    for (let row = from; row < to; row++) {
      if (!this.#placer.place(block, row, placing)) continue;
      const { best, next } = placing;
      this.#addBound(placing);
      const place = this.#placeOfCell(quotas[row] ?? 0, placing);
      this.#counts[place] = (this.#counts[place] ?? 0) + 1;
      const { open } = this.#sums;
      const at = place * FIELDS;
      if (best !== -1) {
        open[at] = (open[at] ?? 0) + (value[best]?.[row] ?? 0);
        if (surplus !== undefined) open[at + 2] = (open[at + 2] ?? 0) + (surplus[best]?.[row] ?? 0);
      }
      if (next !== -1) {
        open[at + 1] = (open[at + 1] ?? 0) + (value[next]?.[row] ?? 0);
        if (surplus !== undefined) open[at + 3] = (open[at + 3] ?? 0) + (surplus[next]?.[row] ?? 0);
      }
    }
  }

  #addCell(cell: Cell): void {
    const place = this.#placeOfCell(cell.membership, cell);
    this.#counts[place] = (this.#counts[place] ?? 0) + cell.people;
    sumsOf(cell).forEach((sum, field) => {
      this.#sums.add(place * FIELDS + field, sum);
    });
  }

  /** Adds a whole number that isn't below what the person is worth at the prices, had ties cost nothing. */
  #addBound({ best, score, margin }: Placing): void {
    if (best === -1 && margin > MOST_TIE_COST) return;
    const whole = Math.ceil(score + MOST_TIE_COST);
    if (whole > 2 ** 52) {
      this.#bound.add(0, BigInt(whole));
      return;
    }
    this.#bound.reserve(whole);
    this.#bound.open[0] = (this.#bound.open[0] ?? 0) + whole;
  }

  #cell(key: number, place: number): Cell {
    const slope = key % SLOPES;
    const pair = Math.floor(key / SLOPES / BUCKETS);
    const at = place * FIELDS;
    return {
      membership: this.#memberships[Math.floor(pair / this.#size / this.#size)] ?? 0,
      best: (Math.floor(pair / this.#size) % this.#size) - 1,
      next: (pair % this.#size) - 1,
      bucket: Math.floor(key / SLOPES) % BUCKETS,
      slope,
      people: this.#counts[place] ?? 0,
      bestValue: this.#sums.total(at),
      nextValue: this.#sums.total(at + 1),
      bestSurplus: this.#sums.total(at + 2),
      nextSurplus: this.#sums.total(at + 3),
    };
  }

  #placeOfCell(
    membership: number,
    { best, next, bucket, slope }: Pick<Placing, 'best' | 'next' | 'bucket' | 'slope'>,
  ): number {
    const pair = (this.#membershipPlace(membership) * this.#size + best + 1) * this.#size + next + 1;
    const place = this.#cells.placeOf((pair * BUCKETS + bucket) * SLOPES + slope);
    if (place < this.#counts.length) return place;
    const counts = new Float64Array(2 * this.#counts.length);
    counts.set(this.#counts);
    this.#counts = counts;
    this.#sums.grow(counts.length * FIELDS);
    return place;
  }

  #membershipPlace(membership: number): number {
    const known = this.#placeOf.get(membership);
    if (known !== undefined) return known;
    const place = this.#memberships.push(membership) - 1;
    this.#placeOf.set(membership, place);
    return place;
  }
}

function sumsOf({ bestValue, nextValue, bestSurplus, nextSurplus }: Cell): readonly bigint[] {
  return [bestValue, nextValue, bestSurplus, nextSurplus];
}

/** The places of numbers, from 0 in the order in which they are first asked for: a hash table without objects. */
class CellPlaces {
  #keys = new Float64Array(4096).fill(-1);
  #places = new Uint32Array(4096);
  #count = 0;

  placeOf(key: number): number {
    const found = this.#find(key);
    if (this.#keys[found] === key) return this.#places[found] ?? 0;
    this.#keys[found] = key;
    this.#places[found] = this.#count;
    this.#count += 1;
    if (2 * this.#count > this.#keys.length) this.#grow();
    return this.#count - 1;
  }

  *entries(): Generator<readonly [number, number]> {
    for (const [at, key] of this.#keys.entries()) if (key !== -1) yield [key, this.#places[at] ?? 0];
  }

  /** Where the number stands, or would. */
  #find(key: number): number {
    const mask = this.#keys.length - 1;
    const low = key >>> 0;
    let at = (Math.imul(low ^ ((key / 2 ** 32) >>> 0), 0x9e3779b1) >>> 8) & mask;
    while (this.#keys[at] !== -1 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const known = [...this.entries()];
    this.#keys = new Float64Array(2 * this.#keys.length).fill(-1);
    this.#places = new Uint32Array(this.#keys.length);
    for (const [key, place] of known) {
      const at = this.#find(key);
      this.#keys[at] = key;
      this.#places[at] = place;
    }
  }
}

function largestOf(columns: readonly Float64Array[]): number {
  let largest = 0;
  for (const column of columns)
    for (let row = 0; row < column.length; row++) {
      const size = Math.abs(column[row] ?? 0);
      if (size > largest) largest = size;
    }
  return largest;
}
