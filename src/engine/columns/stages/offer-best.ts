import { compareText } from '#strata/kernel';
import { compareWorth, KINDS, worthOf } from '../../plan/index.js';
import { type Round } from './round.js';
import { stop } from '../rows/decided-people.js';
import { costAt, type OfferPrices, profitAt } from '../rows/offer-money.js';

/** An offer that some rows may get. */
export interface Option {
  /** Its place among the strategy's offers. */
  readonly place: number;
  readonly prices: OfferPrices;
  readonly kind: (typeof KINDS)[keyof typeof KINDS];
  /** What its expected profit must exceed. */
  readonly floor: number;
  readonly rows: Uint32Array;
}

/** Gives each row the best of its options, ties by id. */
export function offerBest(round: Round, options: readonly Option[]): void {
  for (const option of byId(round, options)) {
    stop(round.decided, option.rows, 'offer', 'UNPROFITABLE');
    compete(round, option, 1);
  }
}

/** Gives each row the option that comes last. */
export function offerWorst(round: Round, options: readonly Option[]): void {
  for (const option of byId(round, options).toReversed()) compete(round, option, -1);
}

function byId({ strategy: { offers } }: Round, options: readonly Option[]): readonly Option[] {
  const idOf = ({ place }: Option): string => offers[place]?.document.id ?? '';
  return options.toSorted((a, b) => compareText(idOf(a), idOf(b)));
}

/** @param sign 1 where the better one wins, −1 where the worse one does */
function compete(round: Round, { place, prices, kind, floor, rows }: Option, sign: 1 | -1): void {
  const { decided, strategy } = round;
  const { document } = strategy;
  const price = round.shadowPrices[place] ?? 0;
  const { offer, profit: profits } = decided;
  const isPriced = kind !== KINDS.unpriced;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const cost = isPriced ? costAt(prices, row) : Number.NaN;
    const profit = isPriced ? profitAt(prices, row, cost) : Number.NaN;
    if (profit <= floor) continue;
    const other = offer[row] ?? -1;
    if (other !== -1) {
      const otherKind = round.prices[other]?.kind ?? KINDS.unpriced;
      const otherWorth = worthOf(profits[row] ?? 0, document, round.shadowPrices[other]);
      if (sign * compareWorth(kind, worthOf(profit, document, price), otherKind, otherWorth) >= 0) continue;
    }
    offer[row] = place;
    decided.cost[row] = cost;
    profits[row] = profit;
    decided.conversion[row] = isPriced ? (prices.conversion?.[row] ?? Number.NaN) : Number.NaN;
    decided.natural[row] = isPriced ? (prices.natural?.[row] ?? Number.NaN) : Number.NaN;
  }
}
