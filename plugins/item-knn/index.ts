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
import { neighbours } from './neighbours.js';
import { options } from './options.js';

export default defineRecommender({
  options,
  train: neighbours,
  save: packItemWeights,
  load: (bytes): ItemWeights => unpackItemWeights(bytes),
  count: ({ count }) => count,
  candidates: candidatesByWeights,
  score: scoreByWeights,
  parts: partsByWeights,
  similarity: similarityByWeights,
  describe: ({ count, starts }) => {
    const known = starts.filter((start, item) => item > 0 && start > (starts[item - 1] ?? 0)).length;
    return {
      notes: [
        `${String(known)} of ${String(count)} items have neighbours: the others are recommended to nobody, and recommend nothing.`,
      ],
    };
  },
});
