import { type EntityManager } from 'typeorm';
import { type PricedLimits, type PriceSource, type Strategy } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { durationMilliseconds } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { findPrices } from './price-table.js';

const NONE: PricedLimits = Object.freeze({});

/** Prices change with a run, a few times a day: they are read again this often. */
const REMEMBERED_MS = 10_000;

/** The shadow prices that live decisions go by, read now and then. */
export class ShadowPrices {
  #release = '';
  #since = 0;
  #known: Promise<PricedLimits> = Promise.resolve(NONE);

  constructor(private readonly database: Database) {}

  /**
   * As {@link livePrices}, at most some seconds old; the same object while nothing was read again.
   *
   * @throws StrataError UNAVAILABLE
   */
  async of(release: CompiledRelease, now: number): Promise<PricedLimits> {
    if (!release.strategies.some(({ document }) => asks(document))) return NONE;
    // Also where the clock was set back: what is remembered would stay for as long as it was ahead.
    if (release.hash !== this.#release || Math.abs(now - this.#since) > REMEMBERED_MS) {
      this.#release = release.hash;
      this.#since = now;
      this.#known = this.database.run((manager) => livePrices(manager, release, now));
    }
    try {
      return await this.#known;
    } catch (error) {
      this.#release = '';
      throw error;
    }
  }
}

/**
 * The shadow prices of the strategies that ask for them (`limits.shadowPrices`), as their latest campaign runs found them; those
 * that are older than the strategy allows do not count. Frozen.
 */
export async function livePrices(
  manager: EntityManager,
  { strategies }: Pick<CompiledRelease, 'strategies'>,
  now: number,
): Promise<PricedLimits> {
  const asking = strategies.flatMap(({ document }) => (asks(document) ? [document] : []));
  if (asking.length === 0) return NONE;
  const prices: Record<string, number> = {};
  const pricesFrom: Record<string, PriceSource> = {};
  const all = await findPrices(
    manager,
    asking.map(({ id }) => id),
  );
  for (const { strategy, run, at, budget, offers } of all) {
    const document = asking.find(({ id }) => id === strategy);
    if (document === undefined || now - at > maxAgeOf(document)) continue;
    pricesFrom[strategy] = { run, at, budget };
    for (const { id } of document.offers) if (Object.hasOwn(offers, id)) prices[`${strategy}/${id}`] = offers[id] ?? 0;
  }
  if (Object.keys(pricesFrom).length === 0) return NONE;
  return Object.freeze({ prices: Object.freeze(prices), pricesFrom: Object.freeze(pricesFrom) });
}

function asks({ limits }: Strategy): boolean {
  return limits?.shadowPrices !== undefined;
}

function maxAgeOf({ limits }: Strategy): number {
  return durationMilliseconds(limits?.shadowPrices?.maxAge ?? '') ?? 0;
}
