import { CREDIT_METHODS, type CreditMethod, type MarkovOrder } from '#strata/rulebook/schemas';
import { type CollectedJourneys, type JourneyTimes } from './collected.js';
import {
  type Credit,
  creditRemoval,
  creditShapley,
  creditTouches,
  type Journeys,
  type RemovalCredit,
  TOUCH_RULES,
} from './credit/index.js';

/** What was credited to a channel. */
interface ChannelShare {
  readonly conversions: number;
  /** In money. */
  readonly value: number;
}

/** A channel, and what each way to credit gives it. */
export interface AttributedChannel {
  readonly channel: string;
  /** Journeys that touched it, converted or not. */
  readonly journeys: number;
  readonly converted: number;
  readonly credit: Readonly<Record<CreditMethod, ChannelShare>>;
  /** The share of all conversions that would not happen without it, 0 to 1, by the Markov chain. */
  readonly removalEffect: number;
  /** Of converted journeys that touched it; null where none did. */
  readonly touchesToConversion: number | null;
  /** Days from the first touch to the conversion; null where moments are not known. */
  readonly daysToConversion: number | null;
}

/** What each channel is worth, by every way to credit. */
export interface AttributionReport {
  /** As its reader called it. */
  readonly source: string;
  readonly journeys: number;
  readonly conversions: number;
  readonly value: number;
  /** Conversions that no touch came before, from the first touch of all on: nothing is credited with them. */
  readonly untouched: number;
  readonly paths: number;
  /** Touches that the chain remembers. */
  readonly order: MarkovOrder;
  /** The ways that are asked for; the last touch is always one. */
  readonly ways: readonly CreditMethod[];
  readonly touchesToConversion: number | null;
  readonly daysToConversion: number | null;
  /** The most credited one by removal first. */
  readonly channels: readonly AttributedChannel[];
  /** Null where moments are not known. */
  readonly times: ReportedTimes | null;
}

/** Whether the credit of one time holds in another. Moments are ISO 8601, UTC. */
interface ReportedTimes {
  /** Nothing that happened later was looked at. */
  readonly until: string;
  /** The middle between the first touch and the last event. */
  readonly middle: string;
  /**
   * By each way the share of conversions that would be credited to other channels by journeys that ended after the middle than by
   * those before, 0 to 1; null where one of the halves has no conversions.
   */
  readonly moved: Readonly<Record<CreditMethod, number | null>>;
}

/** What is asked of journeys. */
interface AttributionQuestion {
  readonly order: MarkovOrder;
  /** All unless told. */
  readonly ways?: readonly CreditMethod[];
}

/** Credits every channel in every way. The same journeys give the same report, in whatever order they came. */
export function attribute(
  { source, journeys, untouched, times }: CollectedJourneys,
  { order, ways = CREDIT_METHODS }: AttributionQuestion,
): AttributionReport {
  const credits = creditsOf(journeys, order);
  const touched = touchedBy(journeys);
  const channels = journeys.channels.map((channel, place): AttributedChannel => {
    const of = (method: CreditMethod): ChannelShare => ({
      conversions: credits[method].conversions[place] ?? 0,
      value: credits[method].value[place] ?? 0,
    });
    return {
      channel,
      journeys: touched.journeys[place] ?? 0,
      converted: touched.converted[place] ?? 0,
      credit: {
        first: of('first'),
        last: of('last'),
        linear: of('linear'),
        position: of('position'),
        timeDecay: of('timeDecay'),
        shapley: of('shapley'),
        removal: of('removal'),
      },
      removalEffect: credits.removal.removal[place] ?? 0,
      touchesToConversion: meanOf(touched.touches[place], touched.converted[place]),
      daysToConversion: journeys.days === null ? null : meanOf(touched.days[place], touched.converted[place]),
    };
  });
  const conversions = sumOf(journeys.conversions);
  return {
    source,
    journeys: conversions + sumOf(journeys.nulls),
    conversions,
    value: sumOf(journeys.value),
    untouched,
    paths: journeys.conversions.length,
    order,
    ways: CREDIT_METHODS.filter((way) => way === 'last' || ways.includes(way)),
    touchesToConversion: meanOf(touched.allTouches, conversions),
    daysToConversion: journeys.days === null ? null : meanOf(sumOf(journeys.days), conversions),
    channels: channels.sort((a, b) => b.credit.removal.conversions - a.credit.removal.conversions),
    times: times === null ? null : timesOf(times, order),
  };
}

function creditsOf(
  journeys: Journeys,
  order: MarkovOrder,
): Readonly<Record<CreditMethod, Credit>> & { readonly removal: RemovalCredit } {
  return {
    first: creditTouches(journeys, TOUCH_RULES.first),
    last: creditTouches(journeys, TOUCH_RULES.last),
    linear: creditTouches(journeys, TOUCH_RULES.linear),
    position: creditTouches(journeys, TOUCH_RULES.position),
    timeDecay: creditTouches(journeys, TOUCH_RULES.timeDecay),
    shapley: creditShapley(journeys),
    removal: creditRemoval(journeys, order),
  };
}

function timesOf({ until, middle, earlier, later }: JourneyTimes, order: MarkovOrder): ReportedTimes {
  const [before, after] = [earlier, later].map((journeys) => ({
    channels: journeys.channels,
    credits: creditsOf(journeys, order),
  }));
  const moved = (way: CreditMethod) => {
    if (before === undefined || after === undefined) return null;
    return distance(
      sharesOf(before.channels, before.credits[way].conversions),
      sharesOf(after.channels, after.credits[way].conversions),
    );
  };
  return {
    until: new Date(until).toISOString(),
    middle: new Date(middle).toISOString(),
    moved: {
      first: moved('first'),
      last: moved('last'),
      linear: moved('linear'),
      position: moved('position'),
      timeDecay: moved('timeDecay'),
      shapley: moved('shapley'),
      removal: moved('removal'),
    },
  };
}

/** Of all credit; empty where there is none. */
function sharesOf(channels: readonly string[], credit: Float64Array): ReadonlyMap<string, number> {
  const all = sumOf(credit);
  return all === 0 ? new Map() : new Map(channels.map((channel, place) => [channel, (credit[place] ?? 0) / all]));
}

/** Half of all differences of shares: how much would have to move (the total variation distance). */
function distance(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number | null {
  if (a.size === 0 || b.size === 0) return null;
  const channels = [...new Set([...a.keys(), ...b.keys()])].sort();
  return channels.reduce((sum, channel) => sum + Math.abs((a.get(channel) ?? 0) - (b.get(channel) ?? 0)), 0) / 2;
}

interface Touched {
  readonly journeys: Float64Array;
  readonly converted: Float64Array;
  readonly touches: Float64Array;
  readonly days: Float64Array;
  readonly allTouches: number;
}

/** Journeys by the channels that they touched, each counted once a channel. */
function touchedBy({ channels, starts, touches, conversions, nulls, days }: Journeys): Touched {
  const column = (): Float64Array => new Float64Array(channels.length);
  const touched = { journeys: column(), converted: column(), touches: column(), days: column() };
  let allTouches = 0;
  for (let row = 0; row < conversions.length; row++) {
    const path = touches.subarray(starts[row], starts[row + 1]);
    const converted = conversions[row] ?? 0;
    allTouches += converted * path.length;
    for (const channel of new Set(path)) {
      add(touched.journeys, channel, converted + (nulls[row] ?? 0));
      add(touched.converted, channel, converted);
      add(touched.touches, channel, converted * path.length);
      add(touched.days, channel, days?.[row] ?? 0);
    }
  }
  return { ...touched, allTouches };
}

function add(column: Float64Array, place: number, amount: number): void {
  column[place] = (column[place] ?? 0) + amount;
}

function meanOf(sum = 0, count = 0): number | null {
  return count === 0 ? null : sum / count;
}

function sumOf(column: Float64Array): number {
  return column.reduce((sum, each) => sum + each, 0);
}
