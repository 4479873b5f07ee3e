import { type SeededRandom } from '#sdk';

/** Beyond this mean a normal approximation replaces Knuth's product, whose time grows with the mean. */
const LARGE_MEAN = 30;

/** A count of mean `mean` ≥ 0 (Knuth, The Art of Computer Programming 2, 3.4.1). */
export function poisson(random: SeededRandom, mean: number): number {
  if (mean > LARGE_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}

/** How many of `trials` succeed, each with `probability`. */
export function binomial(random: SeededRandom, trials: number, probability: number): number {
  let successes = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (random.uniform() < probability) successes++;
  }
  return successes;
}

/** Exponential of mean `mean`. */
export function exponential(random: SeededRandom, mean: number): number {
  return -mean * Math.log(1 - random.uniform());
}

/** 1 / (1 + e^−x). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** An index drawn with the probabilities `shares`, which sum to 1. */
export function pick(random: SeededRandom, shares: readonly number[]): number {
  let left = random.uniform();
  for (let index = 0; index < shares.length - 1; index++) {
    left -= shares[index] ?? 0;
    if (left < 0) return index;
  }
  return shares.length - 1;
}

/** The seed of a stream of randomness of a shop: each purpose has a number, so that what is drawn for one moves no other. */
export function shopStream(seed: number, purpose: number): number {
  return (Math.imul(seed, 0x9e3779b1) + purpose) >>> 0;
}
