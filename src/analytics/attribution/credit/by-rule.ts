import { type Journeys } from './journeys.js';

/** What each channel is credited with, in the order of the channels. */
export interface Credit {
  readonly conversions: Float64Array;
  /** In money. */
  readonly value: Float64Array;
}

/** Writes the share of each touch of a path of `length` touches into `out`: together 1. */
type TouchShares = (length: number, out: Float64Array) => void;

/** Touches after which a touch counts half, from the last one backwards. */
const HALF_LIFE = 2;
/** Shares of the first and the last touch; the others share the rest. */
const END_SHARE = 0.4;

/** Rules that credit touches by their place in the path alone. */
export const TOUCH_RULES = {
  first: (_, out) => {
    out[0] = 1;
  },
  last: (length, out) => {
    out[length - 1] = 1;
  },
  linear: (length, out) => {
    out.fill(1 / length, 0, length);
  },
  position: (length, out) => {
    if (length <= 2) out.fill(1 / length, 0, length);
    else {
      out.fill((1 - 2 * END_SHARE) / (length - 2), 1, length - 1);
      out[0] = END_SHARE;
      out[length - 1] = END_SHARE;
    }
  },
  timeDecay: (length, out) => {
    let all = 0;
    for (let place = 0; place < length; place++) {
      const weight = 2 ** ((place + 1 - length) / HALF_LIFE);
      out[place] = weight;
      all += weight;
    }
    for (let place = 0; place < length; place++) out[place] = (out[place] ?? 0) / all;
  },
} as const satisfies Readonly<Record<string, TouchShares>>;

/** Credit by the place of touches. */
export function creditTouches(journeys: Journeys, shares: TouchShares): Credit {
  const { starts, touches } = journeys;
  const credit = noCredit(journeys);
  const out = new Float64Array(longestOf(journeys));
  forConverted(journeys, (row) => {
    const [from = 0, to = 0] = [starts[row], starts[row + 1]];
    out.fill(0, 0, to - from);
    shares(to - from, out);
    for (let touch = from; touch < to; touch++)
      give(credit, journeys, row, touches[touch] ?? 0, out[touch - from] ?? 0);
  });
  return credit;
}

/**
 * Shapley values of the game in which a set of channels earns what paths over nothing else earned. It is a sum of unanimity games, of
 * which each shares its worth equally among its members: exact for any number of channels, without sampling (Shapley, 1953).
 */
export function creditShapley(journeys: Journeys): Credit {
  const { starts, touches } = journeys;
  const credit = noCredit(journeys);
  forConverted(journeys, (row) => {
    const members = new Set(touches.subarray(starts[row], starts[row + 1]));
    for (const channel of members) give(credit, journeys, row, channel, 1 / members.size);
  });
  return credit;
}

function noCredit({ channels }: Journeys): Credit {
  return { conversions: new Float64Array(channels.length), value: new Float64Array(channels.length) };
}

function forConverted({ conversions, value }: Journeys, visit: (row: number) => void): void {
  for (let row = 0; row < conversions.length; row++) {
    if ((conversions[row] ?? 0) > 0 || (value[row] ?? 0) !== 0) visit(row);
  }
}

function give(credit: Credit, { conversions, value }: Journeys, row: number, channel: number, share: number): void {
  credit.conversions[channel] = (credit.conversions[channel] ?? 0) + share * (conversions[row] ?? 0);
  credit.value[channel] = (credit.value[channel] ?? 0) + share * (value[row] ?? 0);
}

function longestOf({ starts }: Journeys): number {
  let longest = 0;
  for (let row = 1; row < starts.length; row++)
    longest = Math.max(longest, (starts[row] ?? 0) - (starts[row - 1] ?? 0));
  return longest;
}
