import { at } from '#strata/statistics';
import { type AdstockForm, adstockWeights, carryOver } from './adstock.js';
import { hill, type Saturation } from './saturation.js';

/** A channel as the model sees it. */
export interface ModelChannel {
  readonly name: string;
  readonly form: AdstockForm;
  /** A value a week, those before the first fitted one included. */
  readonly spend: Float64Array;
  /** Mean of the weeks that have any: what is believed of its saturation is relative to it. */
  readonly typical: number;
  /** Of the half normal share of the target that it is believed to bring before the data. */
  readonly spread: number;
  /** Where its parameters begin among those of the model. */
  readonly first: number;
}

/** How a channel works, by one draw of its parameters. */
export interface ChannelShape {
  /** Of the mean target, in a mean week. */
  readonly share: number;
  readonly weights: Float64Array;
  readonly saturation: Saturation;
}

/**
 * What is believed before the data, in terms of standard normal parameters: a channel brings a share of the target that is half
 * normal, and wider where more is spent; half of its effect is reached near its usual spend; carry-over is rather short than long.
 */
const BELIEF = {
  /** Log-normal around the usual spend. */
  halfway: { spread: 0.8 },
  /** Log-normal around 1. */
  slope: { spread: 0.5 },
  /** Logistic-normal: 0.03 to 0.8 in 19 of 20 cases, half of them below 0.27. */
  retention: { centre: -1, spread: 1.2 },
  /** Log-normal; `scale` in weeks. */
  'weibull-cdf': { shape: 1, shapeSpread: 0.5, scale: 2, scaleSpread: 0.7 },
  'weibull-pdf': { shape: 2, shapeSpread: 0.4, scale: 2.5, scaleSpread: 0.6 },
} as const;

/** How many parameters a channel has: its share first. */
export function parameterCount(form: AdstockForm): number {
  return form === 'geometric' ? 4 : 5;
}

/** Of the mean target, in a mean week; below 0 is impossible. */
export function channelShare({ first, spread }: ModelChannel, values: Float64Array): number {
  return spread * at(values, first);
}

export function channelSaturation({ first, typical }: ModelChannel, values: Float64Array): Saturation {
  return {
    halfway: typical * Math.exp(BELIEF.halfway.spread * at(values, first + 1)),
    slope: Math.exp(BELIEF.slope.spread * at(values, first + 2)),
  };
}

/** @param lags in weeks, its own included */
export function channelWeights({ first, form }: ModelChannel, values: Float64Array, lags: number): Float64Array {
  const [one, other] = [at(values, first + 3), at(values, first + 4)];
  if (form === 'geometric') {
    const { centre, spread } = BELIEF.retention;
    return adstockWeights({ form, retention: 1 / (1 + Math.exp(-centre - spread * one)) }, lags);
  }
  const { shape, shapeSpread, scale, scaleSpread } = BELIEF[form];
  return adstockWeights(
    { form, shape: shape * Math.exp(shapeSpread * one), scale: scale * Math.exp(scaleSpread * other) },
    lags,
  );
}

/** What spend does week by week, as a share of all that the channel could do. @param into overwritten */
export function response(
  spend: Float64Array,
  { weights, saturation }: Pick<ChannelShape, 'weights' | 'saturation'>,
  into: Float64Array,
): Float64Array {
  carryOver(spend, weights, into);
  for (let week = 0; week < into.length; week++) into[week] = hill(into[week] ?? 0, saturation);
  return into;
}
