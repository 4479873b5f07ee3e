import { type DualRows } from './dual-rows.js';
import { type Program } from '../problem/problem.js';

/** The dual function at some prices, and its smoothed form. Arrays have an entry for each limit. */
export interface DualPoint {
  readonly value: number;
  /** What is left of each limit where everybody gets what is worth most. */
  readonly left: Float64Array;
  readonly smooth: number;
  /** The slope of the smoothed form. */
  readonly gradient: Float64Array;
  /** Its curvature: limits × limits. */
  readonly hessian: Float64Array;
}

/** What is so much worse than the best, in units of the smoothing, counts for nothing: e^−40 is lost in a sum of doubles. */
const NEGLIGIBLE = 40;

/**
 * The Lagrangian dual Σ max(0, max_j s_j) + prices·b, where s_j is an offer's score after prices, and its smoothed form with
 * τ·log(1 + Σ_j exp(s_j/τ)) for each maximum, which is convex and can be derived twice (Nesterov, Smooth minimization of
 * non-smooth functions, 2005).
 */
export function dualAt(rows: DualRows, program: Program, prices: Float64Array, tau: number): DualPoint {
  const work = new DualSum(rows, program, prices, tau);
  for (let row = 0; row < rows.rows; row++) work.add(row);
  return work.result();
}

class DualSum {
  readonly #size: number;
  readonly #offers: number;
  readonly #mu: number;
  /** By kind: what each offer costs. */
  readonly #costs: readonly Float64Array[];
  readonly #scores: Float64Array;
  /** The weight of each offer in the smoothed maximum. */
  readonly #chances: Float64Array;
  /** What a person of a row uses of each limit, on average over the chances, and with one offer. */
  readonly #mean: Float64Array;
  readonly #own: Float64Array;
  readonly #left: Float64Array;
  readonly #gradient: Float64Array;
  readonly #hessian: Float64Array;
  #value = 0;
  #smooth = 0;

  constructor(
    private readonly rows: DualRows,
    private readonly program: Program,
    private readonly prices: Float64Array,
    private readonly tau: number,
  ) {
    const { offers, bounds, roi } = program;
    this.#size = bounds.length;
    this.#offers = offers;
    this.#mu = roi === -1 ? 0 : (prices[roi] ?? 0);
    this.#costs = rows.kinds.map((coefficients) => costsOf(coefficients, prices, offers));
    this.#scores = new Float64Array(offers);
    this.#chances = new Float64Array(offers);
    this.#mean = new Float64Array(this.#size);
    this.#own = new Float64Array(this.#size);
    this.#left = bounds.slice();
    this.#gradient = bounds.slice();
    this.#hessian = new Float64Array(this.#size * this.#size);
  }

  add(row: number): void {
    const weight = this.rows.weights[row] ?? 0;
    const best = this.#scoreRow(row);
    const most = best === -1 ? 0 : (this.#scores[best] ?? 0);
    this.#value += weight * most;
    if (best !== -1) this.#addUse(this.#left, row, best, -weight);
    const above = this.#weighOffers(most);
    this.#smooth += weight * (most + this.tau * above);
    if (above > 0) this.#addSpread(row, weight);
    else if (best !== -1) this.#addUse(this.#gradient, row, best, -weight);
  }

  result(): DualPoint {
    const paid = this.prices.reduce((sum, price, limit) => sum + price * (this.program.bounds[limit] ?? 0), 0);
    return {
      value: this.#value + paid,
      left: this.#left,
      smooth: this.#smooth + paid,
      gradient: this.#gradient,
      hessian: this.#hessian,
    };
  }

  /** Fills in the scores after prices; the offer of the largest, −1 where none is above 0. */
  #scoreRow(row: number): number {
    const { scores, surplus, kindOf } = this.rows;
    const costs = this.#costs[kindOf[row] ?? 0];
    const mu = this.#mu;
    let [best, most] = [-1, 0];
    for (let offer = 0; offer < this.#offers; offer++) {
      const at = row * this.#offers + offer;
      let score = (scores[at] ?? 0) - (costs?.[offer] ?? 0);
      if (mu !== 0 && score !== -Infinity) score += mu * (surplus?.[at] ?? 0);
      this.#scores[offer] = score;
      if (score > most) {
        most = score;
        best = offer;
      }
    }
    return best;
  }

  /** Fills in the chances; the logarithm of the sum of exponentials above the largest: 0 where nothing else counts. */
  #weighOffers(most: number): number {
    const { tau } = this;
    let sum = most > NEGLIGIBLE * tau ? 0 : Math.exp(-most / tau);
    for (let offer = 0; offer < this.#offers; offer++) {
      const below = ((this.#scores[offer] ?? 0) - most) / tau;
      const chance = below < -NEGLIGIBLE ? 0 : Math.exp(below);
      this.#chances[offer] = chance;
      sum += chance;
    }
    for (let offer = 0; offer < this.#offers; offer++) this.#chances[offer] = (this.#chances[offer] ?? 0) / sum;
    return Math.log(sum);
  }

  /** The slope and the curvature of a row of whom more than one offer may be the best. */
  #addSpread(row: number, weight: number): void {
    const mean = this.#mean.fill(0);
    let nothing = 1;
    for (let offer = 0; offer < this.#offers; offer++) {
      const chance = this.#chances[offer] ?? 0;
      if (chance === 0) continue;
      nothing -= chance;
      this.#addUse(mean, row, offer, chance);
    }
    for (let limit = 0; limit < this.#size; limit++)
      this.#gradient[limit] = (this.#gradient[limit] ?? 0) - weight * (mean[limit] ?? 0);
    const share = weight / this.tau;
    for (let offer = 0; offer < this.#offers; offer++) {
      const chance = this.#chances[offer] ?? 0;
      if (chance !== 0) this.#addCurvature(row, offer, share * chance);
    }
    if (nothing > 0) this.#addCurvature(row, -1, share * nothing);
  }

  #addCurvature(row: number, offer: number, weight: number): void {
    const own = this.#own;
    for (let limit = 0; limit < this.#size; limit++) own[limit] = 0 - (this.#mean[limit] ?? 0);
    if (offer !== -1) this.#addUse(own, row, offer, 1);
    for (let one = 0; one < this.#size; one++) {
      const scaled = weight * (own[one] ?? 0);
      if (scaled === 0) continue;
      const from = one * this.#size;
      for (let two = 0; two <= one; two++)
        this.#hessian[from + two] = (this.#hessian[from + two] ?? 0) + scaled * (own[two] ?? 0);
    }
  }

  /** Adds what an offer to a person of a row uses of each limit. */
  #addUse(to: Float64Array, row: number, offer: number, times: number): void {
    const { roi } = this.program;
    const { kinds, kindOf, surplus } = this.rows;
    const uses = kinds[kindOf[row] ?? 0];
    for (let limit = 0; limit < this.#size; limit++) {
      const at = limit * this.#offers + offer;
      const use = limit === roi ? 0 - (surplus?.[row * this.#offers + offer] ?? 0) : (uses?.[at] ?? 0);
      if (use !== 0) to[limit] = (to[limit] ?? 0) + times * use;
    }
  }
}

function costsOf(coefficients: Float64Array, prices: Float64Array, offers: number): Float64Array {
  return Float64Array.from({ length: offers }, (_, offer) =>
    prices.reduce((sum, price, limit) => sum + price * (coefficients[limit * offers + offer] ?? 0), 0),
  );
}
