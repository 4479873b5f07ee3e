import { definePolicy, type PolicyQuestion } from '#sdk';
import { bestProbabilities, topTwo } from './best-probabilities.js';
import { featuresOf, type LinearModels, linearModels, upperBound } from './lin-ucb.js';
import { type BanditOptions, options } from './options.js';
import { deviationOf, posteriorsOf } from './posteriors.js';
import { type BanditState, learned } from './state.js';

export default definePolicy({
  options,
  begin: (_, kind): BanditState => ({ kind, at: null, offers: {} }),
  choose(state, question, own, out) {
    if (own.algorithm === 'linucb') {
      chooseHighest(state, question, own, out);
      return;
    }
    bestProbabilities(posteriorsOf(state, question.offers, own), out);
    if (own.algorithm === 'top-two') topTwo(out, own.best);
  },
  learn: (state, rewards, { halfLife = Infinity, algorithm, linear }) =>
    learned(state, rewards, {
      halfLife,
      features: (context) => (algorithm === 'linucb' ? featuresOf(context, linear) : NO_FEATURES),
    }),
  save: (state) => new TextEncoder().encode(JSON.stringify(state)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as BanditState,
});

const NO_FEATURES = new Float64Array();

/**
 * The offers of the highest bound, which share it where there are several. Alpha counts in deviations of the rewards: how far a
 * mean may be off grows with them (Abbasi-Yadkori, Pál, Szepesvári, 2011, theorem 2), whatever the currency.
 */
function chooseHighest(
  state: BanditState,
  { offers, context }: PolicyQuestion,
  { alpha, linear, ridge }: BanditOptions,
  out: Float64Array,
): void {
  const features = featuresOf(context, linear);
  const models = modelsOf(state, { width: context.length, features: features.length, ridge });
  const scaled = { features, alpha: alpha * deviationOf(state) };
  const bounds = offers.map((id) => upperBound(models, id, scaled));
  const highest = Math.max(...bounds);
  const first = bounds.filter((bound) => bound === highest).length;
  bounds.forEach((bound, place) => {
    out[place] = bound === highest ? 1 / first : 0;
  });
}

type Shape = Parameters<typeof linearModels>[1];
const fitted = new WeakMap<BanditState, { readonly shape: Shape; readonly models: LinearModels }>();

/** The models of a state, which many questions are asked of, are made once. */
function modelsOf(state: BanditState, shape: Shape): LinearModels {
  const before = fitted.get(state);
  if (
    before?.shape.width === shape.width &&
    before.shape.ridge === shape.ridge &&
    before.shape.features === shape.features
  )
    return before.models;
  const models = linearModels(state.offers, shape);
  fitted.set(state, { shape, models });
  return models;
}
