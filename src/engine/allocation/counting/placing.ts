import { type OptionBlock } from '../problem/blocks.js';
import { type CountPlan } from '../problem/plans.js';
import { type PriceList, priceList, tieCost } from '../problem/prices.js';
import { type Program, programOf } from '../problem/problem.js';

/** Of a person who may get some offer, at some prices: what is best for it, what is next best, and by how much. */
export interface Placing {
  /** Offers; −1 is nothing. */
  best: number;
  next: number;
  /** The score of the best, not below 0. */
  score: number;
  /** How much the best is above the next best. */
  margin: number;
  /** Of the margin: one of {@link BUCKETS}. */
  bucket: number;
  /** Of how much more surplus the best has than the next best: one of {@link SLOPES}. */
  slope: number;
}

export function unplaced(): Placing {
  return { best: -1, next: -1, score: 0, margin: 0, bucket: 0, slope: 0 };
}

const PER_OCTAVE = 8;
const LEAST_OCTAVE = -24;
const MOST_OCTAVE = 48;
/** Margins fall into these many buckets, eight for each time that they double. */
export const BUCKETS = (MOST_OCTAVE - LEAST_OCTAVE) * PER_OCTAVE;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** The exponent of a double and the first three bits behind it, less those of the least margin. */
const FIRST = (1023 + LEAST_OCTAVE) * PER_OCTAVE;

/** Little-endian, as every machine that this runs on. */
function bucketOf(margin: number): number {
  double[0] = margin;
  const place = ((words[1] ?? 0) >>> 17) - FIRST;
  return place < 0 ? 0 : place >= BUCKETS ? BUCKETS - 1 : place;
}

/** Surpluses differ by nothing, or by a sign and a size, of which there are two each time that it doubles. */
export const SLOPES = 1 + 2 * 100;

function slopeOf(difference: number): number {
  if (difference === 0) return 0;
  double[0] = Math.abs(difference);
  const size = Math.min(99, Math.max(0, ((words[1] ?? 0) >>> 19) - 2 * 1023));
  return 1 + 2 * size + (difference < 0 ? 1 : 0);
}

/** The margins of a bucket: [from, to). */
export function marginsOf(bucket: number): readonly [number, number] {
  const edge = (place: number): number => {
    const octave = Math.floor(place / PER_OCTAVE);
    return 2 ** (octave + LEAST_OCTAVE) * (1 + (place % PER_OCTAVE) / PER_OCTAVE);
  };
  return [bucket === 0 ? 0 : edge(bucket), bucket === BUCKETS - 1 ? Infinity : edge(bucket + 1)];
}

/** Places people at the prices of a plan. */
export class Placer {
  readonly #list: PriceList;
  readonly program: Program;

  constructor({ problem, prices }: Pick<CountPlan, 'problem' | 'prices'>) {
    this.program = programOf(problem);
    this.#list = priceList(this.program, Float64Array.from(prices));
  }

  /** Fills in the placing of a row; false where it has no option. */
  place({ value, surplus, quotas, keys }: OptionBlock, row: number, to: Placing): boolean {
    const prices = this.#list.of(quotas[row] ?? 0);
    const { roi } = this.#list;
    const key = keys[row] ?? 0;
    const offers = value.length;
    let [best, next, first, second] = [-1, -1, 0, -Infinity];
    for (let offer = 0; offer < offers; offer++) {
      const worth = value[offer]?.[row] ?? Number.NaN;
      if (Number.isNaN(worth)) continue;
      const extra = roi === 0 ? 0 : roi * (surplus?.[offer]?.[row] ?? 0);
      const score = worth + extra - (prices[offer] ?? 0) - tieCost(key, offer, offers);
      if (score > first) {
        [second, next] = [first, best];
        [first, best] = [score, offer];
      } else if (score > second) {
        [second, next] = [score, offer];
      }
    }
    if (second === -Infinity) return false;
    to.best = best;
    to.next = next;
    to.score = first;
    to.margin = first - second;
    to.bucket = bucketOf(to.margin);
    to.slope = surplus === undefined ? 0 : slopeOf(surplusAt(surplus, best, row) - surplusAt(surplus, next, row));
    return true;
  }
}

function surplusAt(surplus: readonly Float64Array[], offer: number, row: number): number {
  return offer === -1 ? 0 : (surplus[offer]?.[row] ?? 0);
}
