import { type EntityManager } from 'typeorm';
import { type Availability, levelKey, type SpentLevel } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';

/** What the database counts of a strategy: pieces of each offer, and money of the whole. */
export interface Counted {
  /** How many were issued, by offer. */
  readonly issued: ReadonlyMap<string, number>;
  /** Money that is reserved of the budget. */
  readonly reserved: number;
}

const MICROS = 1_000_000;

/** What every process has issued and reserved of a strategy until now. */
export async function countedOf(manager: EntityManager, strategy: string): Promise<Counted> {
  const rows = await manager.query<{ offer: string; issued: string; reserved: string }[]>(
    'select offer, issued, reserved_micros as reserved from offer_counters where strategy = $1',
    [strategy],
  );
  return {
    issued: new Map(rows.map(({ offer, issued }) => [offer, Number(issued)])),
    // The counter of the whole strategy names no offer.
    reserved: Number(rows.find(({ offer }) => offer === '')?.reserved ?? 0) / MICROS,
  };
}

/** Which offers of the strategy have nothing left for one more person, by the limits of this release. */
export function spentOf({ documents }: CompiledRelease, strategy: string, { issued, reserved }: Counted): Availability {
  const document = documents.strategies.find(({ id }) => id === strategy);
  const offers = document?.offers ?? [];
  const left = (document?.limits?.budget ?? Infinity) - reserved;
  const keys = (spent: typeof offers) => Object.freeze(spent.map(({ id }) => `${strategy}/${id}`));
  const outOfStock = offers.filter(({ id, stock = Infinity }) => (issued.get(id) ?? 0) >= stock);
  const outOfBudget = offers.filter(({ contactCost, faceValue }) => contactCost + faceValue > left);
  const levels: Record<string, SpentLevel> = {};
  for (const { id, stock = Infinity } of outOfStock) {
    levels[levelKey('STOCK_SPENT', `${strategy}/${id}`)] = { used: issued.get(id) ?? 0, limit: stock, needed: 1 };
  }
  for (const { id, contactCost, faceValue } of outOfBudget) {
    const level = { used: reserved, limit: document?.limits?.budget ?? Infinity, needed: contactCost + faceValue };
    levels[levelKey('BUDGET_SPENT', `${strategy}/${id}`)] = level;
  }
  return Object.freeze({ stockSpent: keys(outOfStock), budgetSpent: keys(outOfBudget), levels });
}
