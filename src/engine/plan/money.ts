import { asksModel } from '../index.js';
import type {
  Expected,
  FixedRate,
  Goal,
  ModelReference,
  Offer,
  ResponseModel,
  Strategy,
  DecisionInput,
  Scores,
  UpliftOutcomes,
} from '../index.js';
import { type Failure, firstFailure, scoreOf } from './scores.js';
import { raiseWithValue } from './coupon-kinds.js';
import { type CompiledOffer, type CompiledStrategy } from './strategy.js';

/** What is expected to be spent on an offer: its contact, and its face value as far as it is redeemed. Money. */
export function expectedCost(
  { contactCost, redemptionRate, faceValue }: Pick<Offer, 'contactCost' | 'redemptionRate' | 'faceValue'>,
  conversion: number,
): number {
  return contactCost + conversion * redemptionRate * faceValue;
}

/** What it is expected to earn: margin × order value × (p₁ − p₀) − cost. Where p₀ is not known it is 0, and this is gross. */
export function expectedProfit(
  { margin }: Pick<Goal, 'margin'>,
  orderValue: number,
  conversion: number,
  natural: number,
  cost: number,
): number {
  return margin * orderValue * (conversion - natural) - cost;
}

/** An order value as money: what is no finite number counts as 0, for no profit is expected from what nobody knows. */
export function moneyOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** How much the figures of an offer say; those that say more win. */
export const KINDS = { incremental: 0, gross: 1, unpriced: 2 } as const;
/** One of {@link KINDS}. */
type Kind = (typeof KINDS)[keyof typeof KINDS];

/** The kind of an offer's figures; null where they are not known. */
export function kindOf(expected: Pick<Expected, 'natural'> | null): Kind {
  if (expected === null) return KINDS.unpriced;
  return expected.natural === null ? KINDS.gross : KINDS.incremental;
}

/** What strategies compete with: what an offer brings beyond its shadow price. */
export function worthOf(profit: number, { weight = 1 }: Pick<Strategy, 'weight'>, price = 0): number {
  return (profit - price) * weight;
}

/**
 * Negative where the first offer is better: incremental figures before gross ones before unknown ones, since a gross profit
 * counts what would have been bought anyway and is never weighed against an incremental one; of one kind the larger worth.
 */
export function compareWorth(kind: Kind, worth: number, otherKind: Kind, otherWorth: number): number {
  return kind - otherKind || otherWorth - worth;
}

/**
 * What an offer is expected to bring to this user. An uplift model gives both p₁ and p₀. All models that it reads must have
 * scored; null where one has not.
 *
 * @param conversion p₁; what its own response says unless given
 */
export function expectedOf(
  goal: Goal,
  offer: Offer,
  input: DecisionInput,
  scores: Scores,
  conversion = conversionOf(offer, scores),
): Expected | null {
  const natural = naturalOf(goal, offer, scores);
  if (conversion === undefined || natural === undefined) return null;
  const cost = expectedCost(offer, conversion);
  const profit = expectedProfit(goal, orderValueOf(goal, input), conversion, natural ?? 0, cost);
  return Object.freeze({ conversion, natural, cost, profit });
}

/**
 * The same of an offer that competes with the others of its strategy: of coupons of one kind the dearer one is never expected
 * to convert less (see `raiseWithValue`).
 */
export function expectedAmong(
  { document: { goal }, offers, couponKinds }: Pick<CompiledStrategy, 'document' | 'offers' | 'couponKinds'>,
  offer: CompiledOffer,
  input: DecisionInput,
  scores: Scores,
): Expected | null {
  const own = offers.indexOf(offer);
  const kind = couponKinds.find((places) => places.includes(own));
  if (kind === undefined) return expectedOf(goal, offer.document, input, scores);
  const documents = offers.map(({ document }) => document);
  const conversions = Float64Array.from(kind, (place) => {
    const document = documents[place];
    return (document === undefined ? undefined : conversionOf(document, scores)) ?? Number.NaN;
  });
  raiseWithValue(conversions, kind, documents);
  const conversion = conversions[kind.indexOf(own)] ?? Number.NaN;
  return Number.isNaN(conversion) ? null : expectedOf(goal, offer.document, input, scores, conversion);
}

/** The first model without which the offer has no price: it did not score, or it does not know the offer. */
export function moneyFailure({ document, moneyModels }: CompiledOffer, scores: Scores): Failure | null {
  const failure = firstFailure(moneyModels, scores);
  if (failure !== null || !asksModel(document.response) || conversionOf(document, scores) !== undefined) return failure;
  return { code: 'SCORER_FAILED', model: document.response.model };
}

/** p₁ */
function conversionOf({ id, response }: Offer, scores: Scores): number | undefined {
  if (!asksModel(response)) return response.rate;
  const score = scoreOf(scores, response.model);
  if (score.status !== 'scored') return undefined;
  return score.outcomes === undefined ? score.value : treatedOf(score.outcomes, response, id);
}

function treatedOf({ treated }: UpliftOutcomes, response: ResponseModel, offer: string): number | undefined {
  const name = treatmentOf(Object.keys(treated), response, offer);
  return name === undefined ? undefined : treated[name];
}

/** The treatment of an uplift model that an offer is: the one that is named, else that of its id, else the only one. */
export function treatmentOf(
  treatments: readonly string[],
  { treatment }: ResponseModel,
  offer: string,
): string | undefined {
  const name = treatment ?? offer;
  if (treatments.includes(name)) return name;
  return treatment === undefined && treatments.length === 1 ? treatments[0] : undefined;
}

/** p₀; null where nothing gives it. */
function naturalOf({ natural }: Goal, { response }: Offer, scores: Scores): number | null | undefined {
  if (natural === undefined) return asksModel(response) ? (outcomesOf(response, scores)?.natural ?? null) : null;
  return probability(natural, scores);
}

function outcomesOf({ model }: ModelReference, scores: Scores): UpliftOutcomes | undefined {
  const score = scoreOf(scores, model);
  return score.status === 'scored' ? score.outcomes : undefined;
}

/** Money; 0 where the fact has no value. */
export function orderValueOf({ orderValue }: Goal, { facts }: DecisionInput): number {
  if (typeof orderValue === 'number') return orderValue;
  return moneyOf(Object.hasOwn(facts, orderValue.fact) ? facts[orderValue.fact] : undefined);
}

function probability(source: ModelReference | FixedRate, scores: Scores): number | undefined {
  if (!asksModel(source)) return source.rate;
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
