import {
  candidatesByWeights,
  defineRecommender,
  type ItemWeights,
  packItemWeights,
  partsByWeights,
  scoreByWeights,
  similarityByWeights,
  unpackItemWeights,
} from '#sdk';
import { learn } from './learn.js';
import { type EaseOptions, options } from './options.js';

/** How many items were learned. */
interface Learned extends ItemWeights {
  readonly also: unknown;
}

export default defineRecommender<EaseOptions, Learned>({
  options,
  train: (input, own, run) => {
    const { weights, learned } = learn(input, own, run);
    return { ...weights, also: learned };
  },
  save: (weights) => packItemWeights(weights, weights.also),
  load: unpackItemWeights,
  count: ({ count }) => count,
  candidates: candidatesByWeights,
  score: scoreByWeights,
  parts: partsByWeights,
  similarity: similarityByWeights,
  describe: ({ count, also }, { kept }) => ({
    notes: [
      `EASE learned of ${String(also)} of ${String(count)} items, and keeps the ${String(kept)} largest weights of each; the others it recommends to nobody.`,
    ],
  }),
});
