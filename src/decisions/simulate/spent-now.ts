import { type EntityManager } from 'typeorm';
import { type Availability, type CompiledRelease } from '../../engine/index.js';

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
  return Object.freeze({
    stockSpent: keys(offers.filter(({ id, stock = Infinity }) => (issued.get(id) ?? 0) >= stock)),
    budgetSpent: keys(offers.filter(({ contactCost, faceValue }) => contactCost + faceValue > left)),
  });
}
