import { type OptionBlock } from './blocks.js';
import { BUCKETS, Placer, type Placing } from './placing.js';
import { type CountPlan } from './plans.js';
import { MOST_TIE_COST } from './prices.js';
import { fromParts, toParts, WholeSums } from './whole-sums.js';

/** What the sums of a cell hold beside the count: values and surpluses of its people's best and next best offers. */
export const CELL_SUMS = { bestValue: 0, nextValue: 1, bestSurplus: 2, nextSurplus: 3 } as const;
const FIELDS = 4;

/** People who are placed alike: same membership, same best and next best offer; by bucket of the margin between the two. */
export interface CellPage {
  readonly membership: number;
  readonly best: number;
  readonly next: number;
  readonly counts: Float64Array;
  /** Buckets × fields of {@link CELL_SUMS}. */
  readonly sums: WholeSums;
}

/**
 * Counts and whole sums of people by how they are placed at the prices of a plan. Adding is all that is ever done to them, so
 * neither the order nor the parts in which people are added matter.
 */
export class Sums {
  readonly #placer: Placer;
  readonly #offers: number;
  readonly #pages = new Map<number, (CellPage | undefined)[]>();
  readonly #bound = new WholeSums(1);

  constructor(plan: CountPlan) {
    this.#placer = new Placer(plan);
    this.#offers = plan.problem.offers.length;
  }

  /** What everybody is worth at the prices, rounded up: with what the prices of the limits come to, a bound. */
  get bound(): bigint {
    return this.#bound.total(0);
  }

  /** In an order that depends only on them. */
  pages(): readonly CellPage[] {
    return [...this.#pages]
      .sort(([one], [two]) => one - two)
      .flatMap(([, pages]) => pages.filter((page) => page !== undefined));
  }

  add(block: OptionBlock): void {
    const largest = largestOf([...block.value, ...(block.surplus ?? [])]);
    const step = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, largest));
    for (let from = 0; from < block.rows; from += step) {
      const to = Math.min(block.rows, from + step);
      for (const page of this.pages()) page.sums.reserve((to - from) * largest);
      this.#addRows(block, from, to, (to - from) * largest);
    }
  }

  merge(other: Sums): void {
    for (const page of other.pages()) {
      const own = this.#page(page.membership, page.best, page.next, 0);
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const count = page.counts[bucket] ?? 0;
        if (count === 0) continue;
        own.counts[bucket] = (own.counts[bucket] ?? 0) + count;
        for (let at = bucket * FIELDS; at < (bucket + 1) * FIELDS; at++) own.sums.add(at, page.sums.total(at));
      }
    }
    this.#bound.add(0, other.bound);
  }

  /** The same people give the same bytes. */
  toBytes(): Uint8Array {
    const numbers: number[] = [...toParts(this.bound)];
    for (const { membership, best, next, counts, sums } of this.pages()) {
      counts.forEach((count, bucket) => {
        if (count === 0) return;
        numbers.push(membership, best, next, bucket, count);
        for (let at = bucket * FIELDS; at < (bucket + 1) * FIELDS; at++) numbers.push(...toParts(sums.total(at)));
      });
    }
    return new Uint8Array(Float64Array.from(numbers).buffer);
  }

  static fromBytes(plan: CountPlan, bytes: Uint8Array): Sums {
    const read = new Sums(plan);
    const numbers = new Float64Array(bytes.slice().buffer);
    const at = (place: number): number => numbers[place] ?? 0;
    read.#bound.add(0, fromParts(at(0), at(1)));
    for (let from = 2; from < numbers.length; from += 5 + 2 * FIELDS) {
      const page = read.#page(at(from), at(from + 1), at(from + 2), 0);
      const bucket = at(from + 3);
      page.counts[bucket] = at(from + 4);
      for (let field = 0; field < FIELDS; field++) {
        const parts = from + 5 + 2 * field;
        page.sums.add(bucket * FIELDS + field, fromParts(at(parts), at(parts + 1)));
      }
    }
    return read;
  }

  #addRows(block: OptionBlock, from: number, to: number, reserved: number): void {
    const { value, surplus, quotas } = block;
    const placing: Placing = { best: -1, next: -1, score: 0, margin: 0, bucket: 0 };
    for (let row = from; row < to; row++) {
      if (!this.#placer.place(block, row, placing)) continue;
      const { best, next, bucket } = placing;
      this.#addBound(placing);
      const { counts, sums } = this.#page(quotas[row] ?? 0, best, next, reserved);
      const { open } = sums;
      const at = bucket * FIELDS;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
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

  #page(membership: number, best: number, next: number, reserved: number): CellPage {
    const size = this.#offers + 1;
    let pages = this.#pages.get(membership);
    if (pages === undefined) {
      pages = new Array<CellPage | undefined>(size * size).fill(undefined);
      this.#pages.set(membership, pages);
    }
    const place = (best + 1) * size + next + 1;
    const known = pages[place];
    if (known !== undefined) return known;
    const page = { membership, best, next, counts: new Float64Array(BUCKETS), sums: new WholeSums(BUCKETS * FIELDS) };
    page.sums.reserve(reserved);
    pages[place] = page;
    return page;
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
