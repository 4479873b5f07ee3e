import { tiedRows } from '#strata/engine/columns';
import { bestProfit } from '#strata/statistics/prediction';
import { type Allowance, type Audience, type Pools, type Ranking, takeAudience } from './selection/audience.js';
import { measureAudiences, type Measuring } from './measure.js';
import { type Sweep, type SweepPoint } from './report.js';

/** The shares to leave out that are tried: 0, 5 %, … */
const STEP = 0.05;
/** Every share is measured; more replicates would take longer than they tell. */
const MOST_REPLICATES = 200;
/** At least so much of a pool stays, however large the audience. */
const MOST = 0.6;

/** What is swept over, on which rows. */
export interface SweptPart {
  readonly pools: Pools;
  readonly allowance: Allowance;
  readonly measuring: Measuring;
}

/** Both models, ranked and scored. */
export interface TwoModels {
  /** The likeliest to convert with an offer first. */
  readonly response: Ranking;
  /** P(conversion without an offer), one a row. */
  readonly natural: Float64Array;
}

/**
 * The two-model method without anybody left out is the response model alone; this leaves out the likeliest to buy anyway.
 * Where the share ends among people whom the natural model cannot tell apart, each of them is left out in part.
 */
export function leaveOut(
  models: TwoModels,
  pools: Pools,
  share: number,
): Ranking & { readonly threshold: number | null } {
  const { response, natural } = models;
  const open = new Float64Array(natural.length).fill(1);
  let threshold: number | null = null;
  for (const pool of pools) {
    let left = Math.round(share * pool.length);
    for (const group of tiedRows(natural, pool)) {
      if (left <= 0) break;
      const out = Math.min(1, left / group.length);
      for (const row of group) open[row] = 1 - out;
      threshold = Math.min(threshold ?? Infinity, natural[group[0] ?? 0] ?? 0);
      left -= group.length;
    }
  }
  return { ...response, open, threshold };
}

/** Tries every share on the validation rows, chooses the one of the largest profit, and shows all of them on the test rows. */
export function sweepLeaveOut(
  model: string,
  models: TwoModels,
  validation: SweptPart & { readonly title: string },
  test: SweptPart,
): Sweep {
  const tried = sweepPart(models, validation);
  const best = bestProfit(
    tried.map((point) => ({
      ...point,
      contacted: point.audience,
      share: point.leftOut,
      profit: point.profit.value,
      threshold: 0,
    })),
  );
  return {
    model,
    chosen: best?.share ?? 0,
    validatedOn: validation.title,
    validation: tried,
    test: sweepPart(models, test),
  };
}

function sweepPart(models: TwoModels, { pools, allowance, measuring }: SweptPart): readonly SweepPoint[] {
  const swept = sharesFor(pools, allowance).map((share) => {
    const { threshold, ...ranking } = leaveOut(models, pools, share);
    return { share, threshold, audience: takeAudience(ranking, measuring.history, pools, allowance) };
  });
  const measured = measureAudiences(
    swept.map(({ audience }): Audience => audience),
    { ...measuring, replicates: Math.min(MOST_REPLICATES, measuring.replicates) },
  );
  return swept.map(({ share, threshold }, index) => ({
    leftOut: share,
    threshold,
    audience: measured.people[index] ?? 0,
    incremental: measured.estimate(index, 'incremental'),
    profit: measured.estimate(index, 'profit'),
    roi: measured.estimate(index, 'cost').value === 0 ? null : measured.estimate(index, 'roi'),
    gain: measured.difference(index, 0, 'profit'),
  }));
}

/** Every share that leaves enough people for the audience. */
function sharesFor(pools: Pools, allowance: Allowance): readonly number[] {
  const rows = pools.reduce((sum, { length }) => sum + length, 0);
  const wanted = allowance.by === 'budget' ? 0 : allowance.sizes.reduce((sum, size) => sum + size, 0);
  const most = Math.min(MOST, 1 - wanted / rows);
  return Array.from({ length: Math.floor(most / STEP + 1e-9) + 1 }, (_, step) => (step * 5) / 100);
}
