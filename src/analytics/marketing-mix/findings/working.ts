import { at } from '#strata/statistics';
import { baseline } from '../model/base.js';
import {
  channelSaturation,
  channelShare,
  type ChannelShape,
  channelWeights,
  type ModelChannel,
  response,
} from '../model/channel-shape.js';
import { meanOfFitted, type MixModel } from '../model/mix-model.js';
import { type MixFit } from '../sampling/fit-mix.js';

/** How a channel works by one draw, in the unit of the target. */
export interface WorkingChannel extends ChannelShape {
  /** What it would bring in a week without end of spend. */
  readonly most: number;
}

/** By channel, then by draw. */
export type WorkingChannels = readonly (readonly WorkingChannel[])[];

export function workingChannels({ model, draws }: MixFit): WorkingChannels {
  return model.channels.map((channel) => {
    const path = new Float64Array(channel.spend.length);
    return draws.map(({ values }) => {
      const share = channelShare(channel, values);
      const shape = {
        weights: channelWeights(channel, values, model.lags),
        saturation: channelSaturation(channel, values),
      };
      const level = meanOfFitted(model, response(channel.spend, shape, path));
      return { share, ...shape, most: (share * model.meanTarget) / level };
    });
  });
}

/** What the model says of each week after the warm-up, the fitted ones first. */
interface PredictedWeeks {
  readonly mean: Float64Array;
  /** By every so many draws: the target with the noise of a week. */
  readonly draws: readonly Float64Array[];
}

const EVERY = 5;

/** @param normal standard normal numbers from a seed */
export function predictWeeks(fit: MixFit, working: WorkingChannels, normal: () => number): PredictedWeeks {
  const { model, draws } = fit;
  const rows = model.base[0]?.values.length ?? 0;
  const mean = new Float64Array(rows);
  const drawn: Float64Array[] = [];
  draws.forEach(({ likelyEffects, effects, noise, carried }, draw) => {
    const media = mediaOf(model, working, draw);
    const likely = baseline(model.base, likelyEffects, rows);
    for (let week = 0; week < rows; week++) {
      mean[week] = at(mean, week) + (at(media, week) + model.meanTarget * at(likely, week)) / draws.length;
    }
    if (draw % EVERY !== 0) return;
    const base = baseline(model.base, effects, rows);
    const deviation = noise / Math.sqrt(1 - carried ** 2);
    drawn.push(media.map((brought, week) => brought + model.meanTarget * (at(base, week) + deviation * normal())));
  });
  return { mean, draws: drawn };
}

/** The root of the mean square of what a draw leaves of the fitted weeks, in the unit of the target. */
export function fitErrors({ model, draws }: MixFit, working: WorkingChannels): Float64Array {
  return Float64Array.from(draws, ({ likelyEffects }, draw) => {
    const media = mediaOf(model, working, draw);
    const base = baseline(model.base, likelyEffects, model.rows);
    let squares = 0;
    for (let week = 0; week < model.rows; week++) {
      squares += (model.meanTarget * (at(model.target, week) - at(base, week)) - at(media, week)) ** 2;
    }
    return Math.sqrt(squares / model.rows);
  });
}

function mediaOf(model: MixModel, working: WorkingChannels, draw: number): Float64Array {
  const weeks = (model.channels[0]?.spend.length ?? 0) - model.warmUp;
  const sum = new Float64Array(weeks);
  model.channels.forEach((channel, place) => {
    const works = working[place]?.[draw];
    if (works === undefined) return;
    const path = broughtBy(channel, works);
    for (let week = 0; week < weeks; week++) sum[week] = at(sum, week) + at(path, model.warmUp + week);
  });
  return sum;
}

/** What a channel brought in each week, those of the warm-up included. */
export function broughtBy({ spend }: Pick<ModelChannel, 'spend'>, works: WorkingChannel): Float64Array {
  return response(spend, works, new Float64Array(spend.length)).map((share) => works.most * share);
}
