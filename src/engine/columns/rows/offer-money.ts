import { factAt } from '../../conditions/index.js';
import { asksModel, type Goal, type Offer, type Strategy } from '../../index.js';
import {
  type CompiledStrategy,
  type CouponKind,
  expectedCost,
  expectedProfit,
  KINDS,
  moneyOf,
  raiseWithValue,
  treatmentOf,
} from '../../plan/index.js';
import { scoredBy } from './model-scores.js';
import { type People, type ScoredRows } from './people.js';

/** What an offer is expected to bring to each row. Rows without the scores that it reads have figures that mean nothing. */
export interface OfferPrices {
  readonly offer: Offer;
  /** Null where no model tells it. */
  readonly conversion: Float64Array | null;
  /** Null where nothing gives it, and then the profit is gross. */
  readonly natural: Float64Array | null;
  readonly kind: (typeof KINDS)['incremental' | 'gross'];
  readonly goal: Goal;
  /** As it is known: see `moneyOf`. */
  readonly orderValue: Float64Array;
}

/** The figures of an offer for every row, NaN where they are not known: probabilities and money. */
export interface OfferFigures {
  readonly conversion: Float64Array;
  /** NaN also where the profit is gross. */
  readonly natural: Float64Array;
  readonly cost: Float64Array;
  readonly profit: Float64Array;
}

/** What prices the offers of a strategy. */
type Priced = Pick<Strategy, 'goal' | 'offers'>;

/** The figures of each offer of a strategy for all rows, whatever is decided about them. */
export function offerMoney(strategy: Priced, people: People): readonly OfferFigures[] {
  const unknown = new Float64Array(people.rows).fill(Number.NaN);
  return pricesOf(strategy, people).map((prices) => {
    const figures = {
      conversion: prices.conversion ?? unknown,
      natural: prices.natural ?? unknown,
      cost: new Float64Array(people.rows),
      profit: new Float64Array(people.rows),
    };
    for (let row = 0; row < people.rows; row++) {
      figures.cost[row] = costAt(prices, row);
      figures.profit[row] = profitAt(prices, row, figures.cost[row] ?? 0);
    }
    return figures;
  });
}

/** What each offer of a strategy is priced with, in their order. */
export function pricesOf({ goal, offers }: Priced, people: People): readonly OfferPrices[] {
  const orderValue = orderValues(goal, people);
  return offers.map((offer) => {
    const natural = naturalOf(goal, offer, people);
    const kind = natural === null ? KINDS.gross : KINDS.incremental;
    return { offer, conversion: conversionOf(offer, people), natural, kind, goal, orderValue };
  });
}

/** The same where the offers compete: of coupons of one kind the dearer one never converts less (see `raiseWithValue`). */
export function pricesAmong(
  prices: readonly OfferPrices[],
  { couponKinds }: Pick<CompiledStrategy, 'couponKinds'>,
): readonly OfferPrices[] {
  const raised = [...prices];
  for (const kind of couponKinds) raiseKind(raised, kind);
  return raised;
}

function raiseKind(prices: OfferPrices[], kind: CouponKind): void {
  const offers = prices.map(({ offer }) => offer);
  const columns = kind.map((place) => prices[place]?.conversion?.slice() ?? null);
  const rows = columns.reduce((most, column) => Math.max(most, column?.length ?? 0), 0);
  const own = new Float64Array(kind.length);
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < kind.length; place++) own[place] = columns[place]?.[row] ?? Number.NaN;
    raiseWithValue(own, kind, offers);
    columns.forEach((column, place) => {
      if (column !== null) column[row] = own[place] ?? Number.NaN;
    });
  }
  kind.forEach((place, at) => {
    const known = prices[place];
    if (known !== undefined) prices[place] = { ...known, conversion: columns[at] ?? null };
  });
}

/** The expected cost of an offer that has a conversion. */
export function costAt({ offer, conversion }: OfferPrices, row: number): number {
  return expectedCost(offer, conversion?.[row] ?? Number.NaN);
}

/** The expected profit of an offer that has a conversion and this cost. */
export function profitAt({ goal, conversion, natural, orderValue }: OfferPrices, row: number, cost: number): number {
  const p0 = natural === null ? 0 : (natural[row] ?? Number.NaN);
  return expectedProfit(goal, moneyOf(orderValue[row]), conversion?.[row] ?? Number.NaN, p0, cost);
}

/** p₁ */
function conversionOf({ id, response }: Offer, people: People): Float64Array | null {
  if (!asksModel(response)) return constant(response.rate, people);
  const scores = scoredBy(response.model, people);
  if (scores?.outcomes === undefined) return scores?.values ?? null;
  const { treated } = scores.outcomes;
  const treatment = treatmentOf([...treated.keys()], response, id);
  return treatment === undefined ? null : (treated.get(treatment) ?? null);
}

/** p₀ */
function naturalOf({ natural }: Goal, { response }: Offer, people: People): Float64Array | null {
  if (natural === undefined) return asksModel(response) ? (naturalIn(scoredBy(response.model, people)) ?? null) : null;
  if (!asksModel(natural)) return constant(natural.rate, people);
  const scores = scoredBy(natural.model, people);
  return naturalIn(scores) ?? scores?.values ?? constant(Number.NaN, people);
}

function naturalIn(scores: ScoredRows | undefined): Float64Array | undefined {
  return scores?.outcomes?.natural;
}

function orderValues({ orderValue }: Goal, people: People): Float64Array {
  if (typeof orderValue === 'number') return constant(orderValue, people);
  const column = people.facts.get(orderValue.fact);
  if (column?.kind === 'number') return column.values;
  return Float64Array.from({ length: people.rows }, (_, row) => moneyOf(factAt(column, row)));
}

function constant(value: number, { rows }: People): Float64Array {
  return new Float64Array(rows).fill(value);
}
