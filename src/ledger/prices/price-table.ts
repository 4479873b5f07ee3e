import { type EntityManager } from 'typeorm';
import { z } from 'zod';
import { checkedJson } from '#strata/platform/stored-json';
import { StrataError } from '#sdk';

/** What a campaign run found that its limits would bring elsewhere. Money. */
export interface FoundPrices {
  readonly strategy: string;
  /** Id of the run. */
  readonly run: string;
  /** The run's clock: milliseconds since 1970, UTC. */
  readonly at: number;
  /** What one more of the budget would bring; 0 where the budget is not in the way. */
  readonly budget: number;
  /** By offer: what all that it takes of the limits would bring. */
  readonly offers: Readonly<Record<string, number>>;
}

/** Keeps the prices of a strategy's latest run; those of an earlier one are forgotten. */
export async function keepPrices(manager: EntityManager, found: FoundPrices): Promise<void> {
  const { strategy, run, at, budget, offers } = found;
  await manager.query(
    `insert into shadow_prices (strategy, run, at, budget, offers) values ($1, $2, $3, $4, $5)
     on conflict (strategy) do update set run = excluded.run, at = excluded.at, budget = excluded.budget, offers = excluded.offers
     where shadow_prices.at <= excluded.at`,
    [strategy, run, new Date(at).toISOString(), budget, JSON.stringify(offers)],
  );
}

interface PriceRow {
  readonly strategy: string;
  readonly run: string;
  readonly at: Date | string;
  readonly budget: number | string;
  readonly offers: string;
}

/** The prices of some strategies, where there are any. */
export async function findPrices(
  manager: EntityManager,
  strategies: readonly string[],
): Promise<readonly FoundPrices[]> {
  const rows: PriceRow[] = await manager.query(
    'select strategy, run, at, budget, offers from shadow_prices where strategy = any($1) order by strategy',
    [strategies],
  );
  return rows.map(({ strategy, run, at, budget, offers }) => ({
    strategy,
    run,
    at: new Date(at).getTime(),
    budget: Number(budget),
    offers: checkedJson(OFFERS, offers, damaged),
  }));
}

const OFFERS: z.ZodType<FoundPrices['offers']> = z.record(z.string(), z.number());

function damaged(why: string): StrataError {
  return new StrataError('INTERNAL', `The stored shadow prices are damaged: ${why}.`);
}
