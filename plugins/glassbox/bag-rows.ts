import { type Step } from './curve-step.js';
import { BINS, type Sums } from './sums.js';

/** A curve or a pair while it is learned. */
export interface Term {
  /** By row of the training set. */
  readonly bins: Uint8Array;
  /** Bins in use. */
  readonly size: number;
  /** A new maker of steps; some remember an order. */
  readonly stepper: () => Step;
}

export interface Target {
  readonly task: 'binary' | 'regression';
  readonly label: Float64Array;
  /** Mean 1. */
  readonly weight: Float64Array;
}

/** The rows set aside are fewer than this: they say nothing, and all rows judge. */
const LEAST_HELD = 20;

/** The rows of one bag, those to learn from first, laid out for passing over them again and again. */
export class BagRows {
  readonly #bins: readonly Uint8Array[];
  readonly #label: Float64Array;
  readonly #weight: Float64Array;
  /** Binary: the odds, so that a step is a product and no exponential is taken; regression: the link. */
  readonly #state: Float64Array;
  readonly #start: Float64Array;
  readonly #binary: boolean;
  readonly #taught: number;
  readonly #sums: readonly Sums[];
  /** Binary, where all weights are 1: the labels summed by bin, by term, since they are the same at every pass. */
  readonly #positives: readonly Float64Array[] | null;
  /** Sums of every other row, so that a row seldom waits for the one before it in the same bin. */
  readonly #others = { gradient: new Float64Array(BINS), hessian: new Float64Array(BINS) };
  /** The step that is to be added at the next pass, and the term it belongs to. */
  readonly #pending = new Float64Array(BINS);
  #pendingTerm = -1;

  constructor(
    terms: readonly Term[],
    { task, label, weight }: Target,
    start: Float64Array,
    taught: Int32Array,
    held: Int32Array,
  ) {
    const order = new Int32Array(taught.length + held.length);
    order.set(taught);
    order.set(held, taught.length);
    this.#taught = taught.length;
    this.#binary = task === 'binary';
    this.#bins = terms.map(({ bins }) => Uint8Array.from(order, (row) => bins[row] ?? 0));
    this.#label = Float64Array.from(order, (row) => label[row] ?? 0);
    this.#weight = Float64Array.from(order, (row) => weight[row] ?? 0);
    this.#start = Float64Array.from(order, (row) => start[row] ?? 0);
    this.#state = this.#binary ? this.#start.map(Math.exp) : this.#start.slice();
    this.#sums = terms.map((_, position) => emptySums(this.#bins[position], taught.length));
    const plain = this.#binary && this.#weight.every((own) => own === 1);
    this.#positives = plain ? this.#bins.map((bins) => labelSums(bins, this.#label, taught.length)) : null;
  }

  /** Adds the step that waits, and sums slope and curvature by the bins of a term. */
  sums(term: number): Sums {
    const sums = this.#sums[term] ?? emptySums(undefined, 0);
    sums.gradient.fill(0);
    sums.hessian.fill(0);
    const bins = this.#bins[term] ?? new Uint8Array();
    const before = this.#bins[this.#pendingTerm] ?? bins;
    if (this.#pendingTerm < 0) this.#pending.fill(this.#binary ? 1 : 0);
    const positives = this.#positives?.[term];
    if (positives !== undefined) this.#sumPlain(before, bins, sums, positives);
    else if (this.#binary) this.#sumBinary(before, bins, sums);
    else this.#sumSquared(before, bins, sums);
    this.#forwardHeld(before);
    this.#pendingTerm = -1;
    return sums;
  }

  /** The step of a term; it is added at the next pass. */
  add(term: number, step: Float64Array): void {
    this.#pendingTerm = term;
    for (let bin = 0; bin < BINS; bin++)
      this.#pending[bin] = this.#binary ? Math.exp(step[bin] ?? 0) : (step[bin] ?? 0);
  }

  /** {@link #sumBinary} where all weights are 1, which is nearly always: two rows at a time, without label and weight. */
  #sumPlain(before: Uint8Array, bins: Uint8Array, { gradient, hessian }: Sums, positives: Float64Array): void {
    const state = this.#state;
    const factor = this.#pending;
    const { gradient: otherGradient, hessian: otherHessian } = this.#others;
    otherGradient.fill(0);
    otherHessian.fill(0);
    const even = this.#taught & ~1;
    for (let row = 0; row < even; row += 2) {
      const odds = (state[row] as number) * (factor[before[row] as number] as number);
      const otherOdds = (state[row + 1] as number) * (factor[before[row + 1] as number] as number);
      state[row] = odds;
      state[row + 1] = otherOdds;
      const rest = 1 / (1 + odds);
      const otherRest = 1 / (1 + otherOdds);
      const bin = bins[row] as number;
      const otherBin = bins[row + 1] as number;
      gradient[bin] = (gradient[bin] as number) + (1 - rest);
      otherGradient[otherBin] = (otherGradient[otherBin] as number) + (1 - otherRest);
      hessian[bin] = (hessian[bin] as number) + (1 - rest) * rest;
      otherHessian[otherBin] = (otherHessian[otherBin] as number) + (1 - otherRest) * otherRest;
    }
    if (even < this.#taught) {
      const odds = (state[even] as number) * (factor[before[even] as number] as number);
      state[even] = odds;
      const rest = 1 / (1 + odds);
      const bin = bins[even] as number;
      gradient[bin] = (gradient[bin] as number) + (1 - rest);
      hessian[bin] = (hessian[bin] as number) + (1 - rest) * rest;
    }
    for (let bin = 0; bin < BINS; bin++) {
      gradient[bin] = (gradient[bin] as number) + (otherGradient[bin] as number) - (positives[bin] as number);
      hessian[bin] = (hessian[bin] as number) + (otherHessian[bin] as number);
    }
  }

  /** One pass: odds and probability, slope p − y and curvature p (1 − p) of the log loss. */
  #sumBinary(before: Uint8Array, bins: Uint8Array, { gradient, hessian }: Sums): void {
    const state = this.#state;
    const label = this.#label;
    const weight = this.#weight;
    const factor = this.#pending;
    const end = this.#taught;
    for (let row = 0; row < end; row++) {
      const odds = (state[row] ?? 0) * (factor[before[row] ?? 0] ?? 1);
      state[row] = odds;
      const rest = 1 / (1 + odds);
      const probability = 1 - rest;
      const w = weight[row] ?? 0;
      const bin = bins[row] ?? 0;
      gradient[bin] = (gradient[bin] ?? 0) + w * (probability - (label[row] ?? 0));
      hessian[bin] = (hessian[bin] ?? 0) + w * probability * rest;
    }
  }

  /** One pass: slope link − y and curvature 1 of half the squared error. */
  #sumSquared(before: Uint8Array, bins: Uint8Array, { gradient, hessian }: Sums): void {
    const state = this.#state;
    const label = this.#label;
    const weight = this.#weight;
    const step = this.#pending;
    const end = this.#taught;
    for (let row = 0; row < end; row++) {
      const link = (state[row] ?? 0) + (step[before[row] ?? 0] ?? 0);
      state[row] = link;
      const w = weight[row] ?? 0;
      const bin = bins[row] ?? 0;
      gradient[bin] = (gradient[bin] ?? 0) + w * (link - (label[row] ?? 0));
      hessian[bin] = (hessian[bin] ?? 0) + w;
    }
  }

  #forwardHeld(before: Uint8Array): void {
    const [state, pending, binary] = [this.#state, this.#pending, this.#binary];
    for (let row = this.#taught; row < state.length; row++) {
      const change = pending[before[row] ?? 0] ?? 0;
      state[row] = binary ? (state[row] ?? 0) * change : (state[row] ?? 0) + change;
    }
  }

  /** The mean loss on the rows set aside; on all where those are too few. */
  loss(): number {
    const before = this.#bins[this.#pendingTerm];
    let sum = 0;
    let total = 0;
    for (let row = this.#firstJudged(); row < this.#state.length; row++) {
      const pending = before === undefined ? NaN : (this.#pending[before[row] ?? 0] ?? 0);
      const state = this.#state[row] ?? 0;
      const now = Number.isNaN(pending) ? state : this.#binary ? state * pending : state + pending;
      const w = this.#weight[row] ?? 0;
      sum += w * (this.#binary ? logLoss(now, this.#label[row] ?? 0) : (now - (this.#label[row] ?? 0)) ** 2);
      total += w;
    }
    return total > 0 ? sum / total : 0;
  }

  #firstJudged(): number {
    return this.#state.length - this.#taught >= LEAST_HELD ? this.#taught : 0;
  }

  /** By term: what the mean loss on the rows set aside rises by when the term is left out. */
  worth(effects: readonly Float64Array[]): Float64Array {
    const first = this.#firstJudged();
    const links = this.#start.slice(first);
    const addTerm = (position: number, sign: 1 | -1) => {
      const bins = this.#bins[position];
      const effect = effects[position];
      for (let row = 0; row < links.length; row++) {
        links[row] = (links[row] ?? 0) + sign * (effect?.[bins?.[first + row] ?? 0] ?? 0);
      }
    };
    effects.forEach((_, position) => {
      addTerm(position, 1);
    });
    const full = this.#lossOf(links, first);
    return Float64Array.from(effects, (_, position) => {
      addTerm(position, -1);
      const without = this.#lossOf(links, first);
      addTerm(position, 1);
      return without - full;
    });
  }

  #lossOf(links: Float64Array, first: number): number {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < links.length; row++) {
      const w = this.#weight[first + row] ?? 0;
      const y = this.#label[first + row] ?? 0;
      const link = links[row] ?? 0;
      sum += w * (this.#binary ? logLoss(Math.exp(link), y) : (link - y) ** 2);
      total += w;
    }
    return total > 0 ? sum / total : 0;
  }
}

/** log(1 + odds) − y log(odds) */
function logLoss(odds: number, y: number): number {
  return Math.log1p(odds) - (y === 0 ? 0 : y * Math.log(odds));
}

function labelSums(bins: Uint8Array, label: Float64Array, taught: number): Float64Array {
  const sums = new Float64Array(BINS);
  for (let row = 0; row < taught; row++) {
    const bin = bins[row] ?? 0;
    sums[bin] = (sums[bin] ?? 0) + (label[row] ?? 0);
  }
  return sums;
}

function emptySums(bins: Uint8Array | undefined, taught: number): Sums {
  const rows = new Float64Array(BINS);
  for (let row = 0; row < taught; row++) {
    const bin = bins?.[row] ?? 0;
    rows[bin] = (rows[bin] ?? 0) + 1;
  }
  return { gradient: new Float64Array(BINS), hessian: new Float64Array(BINS), rows };
}
