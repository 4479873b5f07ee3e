import {
  candidatesByWeights,
  defineRecommender,
  packItemWeights,
  partsByWeights,
  scoreByWeights,
  similarityByWeights,
  unpackArrays,
  unpackItemWeights,
} from '#sdk';
import {
  type ExactHeader,
  packExactly,
  partsExactly,
  scoreExactly,
  similarityExactly,
  unpackExactly,
} from './exact.js';
import { type Ease, learn } from './learn.js';
import { type EaseOptions, options } from './options.js';

export default defineRecommender<EaseOptions, Ease>({
  options,
  train: (input, own, run) => learn(input, own, run),
  save: (ease) => (ease.form === 'exact' ? packExactly(ease) : packItemWeights(ease, ease.learned)),
  load,
  count: (ease) => (ease.form === 'exact' ? ease.rest.length : ease.count),
  candidates: (ease, history) => (ease.form === 'exact' ? ease.known : candidatesByWeights(ease, history)),
  score(ease, histories, items, out) {
    if (ease.form === 'exact') scoreExactly(ease, histories, items, out);
    else scoreByWeights(ease, histories, items, out);
  },
  parts: (ease, history, items) =>
    ease.form === 'exact' ? partsExactly(ease, history, items) : partsByWeights(ease, history, items),
  similarity(ease, item, out) {
    if (ease.form === 'exact') similarityExactly(ease, item, out);
    else similarityByWeights(ease, item, out);
  },
  describe: (ease, { kept }) => ({
    notes: [
      ease.form === 'exact'
        ? `EASE learned of all ${String(ease.rest.length)} items, and keeps what it learned exactly.`
        : `EASE learned of ${String(ease.learned)} of ${String(ease.count)} items, and keeps the ${String(kept)} largest weights of each; the others it recommends to nobody.`,
    ],
  }),
});

/** Of the form of the bytes. */
const VERSION = 1;

function load(bytes: Uint8Array): Ease {
  const packed = unpackArrays<ExactHeader>(bytes, VERSION);
  if ('people' in packed.header) return unpackExactly(packed);
  const { also, ...weights } = unpackItemWeights(bytes);
  return { form: 'weights', ...weights, learned: Number(also) };
}
