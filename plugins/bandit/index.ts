import { definePolicy, type PolicyQuestion } from '#sdk';
import { bestProbabilities, topTwo } from './best-probabilities.js';
import { upperBound } from './lin-ucb.js';
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
  learn: (state, rewards, { halfLife = Infinity, algorithm }) =>
    learned(state, rewards, { halfLife, readsContext: algorithm === 'linucb' }),
  save: (state) => new TextEncoder().encode(JSON.stringify(state)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as BanditState,
});

/**
 * The offers of the highest bound, which share it where there are several. Alpha counts in deviations of the rewards: how far a
 * mean may be off grows with them (Abbasi-Yadkori, Pál, Szepesvári, 2011, theorem 2), whatever the currency.
 */
function chooseHighest(
  state: BanditState,
  { offers, context }: PolicyQuestion,
  { alpha, ridge }: BanditOptions,
  out: Float64Array,
): void {
  const scaled = { alpha: alpha * deviationOf(state), ridge };
  const bounds = offers.map((id) => upperBound(state.offers[id], context, scaled));
  const highest = Math.max(...bounds);
  const first = bounds.filter((bound) => bound === highest).length;
  bounds.forEach((bound, place) => {
    out[place] = bound === highest ? 1 / first : 0;
  });
}
