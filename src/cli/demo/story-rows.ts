import { type RankBy, type Strategy } from '#strata/engine';
import { offerMoney, type People, rankValues } from '#strata/engine/columns';
import { factsOfRows, type SimulatedShop } from '#strata/simulator/shop';
import { type StoryRows } from '#strata/simulator/story';

/** Rows of a shop, and the calibrated scores of the strategy's models, by their ids. */
export interface RowScores {
  readonly rows: Int32Array;
  readonly scores: ReadonlyMap<string, Float64Array>;
}

/** The same with what the strategy makes of them: its first offer is the coupon. */
export function storyRows(strategy: Strategy, { history }: SimulatedShop, { rows, scores }: RowScores): StoryRows {
  const { baseline, goal } = strategy;
  const read = [baseline.rankBy, goal.orderValue].flatMap((source) => factOf(source) ?? []);
  const facts = factsOfRows(history, rows, [...new Set(read)]);
  const people: People = {
    rows: rows.length,
    now: 0,
    facts: new Map(
      facts.flatMap((column) => (column.type === 'number' ? [[column.name, { ...column, kind: 'number' }]] : [])),
    ),
    scores: new Map([...scores].map(([model, values]) => [model, { values }])),
  };
  const [coupon] = offerMoney(strategy, people);
  if (coupon === undefined) throw new TypeError('the strategy makes no offer');
  const alike = new Float64Array(rows.length);
  return {
    rows,
    natural: coupon.natural,
    coupon: coupon.conversion,
    baseline: baseline.rankBy === undefined ? alike : rankValues(baseline.rankBy, people),
    profit: coupon.profit,
  };
}

function factOf(source: RankBy | Strategy['goal']['orderValue'] | undefined): string | undefined {
  return typeof source === 'object' && 'fact' in source ? source.fact : undefined;
}
