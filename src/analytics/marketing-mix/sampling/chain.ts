import { at } from '#strata/statistics';
import { type SeededRandom } from '#sdk';
import { baseEffects, dot, squaresLeft, whiten } from '../model/base.js';
import {
  channelSaturation,
  channelShare,
  channelWeights,
  type ModelChannel,
  parameterCount,
  response,
} from '../model/channel-shape.js';
import { solveUpper } from '../model/linear.js';
import { type Block, formFactor, learnedBlock, standardForm, valuesOf } from './ellipses.js';
import { meanOfFitted, type MixModel } from '../model/mix-model.js';

/** One of the many sets of parameters that fit the weeks, as often as it is likely. */
export interface MixDraw {
  /** Standard normal before the data. */
  readonly values: Float64Array;
  readonly logLikelihood: number;
  /** Of the columns of the base, drawn with the rest, in means of the target. */
  readonly effects: Float64Array;
  /** The most likely ones beside these values. */
  readonly likelyEffects: Float64Array;
  /** Standard deviation of a week's noise, in means of the target. */
  readonly noise: number;
  /** Correlation of the noise of a week with that of the next. */
  readonly carried: number;
}

/** What a channel does by its shape alone: a share of 1 is 1 in the mean of the fitted weeks. */
interface ChannelUnit {
  /** By fitted week. */
  weeks: Float64Array;
  /** What its lifts would be, in the order of the model's. */
  lifts: Float64Array;
}

/** More shrinking than that is no step any more. */
const MOST_TRIES = 200;
/** The correlation of the noise hardly depends on the rest. */
const CARRIED_EVERY = 5;
/** Where the form is known, the prior's ellipses only reach tails that it does not. */
const PRIOR_EVERY = 2;

/**
 * A chain of draws from what is known after the data: effects of the base and the noise are integrated out, the standard normal rest
 * moves by elliptical slices (Murray, Adams and MacKay, 2010): the parameters of each channel, and all shares; after the warm-up
 * the ellipses have the form of what was seen (Nishihara, Murray and Adams, 2014).
 */
export class MixChain {
  readonly #values: Float64Array;
  #units: ChannelUnit[];
  #trial: ChannelUnit[];
  readonly #residual: Float64Array;
  readonly #scratch: { readonly spend: Float64Array; readonly without: Float64Array };
  #regression = 0;
  #sweeps = 0;
  #logLikelihood: number;
  readonly #prior: readonly Block[];
  #learned: readonly Block[] = [];

  constructor(
    private readonly model: MixModel,
    private readonly random: SeededRandom,
  ) {
    const weeks = model.warmUp + model.rows;
    const unit = (): ChannelUnit => ({
      weeks: new Float64Array(model.rows),
      lifts: new Float64Array(model.lifts.length),
    });
    this.#units = model.channels.map(unit);
    this.#trial = model.channels.map(unit);
    this.#residual = new Float64Array(model.rows);
    this.#scratch = { spend: new Float64Array(weeks), without: new Float64Array(weeks) };
    this.#values = Float64Array.from({ length: model.parameters }, () => random.normal());
    // Small shares to begin with, so that media together do not bring more than there is.
    for (const { first } of model.channels) this.#values[first] = 0.3 * Math.abs(at(this.#values, first));
    this.#prior = priorBlocks(model);
    model.channels.forEach((channel, place) => {
      this.#fill(channel, place, this.#units);
    });
    this.#logLikelihood = this.#likelihoodOf(this.#units, this.#regression);
  }

  /** One step of each block, and now and then of the correlation of the noise. @returns where it is */
  sweep(): Float64Array {
    this.#sweeps += 1;
    for (const block of this.#learned) this.#slice(block);
    if (this.#learned.length === 0 || this.#sweeps % PRIOR_EVERY === 0)
      for (const block of this.#prior) this.#slice(block);
    this.#exchange();
    if (this.#sweeps % CARRIED_EVERY === 0) this.#drawCarried();
    return this.#values.slice();
  }

  /** Where the chain is, with effects and noise drawn beside it. */
  draw(): MixDraw {
    const { regressions, rows } = this.model;
    const regression = regressions[this.#regression];
    if (regression === undefined) throw new RangeError('No such regression');
    const whitened = this.#whitenedResidual(this.#units, this.#regression).slice();
    const likelyEffects = baseEffects(regression, whitened);
    let chiSquare = 0;
    for (let freedom = 0; freedom < rows; freedom++) chiSquare += this.random.normal() ** 2;
    const noise = Math.sqrt(squaresLeft(regression, whitened) / chiSquare);
    const deviations = solveUpper(
      regression.lower,
      Float64Array.from(likelyEffects, () => this.random.normal()),
    );
    return {
      values: this.#values.slice(),
      logLikelihood: this.#logLikelihood,
      likelyEffects,
      effects: likelyEffects.map((effect, place) => effect + noise * at(deviations, place)),
      noise,
      carried: regression.carried,
    };
  }

  /** Moves along ellipses that have the form of where it was: steps are long from now on. @param been values, one after the other */
  learnForm(been: readonly Float64Array[]): void {
    this.#learned = [...this.#prior, wholeBlock(this.model)].map((block) => learnedBlock(block, been));
  }

  #slice({ places, channels, form }: Block): void {
    const { random } = this;
    const before = places.map((place) => at(this.#values, place));
    const here = standardForm(form, before);
    const direction = Float64Array.from(places, () => random.normal());
    const least = this.#logLikelihood + formFactor(form, before, here) + Math.log(1 - random.uniform());
    let angle = 2 * Math.PI * random.uniform();
    let [from, to] = [angle - 2 * Math.PI, angle];
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const moved = here.map((value, index) => value * cos + at(direction, index) * sin);
      const values = valuesOf(form, moved);
      places.forEach((place, index) => (this.#values[place] = at(values, index)));
      if (this.#accepts(channels, least - formFactor(form, values, moved))) return;
      if (angle < 0) from = angle;
      else to = angle;
      angle = from + (to - from) * random.uniform();
    }
    places.forEach((place, index) => (this.#values[place] = at(before, index)));
  }

  /**
   * Two channels change places, in what they bring and how: those that move together fit equally well either way, and no
   * small step leads from one to the other. The change is its own inverse and keeps volumes, so that Metropolis' rule decides.
   */
  #exchange(): void {
    const { random } = this;
    const { channels } = this.model;
    const first = random.integer(channels.length);
    const second = random.integer(channels.length);
    const [a, b] = [channels[first], channels[second]];
    if (a === undefined || b === undefined || first === second || a.form !== b.form) return;
    const before = this.#values.slice();
    for (let place = 0; place < parameterCount(a.form); place++) {
      const scale = place === 0 ? b.spread / a.spread : 1;
      this.#values[a.first + place] = at(before, b.first + place) * scale;
      this.#values[b.first + place] = at(before, a.first + place) / scale;
    }
    const prior = (dot(before, before) - dot(this.#values, this.#values)) / 2;
    const least = this.#logLikelihood - prior + Math.log(1 - random.uniform());
    if (!this.#accepts([first, second], least)) this.#values.set(before);
  }

  #accepts(channels: readonly number[], least: number): boolean {
    for (const place of channels) {
      const channel = this.model.channels[place];
      if (channel !== undefined) this.#fill(channel, place, this.#trial);
    }
    const changed = new Set(channels);
    const units = this.#units.map((unit, place) => (changed.has(place) ? (this.#trial[place] ?? unit) : unit));
    const logLikelihood = this.#likelihoodOf(units, this.#regression);
    if (!(logLikelihood > least)) return false;
    this.#trial = this.#trial.map((unit, place) => (changed.has(place) ? (this.#units[place] ?? unit) : unit));
    this.#units = units;
    this.#logLikelihood = logLikelihood;
    return true;
  }

  #fill(channel: ModelChannel, place: number, units: readonly ChannelUnit[]): void {
    const { model } = this;
    const unit = units[place];
    if (unit === undefined) return;
    const shape = {
      weights: channelWeights(channel, this.#values, model.lags),
      saturation: channelSaturation(channel, this.#values),
    };
    const { spend, without } = this.#scratch;
    response(channel.spend.subarray(0, spend.length), shape, spend);
    const level = meanOfFitted(model, spend);
    for (let week = 0; week < model.rows; week++) unit.weeks[week] = (spend[model.warmUp + week] ?? 0) / level;
    model.lifts.forEach((lift, index) => {
      if (lift.channel !== place) return;
      response(lift.spendWithout, shape, without);
      let lost = 0;
      for (let week = lift.from; week < lift.to; week++) lost += at(spend, week) - at(without, week);
      unit.lifts[index] = lost / level;
    });
  }

  /** @returns a logarithm; −∞ where a channel would take away, or all together bring more than everything */
  #likelihoodOf(units: readonly ChannelUnit[], regression: number): number {
    const { channels, lifts, rows, regressions } = this.model;
    let total = 0;
    for (const channel of channels) {
      const share = channelShare(channel, this.#values);
      if (share < 0) return -Infinity;
      total += share;
    }
    const prepared = regressions[regression];
    if (total > 1 || prepared === undefined) return -Infinity;
    const squares = squaresLeft(prepared, this.#whitenedResidual(units, regression));
    let logLikelihood = prepared.logFactor - (rows / 2) * Math.log(squares);
    lifts.forEach(({ channel, effect, standardError }, index) => {
      const of = channels[channel];
      if (of === undefined) return;
      const share = channelShare(of, this.#values);
      const expected = share * at(units[channel]?.lifts ?? [], index);
      logLikelihood -= 0.5 * ((effect - expected) / standardError) ** 2;
    });
    return logLikelihood;
  }

  #whitenedResidual(units: readonly ChannelUnit[], regression: number): Float64Array {
    const { channels, target, rows, regressions } = this.model;
    const residual = this.#residual;
    residual.set(target);
    channels.forEach((channel, place) => {
      const share = channelShare(channel, this.#values);
      const weeks = units[place]?.weeks ?? target;
      for (let week = 0; week < rows; week++) residual[week] = (residual[week] ?? 0) - share * (weeks[week] ?? 0);
    });
    return whiten(residual, regressions[regression]?.carried ?? 0);
  }

  /** Draws the correlation among those that are tried, by how likely each is. */
  #drawCarried(): void {
    const logs = this.model.regressions.map((_, regression) => this.#likelihoodOf(this.#units, regression));
    const highest = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(log - highest));
    let left = this.random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    const chosen = weights.findIndex((weight) => (left -= weight) <= 0);
    this.#regression = chosen === -1 ? weights.length - 1 : chosen;
    this.#logLikelihood = at(logs, this.#regression);
  }
}

/** Everything at once: worth its price where channels can be told apart only together. */
function wholeBlock({ channels, parameters }: MixModel): Block {
  return {
    places: Array.from({ length: parameters }, (_, place) => place),
    channels: channels.map((_, channel) => channel),
    form: null,
  };
}

function priorBlocks({ channels, parameters }: MixModel): readonly Block[] {
  const placesOf = (channel: number): readonly number[] => {
    const from = channels[channel]?.first ?? 0;
    const to = channels[channel + 1]?.first ?? parameters;
    return Array.from({ length: to - from }, (_, index) => from + index);
  };
  const all = channels.map((_, channel) => channel);
  return [
    ...all.map((channel) => ({ places: placesOf(channel), channels: [channel], form: null })),
    { places: channels.map(({ first }) => first), channels: [], form: null },
  ];
}
