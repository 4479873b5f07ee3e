import { type Allowance, candidatesOf, type Ranking } from './selection/audience.js';
import { type HistoryPart } from './selection/parts.js';
import { type BacktestPlan } from './report.js';

/** As many people, such a share of them, or so much money. */
export type RequestedPlan = { readonly people: number } | { readonly share: number } | { readonly budget: number };

/** What each selector may spend, spread over the pools by their rows. All take as many as the strategy does. */
export function planFor(
  requested: RequestedPlan,
  { rows, pools, propensity }: HistoryPart,
  own: Ranking,
): { readonly plan: BacktestPlan; readonly allowance: Allowance; readonly notes: readonly string[] } {
  if ('budget' in requested) {
    const budgets = pools.map(({ length }) => (requested.budget * length) / rows.length);
    const weights = propensity.map((chance) => 1 / chance);
    return {
      plan: { by: 'budget', budget: requested.budget },
      allowance: { by: 'budget', budgets, weights },
      notes: [],
    };
  }
  const share = 'share' in requested ? requested.share : Math.min(1, requested.people / rows.length);
  const candidates = candidatesOf(own, pools);
  const wanted = pools.map(({ length }) => share * length);
  const sizes = wanted.map((size, index) => Math.min(size, candidates[index] ?? 0));
  const audience = sizes.reduce((sum, size) => sum + size, 0);
  const short = audience < share * rows.length - 1;
  const note = `the strategy finds only ${Math.round(audience)} people worth the offer, of the ${Math.round(share * rows.length)} it might reach: all selectors take as many`;
  return {
    plan: { by: 'audience', audience, share: audience / rows.length },
    allowance: { by: 'audience', sizes },
    notes: short ? [note] : [],
  };
}
