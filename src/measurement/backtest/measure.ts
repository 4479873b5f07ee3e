import {
  bootstrapEstimate,
  type BootstrapSums,
  bootstrapSums,
  type Estimate,
  jointEstimates,
} from '#strata/statistics';
import { campaignResult, type PolicyWeights, policyWeights } from '#strata/statistics/policies';
import { NO_OFFER } from './history/arms.js';
import { type Audience } from './selection/audience.js';
import { type HistoryRows } from './history/history-rows.js';

/** The rows that measure, and how. */
export interface Measuring {
  readonly history: HistoryRows;
  /** Positions of the rows. */
  readonly rows: Uint32Array;
  /** P(the row got what it got), one a row of the history. */
  readonly propensity: Float64Array;
  /** Whether rows without an offer tell what would have happened anyway. */
  readonly basis: 'incremental' | 'gross';
  /** Share of a conversion's value that is profit. */
  readonly margin: number;
  /** A seeded source of numbers on [0, 1). */
  readonly uniform: () => number;
  readonly replicates: number;
}

/** The figures of one audience. NaN where nobody in it tells. */
interface Figures {
  readonly conversions: number;
  readonly incremental: number;
  /** Money that the (incremental) conversions brought. */
  readonly value: number;
  readonly cost: number;
  readonly profit: number;
  readonly roi: number;
}

/** Audiences measured on the same rows by the same draws, so that differences are paired. */
export interface Measured {
  /** People in each audience. */
  readonly people: readonly number[];
  /** A figure of an audience, with its interval. */
  estimate(audience: number, figure: keyof Figures): Estimate;
  /** A figure of every audience, with intervals that hold all of them together. */
  together(figure: keyof Figures): readonly Estimate[];
  /** The first audience's figure minus the second's. */
  difference(first: number, second: number, figure: keyof Figures): Estimate;
  /** The first audience's figure divided by the second's, less 1: 0.5 for half as much more. */
  growth(first: number, second: number, figure: keyof Figures): Estimate;
}

const FIGURES = ['conversions', 'incremental', 'value', 'cost', 'profit', 'roi'] as const satisfies (keyof Figures)[];
/** Sums an audience: weight, conversions, value and cost of the treated; weight, conversions and value of the control. */
const WIDTH = 7;

/**
 * What each audience would have brought, from the rows in it that got what its selector would give, and those that got
 * nothing: means weighted by 1 ÷ propensity (self-normalised, Hájek, 1971) times the people of the audience, put through
 * the definitions of a campaign's result. Intervals: bootstrap over people.
 */
export function measureAudiences(audiences: readonly Audience[], measuring: Measuring): Measured {
  const { history, rows, basis, margin, uniform, replicates } = measuring;
  const people = audiences.map(({ taken }) => rows.reduce((sum, row) => sum + (taken[row] ?? 0), 0));
  const sums = bootstrapSums({
    columns: audiences.flatMap((audience) => columnsOf(audience, measuring)),
    clusters: Uint32Array.from(rows, (row) => history.person[row] ?? 0),
    uniform,
    replicates,
  });
  const figuresOf = (all: Float64Array): Float64Array =>
    Float64Array.from(
      people.flatMap((users, index) => {
        const figures = figuresOfSums(all.subarray(index * WIDTH, (index + 1) * WIDTH), users, margin, basis);
        return FIGURES.map((figure) => figures[figure]);
      }),
    );
  const figures: BootstrapSums = { observed: figuresOf(sums.observed), replicates: sums.replicates.map(figuresOf) };
  const placeOf = (audience: number, figure: keyof Figures) => audience * FIGURES.length + FIGURES.indexOf(figure);
  const at = (values: Float64Array, place: number): number => values[place] ?? Number.NaN;
  return {
    people,
    estimate: (audience, figure) => bootstrapEstimate(figures, (all) => at(all, placeOf(audience, figure))),
    together: (figure) =>
      jointEstimates(
        figures,
        people.map((_, audience) => (all: Float64Array) => at(all, placeOf(audience, figure))),
      ),
    difference: (first, second, figure) =>
      bootstrapEstimate(figures, (all) => at(all, placeOf(first, figure)) - at(all, placeOf(second, figure))),
    growth: (first, second, figure) =>
      bootstrapEstimate(figures, (all) => at(all, placeOf(first, figure)) / at(all, placeOf(second, figure)) - 1),
  };
}

/** How much the rows inside of an audience say: those that got its offer, and those that got nothing. */
export function weightsInside(
  audience: Audience,
  measuring: Pick<Measuring, 'history' | 'rows' | 'propensity'>,
): { readonly treated: PolicyWeights; readonly control: PolicyWeights } {
  const weights = Array.from(measuring.rows, (row) => rowWeights(row, audience, measuring));
  const people = measuring.rows.map((row) => measuring.history.person[row] ?? 0);
  return {
    treated: policyWeights(
      weights.map(({ treated }) => treated),
      people,
    ),
    control: policyWeights(
      weights.map(({ control }) => control),
      people,
    ),
  };
}

function columnsOf(audience: Audience, measuring: Measuring): readonly Float64Array[] {
  const { rows, history } = measuring;
  const columns = Array.from({ length: WIDTH }, () => new Float64Array(rows.length));
  rows.forEach((row, index) => {
    const { treated, control } = rowWeights(row, audience, measuring);
    const [converted = 0, value = 0, cost = 0] = [history.converted[row], history.value[row], history.cost[row]];
    [
      treated,
      treated * converted,
      treated * value,
      treated * cost,
      control,
      control * converted,
      control * value,
    ].forEach((sum, column) => {
      const values = columns[column];
      if (values !== undefined) values[index] = sum;
    });
  });
  return columns;
}

function rowWeights(
  row: number,
  { taken, offer }: Audience,
  { history, propensity }: Pick<Measuring, 'history' | 'propensity'>,
): { readonly treated: number; readonly control: number } {
  const weight = (taken[row] ?? 0) / (propensity[row] ?? 1);
  const arm = history.arm?.[row] ?? null;
  if (weight === 0) return { treated: 0, control: 0 };
  if (arm === NO_OFFER) return { treated: 0, control: weight };
  return { treated: arm === null || arm === offer[row] ? weight : 0, control: 0 };
}

function figuresOfSums(sums: Float64Array, users: number, margin: number, basis: Measuring['basis']): Figures {
  const [weight = 0, converted = 0, value = 0, cost = 0, controlWeight = 0, controlConverted = 0, controlValue = 0] =
    sums;
  if (users === 0) return { conversions: 0, incremental: 0, value: 0, cost: 0, profit: 0, roi: Number.NaN };
  const treated = { users, conversions: (users * converted) / weight, value: (users * value) / weight };
  const control = {
    users,
    conversions: (users * controlConverted) / controlWeight,
    value: (users * controlValue) / controlWeight,
  };
  const holdout = basis === 'gross' ? null : control;
  const spent = (users * cost) / weight;
  const result = campaignResult({ treated, holdout, margin, cost: spent, redeemed: 0, contactCost: 0, faceValue: 0 });
  return {
    conversions: result.conversions,
    incremental: result.incremental?.value ?? result.conversions,
    value: result.incrementalValue?.value ?? treated.value,
    cost: result.cost,
    profit: result.profit.value,
    roi: result.roi?.value ?? Number.NaN,
  };
}
