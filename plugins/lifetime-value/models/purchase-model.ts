/**
 * A model of how often people buy until they leave. Its parameters are positive numbers, in the order of `parameters`; times are
 * in the unit of the fit.
 */
export interface PurchaseModel {
  readonly parameters: readonly string[];
  /** Where a fit begins. */
  readonly start: readonly number[];
  /**
   * How much a covariate's coefficient moves the logarithm of each parameter: −1 or 1 times the covariate, or 0 (Fader and Hardie,
   * 2007, "Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models").
   */
  readonly covariateSigns: readonly number[];
  /** The likelihood of customers with so many repeat purchases; what depends on nothing else is computed here once. */
  likelihoodOf(parameters: ArrayLike<number>, repeats: number): CustomerLikelihood;
  /** P(has not left) of somebody with this history. */
  alive(parameters: ArrayLike<number>, history: History): number;
  /** Purchases expected within `time` of somebody who has not left. */
  whileAlive(parameters: ArrayLike<number>, history: History, time: number): number;
  /** Repeat purchases expected of somebody new within `time`. */
  ofNew(parameters: ArrayLike<number>, time: number): number;
}

export interface History {
  readonly repeats: number;
  readonly recency: number;
  readonly age: number;
}

/** @param gradient gets the derivative by each parameter (not by its logarithm) @returns the log-likelihood */
export type CustomerLikelihood = (recency: number, age: number, gradient: Float64Array) => number;

/** log(e^a + e^b). */
export function logSum(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most));
}
