import { type Expected } from './decision.js';
import { type FixedRate, type Goal, type ModelReference, type Offer } from './documents.js';
import { type DecisionInput, type Scores } from './input.js';
import { scoreOf } from './scores.js';

/**
 * What an offer is expected to bring to this user: cost = contactCost + p₁ × redemptionRate × faceValue, and
 * profit = margin × orderValue × (p₁ − p₀) − cost. Without a natural model p₀ counts as 0 and the profit is gross.
 * An order value that is not known counts as 0: no profit is expected from what nobody knows.
 *
 * All models that it reads must have scored; null where one has not.
 */
export function expectedOf(goal: Goal, offer: Offer, input: DecisionInput, scores: Scores): Expected | null {
  const conversion = probability(offer.response, scores);
  const natural = goal.natural === undefined ? null : probability(goal.natural, scores);
  if (conversion === undefined || natural === undefined) return null;
  const cost = offer.contactCost + conversion * offer.redemptionRate * offer.faceValue;
  const profit = goal.margin * orderValueOf(goal, input) * (conversion - (natural ?? 0)) - cost;
  return Object.freeze({ conversion, natural, cost, profit });
}

/** Money; 0 where the fact has no value. */
function orderValueOf({ orderValue }: Goal, { facts }: DecisionInput): number {
  if (typeof orderValue === 'number') return orderValue;
  const value = Object.hasOwn(facts, orderValue.fact) ? facts[orderValue.fact] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function probability(source: ModelReference | FixedRate, scores: Scores): number | undefined {
  if ('rate' in source) return source.rate;
  const score = scoreOf(scores, source.model);
  return score.status === 'scored' ? score.value : undefined;
}

/** Rounds to a millionth, so that the noise of binary fractions does not show. −0 becomes 0, as in JSON. */
export function toMillionths(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
