import { type Availability, withSpent } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { type Counted } from './counter-table.js';
import { demandOf, refusalOf } from './limits.js';

/** Which offers of the strategy have nothing left for one more person, by the limits of this release. */
export function spentOf({ documents }: CompiledRelease, strategy: string, { issued, reserved }: Counted): Availability {
  const document = documents.strategies.find(({ id }) => id === strategy);
  let availability: Availability = { stockSpent: [], budgetSpent: [] };
  if (document === undefined) return availability;
  for (const offer of document.offers) {
    const demand = demandOf(document, offer);
    const pair = `${strategy}/${offer.id}`;
    const given = issued.get(offer.id) ?? 0;
    if (demand.stock !== null && given >= demand.stock) {
      availability = withSpent(availability, pair, refusalOf(demand, 'STOCK_SPENT', BigInt(given)));
    }
    if (demand.budget !== null && reserved + demand.micros > demand.budget) {
      availability = withSpent(availability, pair, refusalOf(demand, 'BUDGET_SPENT', reserved));
    }
  }
  return availability;
}
