import { type Expected } from './decision.js';
import { type FixedRate, type Goal, type ModelReference, type Offer, type ResponseModel } from './documents.js';
import { type DecisionInput, type Scores, type UpliftOutcomes } from './input.js';
import { type Failure, firstFailure, scoreOf } from './scores.js';
import { type CompiledOffer } from './strategy.js';

/**
 * What an offer is expected to bring to this user: cost = contactCost + p₁ × redemptionRate × faceValue, and
 * profit = margin × orderValue × (p₁ − p₀) − cost. An uplift model gives both p₁ and p₀. Without p₀ it counts as 0 and the
 * profit is gross. An order value that is not known counts as 0: no profit is expected from what nobody knows.
 *
 * All models that it reads must have scored; null where one has not.
 */
export function expectedOf(goal: Goal, offer: Offer, input: DecisionInput, scores: Scores): Expected | null {
  const conversion = conversionOf(offer, scores);
  const natural = naturalOf(goal, offer, scores);
  if (conversion === undefined || natural === undefined) return null;
  const cost = offer.contactCost + conversion * offer.redemptionRate * offer.faceValue;
  const profit = goal.margin * orderValueOf(goal, input) * (conversion - (natural ?? 0)) - cost;
  return Object.freeze({ conversion, natural, cost, profit });
}

/** The first model without which the offer has no price: it did not score, or it does not know the offer. */
export function moneyFailure({ document, moneyModels }: CompiledOffer, scores: Scores): Failure | null {
  const failure = firstFailure(moneyModels, scores);
  if (failure !== null || !('model' in document.response) || conversionOf(document, scores) !== undefined)
    return failure;
  return { code: 'SCORER_FAILED', model: document.response.model };
}

/** p₁ */
function conversionOf({ id, response }: Offer, scores: Scores): number | undefined {
  if ('rate' in response) return response.rate;
  const score = scoreOf(scores, response.model);
  if (score.status !== 'scored') return undefined;
  return score.outcomes === undefined ? score.value : treatedOf(score.outcomes, response, id);
}

function treatedOf({ treated }: UpliftOutcomes, { treatment }: ResponseModel, offer: string): number | undefined {
  const name = treatment ?? offer;
  if (Object.hasOwn(treated, name)) return treated[name];
  const all = Object.values(treated);
  return treatment === undefined && all.length === 1 ? all[0] : undefined;
}

/** p₀; null where nothing gives it. */
function naturalOf({ natural }: Goal, { response }: Offer, scores: Scores): number | null | undefined {
  if (natural === undefined) return 'model' in response ? (outcomesOf(response, scores)?.natural ?? null) : null;
  return probability(natural, scores);
}

function outcomesOf({ model }: ModelReference, scores: Scores): UpliftOutcomes | undefined {
  const score = scoreOf(scores, model);
  return score.status === 'scored' ? score.outcomes : undefined;
}

/** Money; 0 where the fact has no value. */
export function orderValueOf({ orderValue }: Goal, { facts }: DecisionInput): number {
  if (typeof orderValue === 'number') return orderValue;
  const value = Object.hasOwn(facts, orderValue.fact) ? facts[orderValue.fact] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function probability(source: ModelReference | FixedRate, scores: Scores): number | undefined {
  if ('rate' in source) return source.rate;
  const score = scoreOf(scores, source.model);
  return score.status === 'scored' ? (score.outcomes?.natural ?? score.value) : undefined;
}

/**
 * Rounds to a millionth, so that the noise of binary fractions does not show. −0 becomes 0, as in JSON. What is too large to
 * have millionths stays as it is.
 */
export function toMillionths(value: number): number {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER / 1e6) return value;
  return Math.round(value * 1e6) / 1e6 + 0;
}
