import { openRows, takeTop, tiedRows } from '#strata/engine/columns';
import { type HistoryRows } from '../history/history-rows.js';

/** In which order a selector takes people, and what it would give them. One entry a row of the history. */
export interface Ranking {
  /** Higher comes first; −Infinity or NaN: never taken. Equal scores are taken together, in part where need be. */
  readonly scores: Float64Array;
  /** Number of the offer, from 1. */
  readonly offer: Uint8Array;
  /** P(the row is among those to choose from), 0 to 1: a share where a cut before this falls into a tie; 1 unless given. */
  readonly open?: Float64Array;
}

/** Whom a selector takes. */
export interface Audience extends Ranking {
  /** P(the row is taken): 0, 1, or a share for a tie at the edge. */
  readonly taken: Float64Array;
}

/** The rows that compete with one another: positions in the history. */
export type Pools = readonly Uint32Array[];

/** How much a selector may spend in a pool. */
export type Allowance =
  | { readonly by: 'audience'; /** People, one a pool. */ readonly sizes: readonly number[] }
  | {
      readonly by: 'budget';
      /** Money, one a pool. */
      readonly budgets: readonly number[];
      /** 1 ÷ P(the row got what it got). */
      readonly weights: Float64Array;
    };

/** Groups the rows by the pool they belong to. Pools without a row among them are left out. */
export function poolsOf({ pool, poolNames }: HistoryRows, rows: Uint32Array): Pools {
  const members = poolNames.map((): number[] => []);
  for (const row of rows) members[pool[row] ?? 0]?.push(row);
  return members.filter(({ length }) => length > 0).map((positions) => Uint32Array.from(positions));
}

/** Takes from each pool in the order of the ranking until the allowance is spent. */
export function takeAudience(ranking: Ranking, history: HistoryRows, pools: Pools, allowance: Allowance): Audience {
  const taken = new Float64Array(history.rows);
  pools.forEach((pool, index) => {
    const groups = tiedRows(ranking.scores, pool);
    if (allowance.by === 'audience') takeTop(groups, allowance.sizes[index] ?? 0, ranking.open, taken);
    else takeWhileAffordable(groups, allowance.budgets[index] ?? 0, { ranking, history, allowance }, taken);
  });
  return { ...ranking, taken };
}

/** How many rows of each pool the ranking takes at most. */
export function candidatesOf({ scores }: Ranking, pools: Pools): readonly number[] {
  return pools.map((pool) => pool.filter((row) => (scores[row] ?? Number.NaN) > -Infinity).length);
}

/**
 * As a campaign does that stops when its money is spent: the cost of those taken so far is that of the rows among them
 * that got the offer, weighted to stand for all.
 */
function takeWhileAffordable(
  groups: readonly Uint32Array[],
  budget: number,
  {
    ranking,
    history,
    allowance,
  }: {
    readonly ranking: Ranking;
    readonly history: HistoryRows;
    readonly allowance: Extract<Allowance, { by: 'budget' }>;
  },
  taken: Float64Array,
): void {
  let [people, weight, weighted, spent] = [0, 0, 0, 0];
  for (const group of groups) {
    for (const row of group) {
      if (history.arm !== null && history.arm[row] !== ranking.offer[row]) continue;
      const own = (allowance.weights[row] ?? 0) * (ranking.open?.[row] ?? 1);
      weight += own;
      weighted += own * (history.cost[row] ?? 0);
    }
    people += openRows(group, ranking.open);
    const before = spent;
    spent = weight === 0 ? 0 : (people * weighted) / weight;
    const share = spent <= budget ? 1 : Math.max(0, Math.min(1, (budget - before) / (spent - before)));
    for (const row of group) taken[row] = share * (ranking.open?.[row] ?? 1);
    if (share < 1) return;
  }
}
