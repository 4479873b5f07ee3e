import { at, type Estimate } from '#strata/statistics';
import { type ModelChannel } from '../model/channel-shape.js';
import { hill } from '../model/saturation.js';
import { type MixFit } from '../sampling/fit-mix.js';
import { estimateOf, isIdentified, type Obscurity, obscuritiesOf } from './identify.js';
import { broughtBy, type WorkingChannel, type WorkingChannels } from './working.js';

/** A point of a response curve: what a steady weekly spend brings in a week. */
interface CurvePoint extends Estimate {
  readonly spend: number;
}

/** What is known of a channel. */
export interface ChannelFinding {
  readonly channel: string;
  /** In all fitted weeks. */
  readonly spend: number;
  /** In a mean week. */
  readonly weekly: number;
  /** Of the target that it brought, 0 to 1. */
  readonly share: Estimate;
  /** Of the target, in all fitted weeks. */
  readonly brought: Estimate;
  /** What a unit of spend brought of the target. */
  readonly returned: Estimate;
  /** What one more unit would bring, with every week's spend 1 % higher. */
  readonly marginal: Estimate;
  /** Of the effect of a week's spend, the share that comes in later weeks. */
  readonly later: Estimate;
  /** Whether the data say what it returns. */
  readonly identified: boolean;
  /** Why they do not, or what makes it hard; the strongest first. */
  readonly obscured: readonly Obscurity[];
  readonly curve: readonly CurvePoint[];
}

/** Most draws say nothing more of a curve. */
const EVERY = 4;
const CURVE_POINTS = 24;
/** Beyond the highest week nothing was seen. */
const CURVE_TO = 1;
const MORE = 0.01;

export function channelFindings(fit: MixFit, working: WorkingChannels, level: number): readonly ChannelFinding[] {
  return fit.model.channels.map((channel, place) => findingOf(fit, place, channel, working[place] ?? [], level));
}

function findingOf(
  { model }: MixFit,
  place: number,
  channel: ModelChannel,
  draws: readonly WorkingChannel[],
  level: number,
): ChannelFinding {
  const spent = channel.spend.subarray(model.warmUp, model.warmUp + model.rows);
  const spend = spent.reduce((sum, week) => sum + week, 0);
  const all = model.meanTarget * model.rows;
  const returned = estimateOf(
    draws.map(({ share }) => (share * all) / spend),
    level,
  );
  return {
    channel: channel.name,
    spend,
    weekly: spend / model.rows,
    share: estimateOf(
      draws.map(({ share }) => share),
      level,
    ),
    brought: estimateOf(
      draws.map(({ share }) => share * all),
      level,
    ),
    returned,
    marginal: marginalOf(channel, model.warmUp, draws, level),
    later: estimateOf(
      draws.map(({ weights }) => 1 - at(weights, 0)),
      level,
    ),
    identified: isIdentified(returned),
    obscured: obscuritiesOf(model, place),
    curve: curveOf(spent, draws, level),
  };
}

function marginalOf(channel: ModelChannel, warmUp: number, draws: readonly WorkingChannel[], level: number): Estimate {
  const more = { spend: channel.spend.map((week) => week * (1 + MORE)) };
  const added = channel.spend.subarray(warmUp).reduce((sum, week) => sum + MORE * week, 0);
  const some = draws.filter((_, draw) => draw % EVERY === 0);
  return estimateOf(
    some.map((works) => (sumFrom(broughtBy(more, works), warmUp) - sumFrom(broughtBy(channel, works), warmUp)) / added),
    level,
  );
}

function sumFrom(values: Float64Array, from: number): number {
  return values.subarray(from).reduce((sum, value) => sum + value, 0);
}

function curveOf(spent: Float64Array, draws: readonly WorkingChannel[], level: number): readonly CurvePoint[] {
  const highest = CURVE_TO * spent.reduce((most, week) => Math.max(most, week), 0);
  const some = draws.filter((_, draw) => draw % EVERY === 0);
  return Array.from({ length: CURVE_POINTS + 1 }, (_, place) => {
    const spend = (highest * place) / CURVE_POINTS;
    return {
      spend,
      ...estimateOf(
        some.map(({ most, saturation }) => most * hill(spend, saturation)),
        level,
      ),
    };
  });
}
