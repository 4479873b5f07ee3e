import { compileCondition } from '#strata/engine/conditions';
import { type Offer, type RankBy, type ResponseModel, type Segment, type Strategy } from '#strata/engine';
import { StrataError } from '#sdk';
import { type Ranking } from './audience.js';
import { orderValues } from '../history/outcome.js';
import { type ConditionRows, holds, missing, missingFacts } from './row-conditions.js';
import { modelOf, scoreOfRow } from './strategy-models.js';

/** What a strategy's documents say about the rows of a history. */
export interface StrategyRankings {
  /** The strategy as it is written: `predictive.when`, the best offer of positive expected profit, `rankBy`. */
  readonly strategy: Ranking;
  /** Null where the history does not have what the rule reads. */
  readonly humanRule: Ranking | null;
  readonly random: Ranking;
  /** The likeliest to convert with an offer first; null where no model gives that. */
  readonly response: Ranking | null;
  /** P(conversion without an offer); null where no model gives it. */
  readonly natural: Float64Array | null;
  /** P(conversion | offer), by offer. */
  readonly withOffer: readonly Float64Array[];
}

/** What is ranked, by what. */
export interface RankingRequest extends ConditionRows {
  readonly strategy: Strategy;
}

/** What a strategy reads of a row: the names of facts, and the models in its conditions. */
export interface StrategyReads {
  readonly facts: readonly string[];
  readonly models: readonly string[];
}

/** The facts and models that the strategy's conditions, rankings and money read. */
export function readsOf(strategy: Strategy, segments: readonly Segment[]): StrategyReads {
  const { predictive, baseline, offers, goal } = strategy;
  const conditions = [predictive?.when, baseline.when, ...offers.map(({ when }) => when)];
  const refs = conditions.flatMap((one) => (one === undefined ? [] : compileCondition(one, { segments }).facts));
  const ranked = [predictive?.rankBy, baseline.rankBy].flatMap((one) =>
    one !== undefined && 'fact' in one ? [one.fact] : [],
  );
  const money = typeof goal.orderValue === 'number' ? [] : [goal.orderValue.fact];
  const plain = refs.filter(({ params }) => params === undefined).map(({ fact }) => fact);
  return {
    facts: [...new Set([...plain, ...ranked, ...money])],
    models: [...new Set(refs.flatMap(({ fact, params }) => (fact === 'score' ? [String(params?.['model'])] : [])))],
  };
}

/** Ranks the rows as each selector would. @throws StrataError BAD_COLUMN where the strategy reads what is not there */
export function rankRows(request: RankingRequest): StrategyRankings {
  const { strategy, history } = request;
  const rates = ratesOf(request);
  const ones = new Uint8Array(history.rows).fill(
    1 + strategy.offers.findIndex(({ id }) => id === strategy.baseline.offer),
  );
  return {
    strategy: ownRanking(request, rates),
    humanRule: humanRanking(request, ones),
    random: { scores: new Float64Array(history.rows), offer: ones },
    response: responseRanking(request, rates.withOffer),
    natural: modelOf(strategy.goal.natural) === undefined ? null : rates.natural,
    withOffer: rates.withOffer,
  };
}

interface Rates {
  readonly withOffer: readonly Float64Array[];
  /** Null where the strategy does not know what would happen anyway. */
  readonly natural: Float64Array | null;
}

function ratesOf({ strategy, models, history }: RankingRequest): Rates {
  const { natural } = strategy.goal;
  return {
    withOffer: strategy.offers.map(({ id, response }) =>
      'rate' in response
        ? new Float64Array(history.rows).fill(response.rate)
        : outputOf(models, response.model, outputOfOffer(models, id, response)),
    ),
    natural:
      natural === undefined
        ? naturalOfUplift(strategy.offers, models)
        : 'rate' in natural
          ? new Float64Array(history.rows).fill(natural.rate)
          : outputOf(models, natural.model, 0),
  };
}

/** Which output of its model is P(conversion | offer): of an uplift model the one of the offer's treatment, by its name. */
function outputOfOffer(models: RankingRequest['models'], offer: string, { model, treatment }: ResponseModel): number {
  const treatments = models.get(model)?.treatments ?? [];
  if (treatments.length === 0) return 0;
  const place = treatments.indexOf(treatment ?? offer);
  if (place >= 0) return place + 1;
  if (treatment === undefined && treatments.length === 1) return 1;
  throw new StrataError('BAD_USAGE', `The offer "${offer}" is no treatment of the model "${model}".`, {
    problems: [{ message: `there is no treatment "${treatment ?? offer}"`, expected: treatments.join(' or ') }],
  });
}

/** An uplift model knows both sides: what it says of nothing is the natural rate where the goal names none. */
function naturalOfUplift(offers: readonly Offer[], models: RankingRequest['models']): Float64Array | null {
  const model = offers
    .map(({ response }) => modelOf(response) ?? '')
    .find((id) => (models.get(id)?.treatments.length ?? 0) > 0);
  return model === undefined ? null : outputOf(models, model, 0);
}

/** One output of a model: of an uplift model 0 is nothing, then the treatments in their order. */
function outputOf(models: RankingRequest['models'], id: string, output: number): Float64Array {
  const model = models.get(id);
  if (model === undefined) throw new StrataError('INTERNAL', `The model "${id}" was not scored.`);
  const rows = model.values.length / model.outputs;
  return Float64Array.from({ length: rows }, (_, row) => model.values[row * model.outputs + output] ?? Number.NaN);
}

function ownRanking(request: RankingRequest, rates: Rates): Ranking {
  const { strategy, history } = request;
  const passed = holds(strategy.predictive?.when, request, 'predictive.when');
  const eligible = strategy.offers.map(({ when, id }) => holds(when, request, `the condition of the offer "${id}"`));
  const profits = expectedProfits(request, rates);
  const ranked = strategy.predictive?.rankBy === undefined ? null : rankingOf(strategy.predictive.rankBy, request);
  const scores = new Float64Array(history.rows).fill(-Infinity);
  const offer = new Uint8Array(history.rows).fill(1);
  for (let row = 0; row < history.rows; row++) {
    if (passed[row] === 0) continue;
    const open = byId(strategy.offers).filter((index) => eligible[index]?.[row] === 1 && profitOf(index, row) > 0);
    const [first] = open;
    if (first === undefined) continue;
    const best = open.reduce((found, index) => (profitOf(index, row) > profitOf(found, row) ? index : found), first);
    offer[row] = best + 1;
    scores[row] = ranked === null ? profitOf(best, row) : (ranked[row] ?? Number.NaN);
  }
  return { scores, offer };

  function profitOf(index: number, row: number): number {
    return profits[index]?.[row] ?? Number.NaN;
  }
}

/** Numbers of the offers in the order of their ids: of equally good ones the first is made. */
function byId(offers: readonly Offer[]): readonly number[] {
  return offers.map((_, index) => index).toSorted((a, b) => ((offers[a]?.id ?? '') < (offers[b]?.id ?? '') ? -1 : 1));
}

/** margin × order value × (p₁ − p₀) − contact cost − p₁ × redemption rate × face value, by offer. */
function expectedProfits(
  { strategy, history }: RankingRequest,
  { withOffer, natural }: Rates,
): readonly Float64Array[] {
  const value = orderValues({ rows: history.rows, columns: history.facts }, strategy);
  return strategy.offers.map((offer, index) =>
    Float64Array.from(withOffer[index] ?? [], (p1, row) => {
      const cost = offer.contactCost + p1 * offer.redemptionRate * offer.faceValue;
      return strategy.goal.margin * (value[row] ?? 0) * (p1 - (natural?.[row] ?? 0)) - cost;
    }),
  );
}

function humanRanking(request: RankingRequest, offer: Uint8Array): Ranking | null {
  const { baseline } = request.strategy;
  const { rankBy } = baseline;
  if (missingFacts(baseline.when, request).length > 0) return null;
  if (rankBy !== undefined && 'fact' in rankBy && !request.history.facts.has(rankBy.fact)) return null;
  const passed = holds(baseline.when, request, 'baseline.when');
  const ranked = rankBy === undefined ? null : rankingOf(rankBy, request);
  return { scores: Float64Array.from(passed, (one, row) => (one === 0 ? -Infinity : (ranked?.[row] ?? 0))), offer };
}

/** Higher first. A row without a value comes last, behind all others, as in a sorted list. */
function rankingOf(rankBy: RankBy, { models, history }: RankingRequest): Float64Array {
  if ('model' in rankBy) {
    const model = models.get(rankBy.model);
    if (model === undefined) throw new StrataError('INTERNAL', `The model "${rankBy.model}" was not scored.`);
    return Float64Array.from({ length: history.rows }, (_, row) => scoreOfRow(model, row));
  }
  const column = history.facts.get(rankBy.fact);
  if (column?.type !== 'number') throw missing('the ranking', [rankBy.fact]);
  const sign = rankBy.order === 'asc' ? -1 : 1;
  return column.values.map((value) => (Number.isNaN(value) ? -Number.MAX_VALUE : sign * value));
}

function responseRanking({ strategy, history }: RankingRequest, withOffer: readonly Float64Array[]): Ranking | null {
  if (!strategy.offers.some(({ response }) => modelOf(response) !== undefined)) return null;
  const scores = new Float64Array(history.rows).fill(-Infinity);
  const offer = new Uint8Array(history.rows).fill(1);
  withOffer.forEach((probabilities, index) => {
    probabilities.forEach((probability, row) => {
      if (probability <= (scores[row] ?? -Infinity)) return;
      scores[row] = probability;
      offer[row] = index + 1;
    });
  });
  return { scores, offer };
}
