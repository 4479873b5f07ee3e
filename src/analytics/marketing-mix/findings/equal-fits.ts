import { at, quantile } from '#strata/statistics';
import { type ChannelFinding } from './channels.js';
import { type WorkingChannels } from './working.js';

/** Two ways to tell the same weeks next to equally well that do not agree on a channel. */
export interface EqualFits {
  /** On which they agree the least. */
  readonly channel: string;
  readonly fits: readonly [EqualFit, EqualFit];
}

interface EqualFit {
  /** Root mean square error, as a share of the range of the target. */
  readonly error: number;
  /** What a unit of spend returned, by channel in their order. */
  readonly returned: readonly number[];
}

/** Errors of both differ by at most this share. */
const EQUAL = 0.01;
/** Of all draws, how many fit well enough to be looked at. */
const GOOD = 0.5;
const LEAST_APART = 1.5;

/**
 * The two draws whose errors are equal within a hundredth, both in the better half, and that disagree the most on the channel that
 * is the most money apart; null where none disagree by half.
 */
export function equalFits(
  channels: readonly ChannelFinding[],
  working: WorkingChannels,
  /** By draw, as shares of the range. */
  errors: Float64Array,
): EqualFits | null {
  const returned = channels.map(({ share, returned: { value } }, place) => {
    const perShare = value / share.value;
    return Float64Array.from(working[place] ?? [], (works) => works.share * perShare);
  });
  const widest = channels
    .map(({ share }, place) => ({ place, apart: share.upper - share.lower }))
    .sort((a, b) => b.apart - a.apart)[0];
  if (widest === undefined) return null;
  const pair = furthestPair(returned[widest.place] ?? new Float64Array(), errors);
  if (pair === null) return null;
  const fits = pair.map((draw) => ({ error: at(errors, draw), returned: returned.map((draws) => at(draws, draw)) }));
  const [low, high] = fits;
  if (low === undefined || high === undefined) return null;
  return { channel: channels[widest.place]?.channel ?? '', fits: [high, low] };
}

/** Draws with next to the same error and the lowest and highest of a figure. */
function furthestPair(figure: Float64Array, errors: Float64Array): readonly [number, number] | null {
  const most = quantile(errors, GOOD);
  const good = [...errors.keys()]
    .filter((draw) => at(errors, draw) <= most)
    .sort((a, b) => at(errors, a) - at(errors, b));
  let best: readonly [number, number] | null = null;
  let start = 0;
  for (let end = 0; end < good.length; end++) {
    while (at(errors, good[end] ?? 0) > (1 + EQUAL) * at(errors, good[start] ?? 0)) start++;
    for (let other = start; other < end; other++) {
      const [a, b] = [good[end] ?? 0, good[other] ?? 0];
      const pair: readonly [number, number] = at(figure, a) < at(figure, b) ? [a, b] : [b, a];
      if (best === null || apart(figure, pair) > apart(figure, best)) best = pair;
    }
  }
  return best !== null && ratio(figure, best) >= LEAST_APART ? best : null;
}

function apart(figure: Float64Array, [low, high]: readonly [number, number]): number {
  return at(figure, high) - at(figure, low);
}

function ratio(figure: Float64Array, [low, high]: readonly [number, number]): number {
  return at(figure, high) / Math.max(at(figure, low), 1e-12);
}
