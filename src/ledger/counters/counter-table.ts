import { type EntityManager } from 'typeorm';
import { type Refusal } from '#strata/engine';
import { type Demand, isLimited, MOST_MICROS, refusalOf, WHOLE_STRATEGY } from './limits.js';

/** How many of a demand were reserved, and why not all of them. */
export interface Grant {
  readonly granted: number;
  readonly refusal: Refusal | null;
}

/**
 * Reserves stock and budget for any number of people in one statement: the demands in their order, each as far as there is
 * room. Exact, whatever other processes do; what was granted is given back where the transaction is undone.
 */
export async function reserve(manager: EntityManager, demands: readonly Demand[]): Promise<readonly Grant[]> {
  if (!demands.some(isLimited)) return demands.map(({ many }) => ({ granted: many, refusal: null }));
  const rows: { granted: string | number; spent: Refusal['code'] | null; used: string | number | null }[] =
    await manager.query(
      'select * from reserve_offers($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])',
      [
        demands.map(({ strategy }) => strategy),
        demands.map(({ offer }) => offer),
        demands.map(({ many }) => many),
        demands.map(({ micros }) => String(micros)),
        demands.map(({ stock }) => stock),
        demands.map(({ budget }) => (budget === null ? null : String(budget))),
      ],
    );
  return demands.map((demand, index) => {
    const { granted = 0, spent = null, used = 0 } = rows[index] ?? {};
    return {
      granted: Number(granted),
      refusal: spent === null ? null : refusalOf(demand, spent, BigInt(used ?? 0)),
    };
  });
}

/** What demands come to at one counter, and the most that it may hold. */
export interface CounterDemand {
  readonly strategy: string;
  /** Empty for the counter of the strategy's budget. */
  readonly offer: string;
  readonly issued: number;
  /** 0 of an offer: its counter counts pieces only. */
  readonly micros: bigint;
  readonly mostIssued: number;
  readonly mostMicros: bigint;
}

/** The sum of demands by counter, for who reserves all of them or none. */
export function byCounter(demands: readonly Demand[]): readonly CounterDemand[] {
  const counters = new Map<string, CounterDemand>();
  const add = (counter: CounterDemand): void => {
    const key = `${counter.strategy}\n${counter.offer}`;
    const before = counters.get(key);
    const issued = counter.issued + (before?.issued ?? 0);
    counters.set(key, { ...counter, issued, micros: counter.micros + (before?.micros ?? 0n) });
  };
  for (const { strategy, offer, many, micros, stock, budget } of demands) {
    if (stock !== null) add({ strategy, offer, issued: many, micros: 0n, mostIssued: stock, mostMicros: MOST_MICROS });
    if (budget === null) continue;
    const total = { issued: many, micros: micros * BigInt(many), mostIssued: Number.MAX_SAFE_INTEGER };
    add({ strategy, offer: WHOLE_STRATEGY, ...total, mostMicros: budget });
  }
  return [...counters.values()];
}

/** Gives back what was reserved for any number of people, locked in the order in which decisions do it. */
export async function giveBack(manager: EntityManager, demands: readonly Demand[]): Promise<void> {
  const counters = byCounter(demands);
  if (counters.length === 0) return;
  await manager.query(
    `with back as (
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as b (strategy, offer, issued, micros)),
     locked as materialized (
       select strategy, offer from offer_counters
       where (strategy, offer) in (select strategy, offer from back) order by strategy, offer for update)
     update offer_counters c set issued = c.issued - b.issued, reserved_micros = c.reserved_micros - b.micros
     from back b join locked l using (strategy, offer)
     where c.strategy = b.strategy and c.offer = b.offer`,
    [
      counters.map(({ strategy }) => strategy),
      counters.map(({ offer }) => offer),
      counters.map(({ issued }) => issued),
      counters.map(({ micros }) => String(micros)),
    ],
  );
}

/** A reservation that comes back, or that is counted after all. */
export interface Returned {
  readonly strategy: string;
  readonly offer: string;
  readonly faceMicros: number;
  readonly holdsStock: boolean;
  readonly holdsBudget: boolean;
}

/** Gives reservations back, or takes them again whatever the limits; locked in the order in which decisions do it. */
export async function recount(
  manager: EntityManager,
  rows: readonly Returned[],
  way: 'take' | 'give back',
): Promise<void> {
  const sign = way === 'take' ? 1 : -1;
  const wanted = rows.flatMap(({ strategy, offer, faceMicros, holdsStock, holdsBudget }) => [
    // The counter of an offer counts pieces, the one of the strategy money.
    ...(holdsStock ? [{ strategy, offer, faceMicros: 0 }] : []),
    ...(holdsBudget ? [{ strategy, offer: WHOLE_STRATEGY, faceMicros }] : []),
  ]);
  if (wanted.length === 0) return;
  await manager.query(
    `with wanted as (
       select strategy, offer, count(*) as issued, sum(micros)::bigint as micros
       from unnest($1::text[], $2::text[], $3::bigint[]) as w (strategy, offer, micros) group by strategy, offer),
     locked as materialized (
       select strategy, offer from offer_counters
       where (strategy, offer) in (select strategy, offer from wanted) order by strategy, offer for update)
     update offer_counters c
     set issued = c.issued + $4 * w.issued, reserved_micros = c.reserved_micros + $4 * w.micros
     from wanted w join locked l using (strategy, offer)
     where c.strategy = w.strategy and c.offer = w.offer`,
    [
      wanted.map(({ strategy }) => strategy),
      wanted.map(({ offer }) => offer),
      wanted.map(({ faceMicros }) => faceMicros),
      sign,
    ],
  );
}

/** What the database counts of a strategy: pieces of each offer, and money of the whole. */
export interface Counted {
  /** How many were issued, by offer. */
  readonly issued: ReadonlyMap<string, number>;
  /** Millionths of money that are reserved of the budget. */
  readonly reserved: bigint;
}

/** The same of all strategies that have counters, by their ids. */
export async function countedOfAll(manager: EntityManager): Promise<ReadonlyMap<string, Counted>> {
  const rows = await manager.query<(CounterRow & { readonly strategy: string })[]>(
    'select strategy, offer, issued, reserved_micros as reserved from offer_counters',
  );
  const strategies = new Set(rows.map(({ strategy }) => strategy));
  return new Map([...strategies].map((id) => [id, countedIn(rows.filter(({ strategy }) => strategy === id))]));
}

/** What every process has issued and reserved of a strategy until now. */
export async function countedOf(manager: EntityManager, strategy: string): Promise<Counted> {
  const rows = await manager.query<CounterRow[]>(
    'select offer, issued, reserved_micros as reserved from offer_counters where strategy = $1',
    [strategy],
  );
  return countedIn(rows);
}

interface CounterRow {
  readonly offer: string;
  readonly issued: string;
  readonly reserved: string;
}

function countedIn(rows: readonly CounterRow[]): Counted {
  return {
    issued: new Map(rows.map(({ offer, issued }) => [offer, Number(issued)])),
    reserved: BigInt(rows.find(({ offer }) => offer === WHOLE_STRATEGY)?.reserved ?? 0),
  };
}
