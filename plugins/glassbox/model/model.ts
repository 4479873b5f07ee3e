import { type FeatureBins } from './bins.js';

/** A trained glass box: the link of a score is the intercept, one cell of every curve and one of every pair, added up. */
export interface Model {
  /** Binary: the link is the logit. */
  readonly task: 'binary' | 'regression';
  readonly intercept: number;
  readonly features: readonly FeatureBins[];
  /** One a feature. */
  readonly curves: readonly Curve[];
  readonly pairs: readonly Pair[];
}

/** What a feature adds, by its bins. */
export interface Curve {
  readonly effect: Float32Array;
  /** Standard error of each effect. */
  readonly error: Float32Array;
  /** Share of the training weight in each bin. */
  readonly weight: Float32Array;
}

/** Cells a side of a pair's grid. */
export const SIDE = 16;

/** What two features add together, on a grid of {@link SIDE} × {@link SIDE} cells, row by row of the first. */
export interface Pair {
  readonly features: readonly [number, number];
  /** By bin of each of the two features: the row or column of the grid. */
  readonly cells: readonly [Uint8Array, Uint8Array];
  readonly effect: Float32Array;
  /** Share of the training weight in each cell. */
  readonly weight: Float32Array;
}

export function sigmoid(link: number): number {
  return 1 / (1 + Math.exp(-link));
}
