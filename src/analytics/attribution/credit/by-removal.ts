import { type MarkovOrder } from '#strata/rulebook/schemas';
import { type Credit } from './by-rule.js';
import { type Journeys } from './journeys.js';
import { absorbed, markovChain } from './markov-chain.js';

/** Credit by what would be lost without each channel. */
export interface RemovalCredit extends Credit {
  /** The share of conversions, 0 to 1, that would not happen if every journey ended where it touches the channel. */
  readonly removal: Float64Array;
}

/**
 * Removal effects of the absorbing Markov chain of the journeys, to which the conversions (and what they are worth) are shared in
 * proportion (Anderl et al., 2016, "Mapping the customer journey").
 */
export function creditRemoval(journeys: Journeys, order: MarkovOrder): RemovalCredit {
  const chain = markovChain(journeys, order);
  const removal = effectsOf(journeys, (without) => absorbed(chain, chain.converts, without));
  const worth = effectsOf(journeys, (without) => absorbed(chain, chain.earns, without));
  return { removal, conversions: shared(removal, journeys.conversions), value: shared(worth, journeys.value) };
}

function effectsOf({ channels }: Journeys, reached: (without: number | null) => number): Float64Array {
  const all = reached(null);
  return Float64Array.from(channels, (_, channel) => (all === 0 ? 0 : 1 - reached(channel) / all));
}

function shared(effects: Float64Array, whole: Float64Array): Float64Array {
  const total = whole.reduce((sum, each) => sum + each, 0);
  const all = effects.reduce((sum, each) => sum + each, 0);
  return effects.map((effect) => (all === 0 ? 0 : (effect / all) * total));
}
