import { type BaseColumn, baseRegression, type BaseRegression } from './base.js';
import { type ModelChannel, parameterCount } from './channel-shape.js';
import { type AdstockForm } from './adstock.js';

/** What an experiment measured of a channel, as the model takes it. */
interface ModelLift {
  /** Place of its channel. */
  readonly channel: number;
  /** The spend of the channel without that of the experiment's weeks. */
  readonly spendWithout: Float64Array;
  /** The weeks in which it was measured, among all weeks: from the first to before the last. */
  readonly from: number;
  readonly to: number;
  /** In means of the target, with its standard error. */
  readonly effect: number;
  readonly standardError: number;
}

/** Weeks, and all that is needed to say how likely parameters are. */
export interface MixModel {
  readonly channels: readonly ModelChannel[];
  readonly base: readonly BaseColumn[];
  /** In its means, of the fitted weeks. */
  readonly target: Float64Array;
  readonly meanTarget: number;
  /** Weeks before the first fitted one, whose spend carries over. */
  readonly warmUp: number;
  /** How many weeks are fitted. */
  readonly rows: number;
  /** Weeks that an advertisement works at most, its own included. */
  readonly lags: number;
  readonly parameters: number;
  /** By the correlation of the noise. */
  readonly regressions: readonly BaseRegression[];
  readonly lifts: readonly ModelLift[];
}

/** What a model is made of: columns with a value a week, the warm-up of media first. */
export interface MixWeeks {
  readonly channels: readonly { readonly name: string; readonly form: AdstockForm; readonly spend: Float64Array }[];
  readonly base: readonly BaseColumn[];
  readonly target: Float64Array;
  readonly warmUp: number;
  readonly lags: number;
  /** Of the half normal share that all channels together would bring before the data, if they were one. */
  readonly shareSpread: number;
  readonly lifts: readonly Omit<ModelLift, 'spendWithout'>[];
}

/** Correlations of the noise that are tried, each as likely as the other before the data. */
const CARRIED = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] as const;

/** @param rows the first so many weeks after the warm-up are fitted */
export function mixModel(weeks: MixWeeks, rows: number): MixModel {
  const { base, warmUp, lags } = weeks;
  const fitted = weeks.target.subarray(0, rows);
  const meanTarget = fitted.reduce((sum, value) => sum + value, 0) / rows;
  const spentInAll = weeks.channels.reduce((sum, { spend }) => sum + sumOf(spend.subarray(0, warmUp + rows)), 0);
  let parameters = 0;
  const channels = weeks.channels.map((channel): ModelChannel => {
    const first = parameters;
    parameters += parameterCount(channel.form);
    const spent = channel.spend.subarray(0, warmUp + rows).filter((spend) => spend > 0);
    const typical = sumOf(spent) / Math.max(1, spent.length);
    return { ...channel, first, typical, spread: weeks.shareSpread * Math.sqrt(sumOf(spent) / spentInAll) };
  });
  return {
    channels,
    base,
    target: fitted.map((value) => value / meanTarget),
    meanTarget,
    warmUp,
    rows,
    lags,
    parameters,
    regressions: CARRIED.map((carried) => baseRegression(base, rows, carried)),
    lifts: weeks.lifts.filter(({ to }) => to <= warmUp + rows).map((lift) => scaledLift(lift, channels, meanTarget)),
  };
}

function scaledLift(
  lift: Omit<ModelLift, 'spendWithout'>,
  channels: readonly ModelChannel[],
  meanTarget: number,
): ModelLift {
  const spend = channels[lift.channel]?.spend ?? new Float64Array();
  return {
    ...lift,
    spendWithout: spend.map((value, week) => (week >= lift.from && week < lift.to ? 0 : value)),
    effect: lift.effect / meanTarget,
    standardError: lift.standardError / meanTarget,
  };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The mean of the fitted weeks. @param values of all weeks, the warm-up first */
export function meanOfFitted({ warmUp, rows }: Pick<MixModel, 'warmUp' | 'rows'>, values: Float64Array): number {
  let sum = 0;
  for (let week = warmUp; week < warmUp + rows; week++) sum += values[week] ?? 0;
  return sum / rows;
}
