import { type Offer, type Refusal, type Strategy } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';

/**
 * Money is counted in whole millionths, so that many small amounts add up exactly: as bigint here and in the database,
 * because a large budget has more millionths than a number of JavaScript is exact for. The largest budget that can be
 * published leaves room for nine of its kind.
 */
const MICROS = 1_000_000;
/** PostgreSQL's largest bigint. */
export const MOST_MICROS = 2n ** 63n - 1n;
/** The counter of a strategy's budget; no offer has an empty id. */
export const WHOLE_STRATEGY = '';

/** So many of one offer at once, held against the limits of a release. */
export interface Demand {
  readonly strategy: string;
  readonly offer: string;
  /** How many people are to get it; none only locks. */
  readonly many: number;
  /** What each takes of the budget, in millionths of money. */
  readonly micros: bigint;
  /** How many of the offer there are; null without limit. */
  readonly stock: number | null;
  /** The budget of the strategy, in millionths; null without limit. */
  readonly budget: bigint | null;
}

/** What an offer for so many people asks for: each takes a piece, and its contact cost and face value. */
export function demandOf({ id: strategy, limits }: Strategy, offer: Offer, many = 1): Demand {
  const { id, stock = null, contactCost, faceValue } = offer;
  const budget = limits?.budget === undefined ? null : microsOf(limits.budget);
  return { strategy, offer: id, many, micros: microsOf(contactCost + faceValue), stock, budget };
}

/** Demands for none of every offer of these strategies (null: all), which lock whatever a decision may come to. */
export function locksOf(release: CompiledRelease, strategies: readonly string[] | null): readonly Demand[] {
  return release.documents.strategies
    .filter(({ id }) => strategies === null || strategies.includes(id))
    .flatMap((strategy) => strategy.offers.map((offer) => demandOf(strategy, offer, 0)))
    .filter(isLimited);
}

/** Whether there is a limit at all. */
export function isLimited({ stock, budget }: Demand): boolean {
  return stock !== null || budget !== null;
}

/** Why a demand was not met, from what was given before. */
export function refusalOf({ stock, budget, micros }: Demand, code: Refusal['code'], used: bigint): Refusal {
  const level =
    code === 'STOCK_SPENT'
      ? { used: Number(used), limit: stock ?? 0, needed: 1 }
      : { used: moneyOf(used), limit: moneyOf(budget ?? 0n), needed: moneyOf(micros) };
  return { code, level: Object.freeze(level) };
}

/** Whole millionths of an amount of money, at most what the database can count. */
export function microsOf(amount: number): bigint {
  const micros = BigInt(Math.round(amount * MICROS));
  return micros > MOST_MICROS ? MOST_MICROS : micros;
}

/** Money of millionths. */
export function moneyOf(micros: bigint): number {
  return Number(micros) / MICROS;
}
