import { type ScoreSpread } from '#strata/scoring';
import { sameRank } from '#strata/scoring/model';
import { type ReferenceScores } from '../registry/index.js';

/**
 * The scores that later ones of what decides are compared with. A version that was fitted again learned from its hold-out,
 * too, so that nobody is left whom it does not know. Their scores are those of the hold-out by the first fit, moved to
 * where the second fit puts scores: each to the one of the same rank among the rows that both learned from.
 *
 * @param heldOut scores of the hold-out by the first fit
 */
export function servedScores(heldOut: Float64Array, first: ScoreSpread, second?: ScoreSpread): ReferenceScores {
  if (second === undefined) return { unseen: heldOut, learned: first.learned };
  const { learned, shared = learned } = second;
  return { unseen: heldOut.map((score) => sameRank(first.learned, shared, score)), learned };
}
