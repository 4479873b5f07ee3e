import { groupsOf, type FairnessReport, type Benefit, selectionFairness } from '#strata/models/proof/fairness';
import { pickRows } from '#strata/tables/columns';
import { NO_OFFER } from './history/arms.js';
import { type Audience } from './selection/audience.js';
import { type Measuring } from './measure.js';
import { type StrategyRankings } from './selection/selectors.js';

/** The strategy's selection among the test rows, told by a column of the history. */
export function audienceFairness({
  by,
  column,
  audience,
  rankings,
  measuring,
}: Pick<FairnessReport, 'by' | 'column'> & {
  readonly audience: Audience;
  readonly rankings: Pick<StrategyRankings, 'natural' | 'withOffer'>;
  readonly measuring: Measuring;
}): FairnessReport | null {
  const { history, rows } = measuring;
  const groups = history.facts.get(by);
  if (groups === undefined) return null;
  const over = (value: (row: number) => number) => Float64Array.from(rows, value);
  const armOf = (row: number): number | null => history.arm?.[row] ?? null;
  return selectionFairness({
    by,
    column,
    selection: 'the audience of the strategy',
    groups: groupsOf(pickRows(groups, rows), rows.length),
    people: rows.map((row) => history.person[row] ?? 0),
    selected: over((row) => audience.taken[row] ?? 0),
    benefit: benefitOf(audience, measuring),
    calibration: {
      predicted: over((row) => {
        const arm = armOf(row) ?? 1;
        return (arm === NO_OFFER ? rankings.natural : rankings.withOffer[arm - 1])?.[row] ?? Number.NaN;
      }),
      happened: over((row) =>
        armOf(row) === NO_OFFER && rankings.natural === null ? Number.NaN : (history.converted[row] ?? Number.NaN),
      ),
    },
    notes: ['calibration: rows with an offer by the response model, rows without one by the natural model'],
  });
}

function benefitOf({ taken, offer }: Audience, { history, rows, propensity, basis }: Measuring): Benefit | null {
  if (basis === 'gross') return null;
  const weight = (row: number): number => (taken[row] ?? 0) / (propensity[row] ?? 1);
  const armOf = (row: number): number => history.arm?.[row] ?? NO_OFFER;
  return {
    kind: 'measured',
    treated: Float64Array.from(rows, (row) => (armOf(row) === offer[row] ? weight(row) : 0)),
    control: Float64Array.from(rows, (row) => (armOf(row) === NO_OFFER ? weight(row) : 0)),
    converted: Float64Array.from(rows, (row) => history.converted[row] ?? 0),
  };
}
