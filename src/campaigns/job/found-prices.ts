import { campaignAim } from '#strata/engine';
import { type FoundPrices } from '#strata/ledger/prices';
import { type SelectionManifest } from '../selection/index.js';
import { type BegunRun } from './begin-run.js';

/**
 * What a run found that its strategy's limits would bring elsewhere: over the arms that go by models, weighted by their shares.
 * Null where it did not look for profit, or no arm goes by models.
 */
export function foundPrices(
  { row, payload, strategy, plan }: Pick<BegunRun, 'row' | 'payload' | 'strategy' | 'plan'>,
  { allocation }: Pick<SelectionManifest, 'allocation'>,
): FoundPrices | null {
  const { document, draws } = strategy;
  if (campaignAim(payload.document, document) !== 'profit') return null;
  const shareOf = (id: string | null): number => {
    const arm = draws.arms.findIndex((each) => each.id === id);
    return draws.wayOf(arm) === 'model' ? draws.limitShare(arm) : 0;
  };
  const all = allocation.reduce((sum, { arm }) => sum + shareOf(arm), 0);
  if (all === 0) return null;
  type Allocated = (typeof allocation)[number];
  const mean = (of: (allocated: Allocated) => number): number =>
    allocation.reduce((sum, allocated) => sum + (shareOf(allocated.arm) / all) * of(allocated), 0);
  return {
    strategy: document.id,
    run: row.id,
    at: plan.now,
    budget: mean(({ limits }) => limits.find(({ limit }) => limit.kind === 'budget')?.multiplier ?? 0),
    offers: Object.fromEntries(document.offers.map(({ id }, place) => [id, mean(({ prices }) => prices[place] ?? 0)])),
  };
}
