import { type EntityManager } from 'typeorm';
import { type Choice, type Qualified, type Reservation } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { type Refusal, type SpentLevel } from '#strata/engine';

/**
 * Money is counted in whole millionths, so that many small amounts add up exactly: as bigint here and in the database,
 * because a large budget has more millionths than a number of JavaScript is exact for. The largest budget that can be
 * published leaves room for nine of its kind.
 */
const MICROS = 1_000_000;
/** PostgreSQL's largest bigint. */
const MOST_MICROS = 2n ** 63n - 1n;
/** The counter of a strategy's budget; no offer has an empty id. */
const WHOLE_STRATEGY = '';
/** Ids hold no line breaks. */
const SEPARATOR = '\n';

interface Counter {
  readonly strategy: string;
  readonly offer: string;
  issued: number;
  /** Of a budget; the counter of an offer counts pieces only. */
  reservedMicros: bigint;
  changed: boolean;
}

/**
 * What is issued and reserved of everything that has a limit, locked for the length of a transaction. Reservations are
 * counted here one by one, exactly, and written together.
 */
export class OfferCounters {
  private constructor(private readonly counters: ReadonlyMap<string, Counter>) {}

  /**
   * Locks the counters of every strategy that the reserving decisions may come to, in one order everywhere, so that
   * processes never wait in a circle.
   */
  static async lock(manager: EntityManager, reserving: readonly Qualified[]): Promise<OfferCounters> {
    const keys = new Set(reserving.flatMap(limitedKeys));
    if (keys.size === 0) return new OfferCounters(new Map());
    let counters = await lockCounters(manager, keys);
    const missing = [...keys].filter((key) => !counters.has(key));
    if (missing.length > 0) {
      await createCounters(manager, missing);
      counters = await lockCounters(manager, keys);
    }
    return new OfferCounters(counters);
  }

  /** Counts the reservation and returns null; where a limit would be passed, counts nothing and says which. */
  reserve({ strategy, offer, amount }: Reservation, release: CompiledRelease): Refusal | null {
    const limits = limitsOf(release);
    const stockKey = keyOf(strategy, offer);
    const budgetKey = keyOf(strategy, WHOLE_STRATEGY);
    const stock = this.counters.get(stockKey);
    const budget = this.counters.get(budgetKey);
    const needed = microsOf(amount);
    const [issued, before] = [stock?.issued ?? 0, budget?.reservedMicros ?? 0n];
    const [pieces, micros] = [limits.pieces.get(stockKey) ?? Infinity, limits.micros.get(budgetKey) ?? MOST_MICROS];
    if (issued + 1 > pieces) return refused('STOCK_SPENT', { used: issued, limit: pieces, needed: 1 });
    if (before + needed > micros) {
      const [used, limit] = [moneyOf(before), moneyOf(micros)];
      return refused('BUDGET_SPENT', { used, limit, needed: moneyOf(needed) });
    }
    for (const counter of [stock, budget]) {
      if (counter === undefined) continue;
      counter.issued += 1;
      counter.changed = true;
    }
    if (budget !== undefined) budget.reservedMicros = before + needed;
    return null;
  }

  /** Writes what was counted. */
  async write(manager: EntityManager): Promise<void> {
    const changed = [...this.counters.values()].filter((counter) => counter.changed);
    if (changed.length === 0) return;
    await manager.query(
      `update offer_counters c set issued = v.issued, reserved_micros = v.reserved
       from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as v (strategy, offer, issued, reserved)
       where c.strategy = v.strategy and c.offer = v.offer`,
      [
        changed.map(({ strategy }) => strategy),
        changed.map(({ offer }) => offer),
        changed.map(({ issued }) => String(issued)),
        changed.map(({ reservedMicros }) => String(reservedMicros)),
      ],
    );
  }
}

function refused(code: Refusal['code'], level: SpentLevel): Refusal {
  return { code, level: Object.freeze(level) };
}

function moneyOf(micros: bigint): number {
  return Number(micros) / 1e6;
}

/** What a group of decisions needs of one counter, and the most that it may come to. */
export interface Demand {
  readonly strategy: string;
  readonly offer: string;
  readonly issued: number;
  /** 0 of an offer: its counter counts pieces only. */
  readonly micros: bigint;
  readonly mostIssued: number;
  readonly mostMicros: bigint;
}

/** The sum of what these choices reserve of everything that has a limit, by counter. */
export function demandsOf(choices: readonly Choice[]): readonly Demand[] {
  const demands = new Map<string, Demand>();
  for (const { reservation, qualified } of choices) {
    if (reservation === null) continue;
    const limits = limitsOf(qualified.release);
    const { strategy, offer, amount } = reservation;
    for (const counter of [offer, WHOLE_STRATEGY]) {
      const key = keyOf(strategy, counter);
      const mostIssued = limits.pieces.get(key);
      const mostMicros = limits.micros.get(key);
      if (mostIssued === undefined && mostMicros === undefined) continue;
      const before = demands.get(key);
      demands.set(key, {
        strategy,
        offer: counter,
        issued: (before?.issued ?? 0) + 1,
        micros: (before?.micros ?? 0n) + (mostMicros === undefined ? 0n : microsOf(amount)),
        mostIssued: mostIssued ?? Number.MAX_SAFE_INTEGER,
        mostMicros: mostMicros ?? MOST_MICROS,
      });
    }
  }
  return [...demands.values()];
}

/** The keys of everything limited in the strategies that a decision may come to. */
function limitedKeys({ input, release }: Qualified): readonly string[] {
  const { pieces, micros } = limitsOf(release);
  const keys = [...pieces.keys(), ...micros.keys()];
  const asked = input.strategies;
  return asked === null ? keys : keys.filter((key) => asked.includes(key.slice(0, key.indexOf(SEPARATOR))));
}

/** The limits of a release by key: how many of an offer, how many millionths of money of a whole strategy. */
interface LimitsByKey {
  readonly pieces: ReadonlyMap<string, number>;
  readonly micros: ReadonlyMap<string, bigint>;
}

const limitsOfReleases = new WeakMap<CompiledRelease, LimitsByKey>();

function limitsOf(release: CompiledRelease): LimitsByKey {
  const known = limitsOfReleases.get(release);
  if (known !== undefined) return known;
  const pieces = new Map<string, number>();
  const micros = new Map<string, bigint>();
  for (const { id, offers, limits } of release.documents.strategies) {
    if (limits?.budget !== undefined) micros.set(keyOf(id, WHOLE_STRATEGY), microsOf(limits.budget));
    for (const offer of offers) if (offer.stock !== undefined) pieces.set(keyOf(id, offer.id), offer.stock);
  }
  limitsOfReleases.set(release, { pieces, micros });
  return { pieces, micros };
}

/** Whole millionths of an amount of money, at most what the database can count. */
function microsOf(amount: number): bigint {
  const micros = BigInt(Math.round(amount * MICROS));
  return micros > MOST_MICROS ? MOST_MICROS : micros;
}

function keyOf(strategy: string, offer: string): string {
  return `${strategy}${SEPARATOR}${offer}`;
}

async function lockCounters(manager: EntityManager, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, Counter>> {
  const rows: { strategy: string; offer: string; issued: string | number; reserved: string | number }[] =
    await manager.query(
      `select strategy, offer, issued, reserved_micros as reserved from offer_counters
       where strategy || chr(10) || offer = any($1) order by strategy, offer for update`,
      [[...keys]],
    );
  return new Map(
    rows.map(({ strategy, offer, issued, reserved }) => [
      keyOf(strategy, offer),
      { strategy, offer, issued: Number(issued), reservedMicros: BigInt(reserved), changed: false },
    ]),
  );
}

async function createCounters(manager: EntityManager, keys: readonly string[]): Promise<void> {
  const sorted = keys.toSorted();
  await manager.query(
    `insert into offer_counters (strategy, offer)
     select split_part(key, chr(10), 1), split_part(key, chr(10), 2) from unnest($1::text[]) key on conflict do nothing`,
    [sorted],
  );
}
