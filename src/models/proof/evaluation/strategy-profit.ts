import { seededRandom } from '#sdk';
import { ascendingOrder, type Estimate, normalEstimate } from '#strata/statistics';
import { bestProfit, profitCurve, type ProfitPoint } from '#strata/statistics/prediction';
import { type RowMoney } from './row-money.js';
import { type Trade } from './trades.js';

/** What the money says about the model's threshold. */
export interface ProfitReport extends Pick<RowMoney, 'strategy' | 'offer' | 'role' | 'basis'> {
  readonly best: ProfitPoint;
  /** Contacting every row. */
  readonly everybody: ProfitPoint;
  /** From contacting nobody to contacting everybody. */
  readonly curve: readonly ProfitPoint[];
  /** What choosing a threshold this way earns on rows that did not choose it. */
  readonly checked: CheckedProfit;
}

/**
 * People are cut into two halves by chance (by what their rows say, whatever their order); the best threshold of each half
 * is applied to the other one, and the profits of both are added up. Intervals are of drawing as many people again, each
 * with all of its rows (normal approximation).
 */
interface CheckedProfit {
  readonly profit: Estimate;
  /** More than contacting everybody, on the same rows. */
  readonly overEverybody: Estimate;
}

const LEVEL = 0.95;

/**
 * @param trades of the scores and the money, from selecting nobody to selecting everybody
 * @param seed of the two halves
 * @param people for each row the number of its person, from 0, where people have several rows
 */
export function profitReport(
  money: RowMoney,
  trades: readonly Trade[],
  scores: Float64Array,
  seed: number,
  people?: Uint32Array,
): ProfitReport {
  const { strategy, offer, role, basis } = money;
  const points = trades.flatMap((trade): ProfitPoint[] => {
    if (trade.money === null) return [];
    const { contacted, share, profit } = trade.money;
    return [{ threshold: trade.threshold, contacted, share, profit: profit.value }];
  });
  const curve = role === 'natural' ? points.toReversed() : points;
  const nobody: ProfitPoint = { threshold: Infinity, contacted: 0, share: 0, profit: 0 };
  const best = bestProfit(curve) ?? nobody;
  return {
    strategy,
    offer,
    role,
    basis,
    best,
    everybody: curve.at(-1) ?? nobody,
    curve,
    checked: checkedProfit(money, scores, seed, people),
  };
}

function checkedProfit(
  { role, profit }: RowMoney,
  scores: Float64Array,
  seed: number,
  people: Uint32Array = Uint32Array.from(scores.keys()),
): CheckedProfit {
  const rows = ascendingOrder(scores, profit);
  const shuffled = seededRandom(seed).shuffle([...new Set(rows.map((row) => people[row] ?? 0))]);
  const first = new Set(shuffled.slice(0, shuffled.length >> 1));
  const halves = [true, false].map((isFirst) => rows.filter((row) => first.has(people[row] ?? 0) === isFirst));
  const earned = new Float64Array(scores.length);
  const lost = new Float64Array(scores.length);
  for (const [chosenOn, appliedTo] of [halves, halves.toReversed()] as [Uint32Array, Uint32Array][]) {
    const pick = (values: Float64Array) => Float64Array.from(chosenOn, (row) => values[row] ?? 0);
    const { threshold } = bestProfit(profitCurve(pick(scores), pick(profit), contactOf(role))) ?? { threshold: 0 };
    for (const row of appliedTo) {
      const above = (scores[row] ?? 0) >= threshold;
      const value = profit[row] ?? 0;
      earned[row] = above === (role === 'response') ? value : 0;
      lost[row] = (earned[row] ?? 0) - value;
    }
  }
  return { profit: sumEstimate(earned, people), overEverybody: sumEstimate(lost, people) };
}

function contactOf(role: RowMoney['role']): 'from' | 'below' {
  return role === 'natural' ? 'below' : 'from';
}

function sumEstimate(values: Float64Array, people: Uint32Array): Estimate {
  const sums = new Map<number, number>();
  values.forEach((one, row) => {
    const person = people[row] ?? 0;
    sums.set(person, (sums.get(person) ?? 0) + one);
  });
  let value = 0;
  let squares = 0;
  for (const one of sums.values()) {
    value += one;
    squares += one * one;
  }
  return normalEstimate(value, Math.sqrt(Math.max(0, squares - (value * value) / Math.max(1, sums.size))), LEVEL);
}
