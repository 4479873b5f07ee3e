import { at } from '#strata/statistics';

/** What spends of a channel bring, between its bounds. */
interface BroughtBySpend {
  readonly least: number;
  readonly most: number;
  /** From the least to the most, evenly apart. */
  readonly spends: readonly number[];
  readonly values: readonly number[];
}

/** Of the room between all least and all most spends. */
const STEPS = 120;

/**
 * The spends that bring the most together, of at most `total`, each between its bounds: by dynamic programming, so that curves which
 * are steep only from some spend on are right, too (a multiple-choice knapsack; Sinha and Zoltners, 1979). Where all least spends
 * are more than the total, these.
 */
export function bestSplit(channels: readonly BroughtBySpend[], total: number): readonly number[] {
  const room = channels.reduce((sum, { least, most }) => sum + most - least, 0);
  const left = total - channels.reduce((sum, { least }) => sum + least, 0);
  const unit = Math.min(room, left) / STEPS;
  if (!(unit > 0)) return channels.map(({ least }) => least);
  // For each channel and number of units that are left for it and those before: what that brings, and how many it takes.
  let brought = new Float64Array(STEPS + 1);
  const taken = channels.map((channel) => {
    const own = valuesByUnit(channel, unit);
    const next = new Float64Array(STEPS + 1);
    const takes = new Uint16Array(STEPS + 1);
    for (let units = 0; units <= STEPS; units++) {
      let [best, most] = [0, -Infinity];
      for (let takesUnits = 0; takesUnits < own.length && takesUnits <= units; takesUnits++) {
        const value = at(own, takesUnits) + at(brought, units - takesUnits);
        // Less spend where more brings no more.
        if (takesUnits === 0 || value > most + 1e-12 * Math.abs(most)) [best, most] = [takesUnits, value];
      }
      next[units] = most;
      takes[units] = best;
    }
    brought = next;
    return takes;
  });
  return pickedUp(channels, taken, unit);
}

function pickedUp(channels: readonly BroughtBySpend[], taken: readonly Uint16Array[], unit: number): readonly number[] {
  let units = STEPS;
  const split = channels.map(({ least }) => least);
  for (let place = channels.length - 1; place >= 0; place--) {
    const takes = at(taken[place] ?? [], units);
    split[place] = (split[place] ?? 0) + takes * unit;
    units -= takes;
  }
  return split;
}

/** What a channel brings with so many units above its least spend. */
function valuesByUnit({ least, most, spends, values }: BroughtBySpend, unit: number): Float64Array {
  const count = Math.min(STEPS, Math.floor((most - least) / unit + 1e-9));
  const step = (most - least) / (spends.length - 1);
  return Float64Array.from({ length: count + 1 }, (_, units) => {
    if (step === 0) return at(values, 0);
    const place = (units * unit) / step;
    const below = Math.min(spends.length - 2, Math.floor(place));
    return at(values, below) + (place - below) * (at(values, below + 1) - at(values, below));
  });
}
