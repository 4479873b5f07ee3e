import { ascendingOrder, at, tieEnd } from '../index.js';

/** The profit of contacting everybody on the chosen side of a threshold. */
export interface ProfitPoint {
  /** ±Infinity where nobody or everybody is contacted. */
  readonly threshold: number;
  readonly contacted: number;
  /** Share of all rows that is contacted, 0 to 1. */
  readonly share: number;
  /** Sum of the profits of the contacted rows, in money. */
  readonly profit: number;
}

/**
 * Profit against the threshold, from contacting nobody to contacting everybody.
 *
 * @param scores one finite score a row
 * @param profits what contacting the row brings, in money, cost taken off
 * @param contact `from`: rows with the threshold's score or a higher one (a response model); `below`: rows with a lower
 *   one (a natural model that leaves out who would buy anyway)
 * @param points about how many, evenly spaced in the share contacted; tied rows stay together
 */
export function profitCurve(
  scores: ArrayLike<number>,
  profits: ArrayLike<number>,
  contact: 'from' | 'below',
  points = 100,
): readonly ProfitPoint[] {
  const ascending = ascendingOrder(scores, profits);
  const order = contact === 'from' ? ascending.reverse() : ascending;
  const rows = order.length;
  const curve: ProfitPoint[] = [
    { threshold: contact === 'from' ? Infinity : -Infinity, contacted: 0, share: 0, profit: 0 },
  ];
  let profit = 0;
  let step = 0;
  for (let start = 0; start < rows;) {
    const end = tieEnd(scores, order, start);
    for (let i = start; i < end; i++) profit += at(profits, at(order, i));
    const reached = Math.floor((end * points) / rows);
    if (reached > step || end === rows) {
      const threshold = contact === 'from' ? at(scores, at(order, start)) : scoreAfter(scores, order, end);
      curve.push({ threshold, contacted: end, share: end / rows, profit });
    }
    step = reached;
    start = end;
  }
  return curve;
}

function scoreAfter(scores: ArrayLike<number>, order: Uint32Array, end: number): number {
  return end === order.length ? Infinity : at(scores, at(order, end));
}

/** The point of greatest profit; of equal ones the one that contacts fewest. */
export function bestProfit(curve: readonly ProfitPoint[]): ProfitPoint | undefined {
  return curve.reduce<ProfitPoint | undefined>(
    (best, point) => (best === undefined || point.profit > best.profit ? point : best),
    undefined,
  );
}
