import { at, midranks } from '../index.js';

/**
 * Area under the ROC curve: the probability that a positive scores higher than a negative, a tie counting half
 * (Mann and Whitney, 1947).
 *
 * @param scores one finite score a row
 * @param labels 1 for a positive row, 0 for a negative one
 * @returns 0 to 1; NaN where one of the classes has no row
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const ranks = midranks(scores);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (at(labels, i) !== 1) continue;
    positives++;
    rankSum += at(ranks, i);
  }
  const negatives = ranks.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
