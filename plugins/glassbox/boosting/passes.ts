import { BINS, type Sums } from './sums.js';

/** One pass over the rows to learn from: each is moved by the bin of the last step, and summed by a bin of the next term. */
export interface Pass {
  /** Binary: odds; regression: links. */
  readonly state: Float64Array;
  /** By bin of `before`: what the odds are multiplied by, or what is added to the link. */
  readonly change: Float64Array;
  /** By row: the bin of the term that stepped last. */
  readonly before: Uint8Array;
  /** By row: the bin of the term that steps next. */
  readonly bins: Uint8Array;
  /** Rows to learn from; those after them are left alone. */
  readonly end: number;
}

/** Whole pass of the log loss: slope p − y and curvature p (1 − p), where every row has weight 1. */
export type PlainPass = (pass: Pass, positives: Float64Array, out: Sums) => void;

/**
 * {@link sumBinary} where all weights are 1, which is nearly always: without label and weight, and four rows at a time, each
 * with sums of its own, so that a row seldom waits for the one before it in the same bin.
 */
export function plainPass(): PlainPass {
  const lanes = () => new Float64Array(BINS);
  const [g0, g1, g2, g3] = [lanes(), lanes(), lanes(), lanes()];
  const [h0, h1, h2, h3] = [lanes(), lanes(), lanes(), lanes()];
  return ({ state, change, before, bins, end }, positives, { gradient, hessian }) => {
    for (const lane of [g0, g1, g2, g3, h0, h1, h2, h3]) lane.fill(0);
    const fours = end - (end % 4);
    for (let row = 0; row < fours; row += 4) {
      const a = (state[row] as number) * (change[before[row] as number] as number);
      const b = (state[row + 1] as number) * (change[before[row + 1] as number] as number);
      const c = (state[row + 2] as number) * (change[before[row + 2] as number] as number);
      const d = (state[row + 3] as number) * (change[before[row + 3] as number] as number);
      state[row] = a;
      state[row + 1] = b;
      state[row + 2] = c;
      state[row + 3] = d;
      const [restA, restB, restC, restD] = [1 / (1 + a), 1 / (1 + b), 1 / (1 + c), 1 / (1 + d)];
      const binA = bins[row] as number;
      const binB = bins[row + 1] as number;
      const binC = bins[row + 2] as number;
      const binD = bins[row + 3] as number;
      (g0[binA] as number) += 1 - restA;
      (g1[binB] as number) += 1 - restB;
      (g2[binC] as number) += 1 - restC;
      (g3[binD] as number) += 1 - restD;
      (h0[binA] as number) += (1 - restA) * restA;
      (h1[binB] as number) += (1 - restB) * restB;
      (h2[binC] as number) += (1 - restC) * restC;
      (h3[binD] as number) += (1 - restD) * restD;
    }
    for (let row = fours; row < end; row++) {
      const odds = (state[row] as number) * (change[before[row] as number] as number);
      state[row] = odds;
      const rest = 1 / (1 + odds);
      const bin = bins[row] as number;
      (g0[bin] as number) += 1 - rest;
      (h0[bin] as number) += (1 - rest) * rest;
    }
    for (let bin = 0; bin < BINS; bin++) {
      const probabilities = (g0[bin] as number) + (g1[bin] as number) + (g2[bin] as number) + (g3[bin] as number);
      gradient[bin] = probabilities - (positives[bin] as number);
      hessian[bin] = (h0[bin] as number) + (h1[bin] as number) + (h2[bin] as number) + (h3[bin] as number);
    }
  };
}

/** Slope p − y and curvature p (1 − p) of the log loss, by bin. */
export function sumBinary(
  { state, change, before, bins, end }: Pass,
  label: Float64Array,
  weight: Float64Array,
  { gradient, hessian }: Sums,
): void {
  gradient.fill(0);
  hessian.fill(0);
  for (let row = 0; row < end; row++) {
    const odds = (state[row] as number) * (change[before[row] as number] as number);
    state[row] = odds;
    const rest = 1 / (1 + odds);
    const w = weight[row] as number;
    const bin = bins[row] as number;
    (gradient[bin] as number) += w * (1 - rest - (label[row] as number));
    (hessian[bin] as number) += w * (1 - rest) * rest;
  }
}

/** Slope link − y and curvature 1 of half the squared error, by bin. */
export function sumSquared(
  { state, change, before, bins, end }: Pass,
  label: Float64Array,
  weight: Float64Array,
  { gradient, hessian }: Sums,
): void {
  gradient.fill(0);
  hessian.fill(0);
  for (let row = 0; row < end; row++) {
    const link = (state[row] as number) + (change[before[row] as number] as number);
    state[row] = link;
    const w = weight[row] as number;
    const bin = bins[row] as number;
    (gradient[bin] as number) += w * (link - (label[row] as number));
    (hessian[bin] as number) += w;
  }
}
