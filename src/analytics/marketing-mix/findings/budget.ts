import { type MixBudget } from '#strata/rulebook/schemas';
import { at, type Estimate } from '#strata/statistics';
import { type ModelChannel } from '../model/channel-shape.js';
import { carryOver } from '../model/adstock.js';
import { hill } from '../model/saturation.js';
import { type MixFit } from '../sampling/fit-mix.js';
import { bestSplit } from './best-split.js';
import { estimateOf } from './identify.js';
import { type WorkingChannel, type WorkingChannels } from './working.js';

/** How spend would bring more within its bounds, or that the data do not tell. */
export interface BudgetFinding {
  /** The last weeks, whose spend is scaled. */
  readonly weeks: number;
  /** Spent a week, now and then. */
  readonly present: number;
  readonly total: number;
  readonly channels: readonly BudgetedChannel[];
  /** Of the target, a week, against the present spend. */
  readonly gain: Estimate;
  /** How likely it brings more at all. */
  readonly probability: number;
  /**
   * Why no spend is to be moved: the interval of the gain leaves open whether there is any, or the model tells unknown weeks no
   * better than one without media. Null where it is.
   */
  readonly refused: 'open' | 'unproven' | null;
  /** Which experiment would teach the most: what to know a channel's return would be worth a week, the most first. */
  readonly tests: readonly { readonly channel: string; readonly worth: number }[];
}

interface BudgetedChannel {
  readonly channel: string;
  /** All a week. */
  readonly present: number;
  readonly proposed: number;
  readonly least: number;
  readonly most: number;
}

const WEEKS = 52;
const CHANGE = 0.3;
/** Draws that are looked at, of thousands. */
const EVERY = 4;
/** Spends between the bounds of a channel at which it is known what they bring. */
const POINTS = 24;
/** Groups of draws by what a channel returns: what would be done if it were known. */
const GROUPS = 8;

interface BudgetRequest {
  readonly budget: MixBudget;
  /** Of the gain's interval. */
  readonly level: number;
  /** Whether the model tells weeks that it did not know better than one without media. */
  readonly isProven: boolean;
}

/** @returns null where nothing was spent in the last weeks */
export function budgetFinding(
  fit: MixFit,
  working: WorkingChannels,
  { budget: { total, change = CHANGE, channels: bounds = {} }, level, isProven }: BudgetRequest,
): BudgetFinding | null {
  const { channels, warmUp, rows } = fit.model;
  const weeks = Math.min(WEEKS, rows);
  const curves = channels.map((channel, place) => {
    const spent = sum(channel.spend.subarray(warmUp + rows - weeks)) / weeks;
    const { least = spent * (1 - change), most = spent * (1 + change) } = bounds[channel.name] ?? {};
    const draws = (working[place] ?? []).filter((_, draw) => draw % EVERY === 0);
    return spendCurve({ channel, draws, weeks, spent, least, most });
  });
  const present = sum(curves.map(({ spent }) => spent));
  if (present === 0) return null;
  const everyDraw = Array.from({ length: curves[0]?.brought.length ?? 0 }, (_, draw) => draw);
  const split = bestSplit(
    curves.map((curve) => meanCurve(curve, everyDraw)),
    total ?? present,
  );
  const gains = Float64Array.from(everyDraw, (draw) => gainOf(curves, split, draw));
  const gain = estimateOf(gains, level);
  return {
    weeks,
    present,
    total: sum(split),
    channels: curves.map(({ channel, spent, least, most }, place) => ({
      channel: channel.name,
      present: spent,
      proposed: split[place] ?? spent,
      least,
      most,
    })),
    gain,
    probability: gains.filter((value) => value > 0).length / gains.length,
    refused: gain.lower > 0 ? (isProven ? null : 'unproven') : 'open',
    tests: testsOf(curves, total ?? present, gain.value),
  };
}

/** What spends of a channel bring a week, by draw: the pattern of the last weeks, scaled. */
interface SpendCurve {
  readonly channel: ModelChannel;
  readonly spent: number;
  readonly least: number;
  readonly most: number;
  readonly spends: readonly number[];
  /** By draw: at each of the spends. */
  readonly brought: readonly Float64Array[];
  /** At the present spend. */
  readonly present: readonly number[];
}

interface CurveRequest {
  readonly channel: ModelChannel;
  readonly draws: readonly WorkingChannel[];
  readonly weeks: number;
  readonly spent: number;
  readonly least: number;
  readonly most: number;
}

function spendCurve({ channel, draws, weeks, spent, least, most }: CurveRequest): SpendCurve {
  const from = channel.spend.length - weeks;
  const before = channel.spend.map((value, week) => (week < from ? value : 0));
  // A channel that rested has no pattern: the same every week.
  const pattern = channel.spend.map((value, week) => (week < from ? 0 : spent === 0 ? 1 : value / spent));
  const spends = Array.from({ length: POINTS + 1 }, (_, place) => least + ((most - least) * place) / POINTS);
  const [carried, added] = [new Float64Array(before.length), new Float64Array(before.length)];
  const present: number[] = [];
  const brought = draws.map((works) => {
    carryOver(before, works.weights, carried);
    carryOver(pattern, works.weights, added);
    const atSpend = (spend: number): number => {
      let all = 0;
      for (let week = from; week < carried.length; week++) {
        all += hill(at(carried, week) + spend * at(added, week), works.saturation);
      }
      return (works.most * all) / weeks;
    };
    present.push(atSpend(spent));
    return Float64Array.from(spends, atSpend);
  });
  return { channel, spent, least, most, spends, brought, present };
}

function meanCurve({ spends, brought, least, most }: SpendCurve, draws: readonly number[]) {
  const values = spends.map((_, place) => sum(draws.map((draw) => at(brought[draw] ?? [], place))) / draws.length);
  return { least, most, spends, values };
}

/** What a draw says that a split brings more than the present one. */
function gainOf(curves: readonly SpendCurve[], split: readonly number[], draw: number): number {
  return sum(
    curves.map(({ spends, brought, present, spent }, place) => {
      const proposed = split[place] ?? spent;
      return proposed === spent ? 0 : interpolated(spends, brought[draw] ?? [], proposed) - at(present, draw);
    }),
  );
}

function interpolated(spends: readonly number[], values: ArrayLike<number>, spend: number): number {
  const [first = 0, last = 0] = [spends[0], spends.at(-1)];
  if (last === first) return at(values, 0);
  const place = ((spend - first) / (last - first)) * (spends.length - 1);
  const below = Math.min(spends.length - 2, Math.max(0, Math.floor(place)));
  return at(values, below) + (place - below) * (at(values, below + 1) - at(values, below));
}

/**
 * What it would be worth to know a channel's return: how much more the best split brings when it is chosen for draws with about
 * the same return each time (the expected value of partial perfect information, by groups).
 */
function testsOf(curves: readonly SpendCurve[], total: number, gain: number): BudgetFinding['tests'] {
  const tests = curves.map(({ channel, present }, place) => {
    const draws = [...present.keys()].sort((a, b) => at(present, a) - at(present, b));
    const size = draws.length / GROUPS;
    const groups = Array.from({ length: GROUPS }, (_, group) =>
      draws.slice(Math.round(group * size), Math.round((group + 1) * size)),
    );
    const gains = groups.map((group) => {
      const split = bestSplit(
        curves.map((curve) => meanCurve(curve, group)),
        total,
      );
      return sum(group.map((draw) => gainOf(curves, split, draw)));
    });
    return { place, channel: channel.name, worth: Math.max(0, sum(gains) / draws.length - gain) };
  });
  return tests.sort((a, b) => b.worth - a.worth || a.place - b.place).map(({ channel, worth }) => ({ channel, worth }));
}

function sum(values: Iterable<number>): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}
