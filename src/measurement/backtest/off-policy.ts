import { policyValue } from '#strata/statistics/policies';
import { NO_OFFER } from './history/arms.js';
import { type Audience } from './selection/audience.js';
import { type Measuring, weightsInside } from './measure.js';
import { type OffPolicyValue, type SelectorId } from './report.js';
import { type StrategyRankings } from './selection/selectors.js';

/**
 * The share of the pool that would have converted had a selector decided about all of it: its audience gets the offer, the
 * others nothing. The direct and doubly robust estimates use the strategy's own models, where it has both.
 */
export function offPolicyValue(
  selector: SelectorId,
  audience: Audience,
  { natural, withOffer }: Pick<StrategyRankings, 'natural' | 'withOffer'>,
  measuring: Measuring,
): OffPolicyValue {
  const { history, rows, propensity, uniform, replicates } = measuring;
  const armOf = (row: number): number => history.arm?.[row] ?? NO_OFFER;
  const takenOf = (row: number): number => audience.taken[row] ?? 0;
  const offerOf = (row: number): number => audience.offer[row] ?? 1;
  const over = (value: (row: number) => number) => Float64Array.from(rows, value);
  const expected = (row: number, arm: number): number =>
    (arm === NO_OFFER ? natural?.[row] : withOffer[arm - 1]?.[row]) ?? 0;
  const value = policyValue(
    {
      reward: over((row) => history.converted[row] ?? 0),
      propensity: over((row) => propensity[row] ?? 1),
      agreement: over((row) => {
        if (armOf(row) === NO_OFFER) return 1 - takenOf(row);
        return armOf(row) === offerOf(row) ? takenOf(row) : 0;
      }),
      clusters: over((row) => history.person[row] ?? 0),
      ...(natural === null
        ? {}
        : {
            predicted: {
              logged: over((row) => expected(row, armOf(row))),
              policy: over(
                (row) => takenOf(row) * expected(row, offerOf(row)) + (1 - takenOf(row)) * expected(row, NO_OFFER),
              ),
            },
          }),
    },
    { uniform, replicates },
  );
  return { selector, value, inside: weightsInside(audience, measuring).treated };
}
