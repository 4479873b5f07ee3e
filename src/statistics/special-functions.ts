import { createRequire } from 'node:module';
import type Betaln from '@stdlib/math-base-special-betaln';
import type ChiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import type NormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import type NormalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type TCdf from '@stdlib/stats-base-dists-t-cdf';
import type TQuantile from '@stdlib/stats-base-dists-t-quantile';

const require = createRequire(import.meta.url);

/*
 * Functions of @stdlib, each loaded when it is first called: together they are more than 400 files, which every start of a
 * server would read, and few ever use.
 */

/** ln B(a, b), of the beta function. */
export const betaln = lazily(() => require('@stdlib/math-base-special-betaln') as typeof Betaln);
/** P(X ≤ x) of the chi-squared distribution: x, degrees of freedom. */
export const chiSquareCdf = lazily(() => require('@stdlib/stats-base-dists-chisquare-cdf') as typeof ChiSquareCdf);
/** P(X ≤ x) of the normal distribution: x, mean, standard deviation. */
export const normalCdf = lazily(() => require('@stdlib/stats-base-dists-normal-cdf') as typeof NormalCdf);
/** The value below which a normal variable is with a probability: the probability, mean, standard deviation. */
export const normalQuantile = lazily(
  () => require('@stdlib/stats-base-dists-normal-quantile') as typeof NormalQuantile,
);
/** P(X ≤ x) of Student's t: x, degrees of freedom. */
export const tCdf = lazily(() => require('@stdlib/stats-base-dists-t-cdf') as typeof TCdf);
/** The value below which Student's t is with a probability: the probability, degrees of freedom. */
export const tQuantile = lazily(() => require('@stdlib/stats-base-dists-t-quantile') as typeof TQuantile);

function lazily<A extends readonly number[]>(load: () => (...numbers: A) => number): (...numbers: A) => number {
  let loaded: ((...numbers: A) => number) | undefined;
  return (...numbers) => (loaded ??= load())(...numbers);
}
