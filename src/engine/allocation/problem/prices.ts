import { type Program } from './problem.js';

/** The multiplier of each limit of a program: what one more unit of it would bring, in millionths of the objective. */
export type Prices = Float64Array;

/** What a person's offers cost at some prices, by quota membership. */
export interface PriceList {
  /** How much of the surplus counts beside the value: the multiplier of the return. */
  readonly roi: number;
  /** By offer. */
  of(membership: number): Float64Array;
}

/** At prices each person gets what is worth most after them, or nothing. */
export function priceList(program: Program, prices: Prices): PriceList {
  const known = new Map<number, Float64Array>();
  return {
    roi: program.roi === -1 ? 0 : (prices[program.roi] ?? 0),
    of: (membership) => {
      const found = known.get(membership);
      if (found !== undefined) return found;
      const own = pricesOf(program, prices, membership);
      known.set(membership, own);
      return own;
    },
  };
}

function pricesOf(program: Program, prices: Prices, membership: number): Float64Array {
  const coefficients = program.coefficientsOf(membership);
  return Float64Array.from({ length: program.offers }, (_, offer) =>
    prices.reduce((sum, price, limit) => sum + price * (coefficients[limit * program.offers + offer] ?? 0), 0),
  );
}

/**
 * What a tie costs, in millionths: less than nothing that counts, but no two people and no two offers are alike after it. So
 * there is always somebody who comes first, by the hash of the id, and the margins between people can be told apart however
 * alike their figures are.
 */
export function tieCost(key: number, offer: number, offers: number): number {
  return ((key + 0.5) / 2 ** 32) * ((offer + 1) / offers) * MOST_TIE_COST;
}

/** Above every {@link tieCost}. */
export const MOST_TIE_COST = 2 ** -6;
