import { ascendingOrder } from '#strata/statistics';
import { measure, type MeasuredOutcome, type AudienceOutcome, type StoryMoney, trueOutcome } from './judge.js';
import { factsOfRows, type SimulatedShop } from '../shop/index.js';

/** Rows of the history with both models' calibrated scores, and what the strategy makes of them: one entry each. */
export interface StoryRows {
  readonly rows: Int32Array;
  /** P(order | no coupon). */
  readonly natural: Float64Array;
  /** P(order | coupon). */
  readonly coupon: Float64Array;
  /** What the human rule puts customers in order by, the highest first. */
  readonly baseline: Float64Array;
  /** What the strategy expects a coupon to earn, money. */
  readonly profit: Float64Array;
}

export interface StoryInput {
  readonly shop: SimulatedShop;
  readonly money: StoryMoney;
  /** Customers on whom the share to leave out is chosen; neither model learned from them. */
  readonly validation: StoryRows;
  /** Customers on whom all selectors are compared; they chose nothing. */
  readonly replay: StoryRows;
  /** Share of the pool that gets the coupon, 0 to 1: the same for every selector. */
  readonly audience: number;
}

/** Who picks the audience, in the order of the table. */
export const SELECTORS = [
  'baseline',
  'baseline-coupon-affine',
  'one-model',
  'two-model',
  'expected-profit',
  'oracle',
] as const;
export type StorySelector = (typeof SELECTORS)[number];

/** What a selector's audience did, measured against the random control inside it, and beside it the truth. */
export interface SelectorComparison extends MeasuredOutcome {
  readonly selector: StorySelector;
  /** The same figures in expectation, from the potential outcomes that only the simulation knows. */
  readonly truth: AudienceOutcome;
}

/** Profit on the validation customers if this share of the most likely natural buyers is left out. */
interface LeaveOutPoint {
  readonly share: number;
  readonly profit: number;
}

export interface Story {
  /** The share of the pool that version 2 leaves out: the most profitable on the validation customers. */
  readonly leaveOut: number;
  readonly leaveOutCurve: readonly LeaveOutPoint[];
  readonly comparison: readonly SelectorComparison[];
}

/** The shares to leave out that are tried; zero is one of them. */
const STEP = 0.05;

/**
 * Replays the coupon story: every selector picks an audience of the same size from the replay customers, all of whom
 * were once mailed or kept as control at random, so that its increment can be measured.
 */
export function replayStory(input: StoryInput): Story {
  const leaveOutCurve = tryLeavingOut(input);
  const leaveOut = leaveOutCurve.reduce((best, point) => (point.profit > best.profit ? point : best)).share;
  const { shop, money, replay } = input;
  const size = Math.round(input.audience * replay.rows.length);
  const comparison = SELECTORS.map((selector) => {
    const audience = rowsOf(replay, pick(selector, input, leaveOut, size));
    return { selector, ...measure(shop, audience, money), truth: trueOutcome(shop, audience, money) };
  });
  return { leaveOut, leaveOutCurve, comparison };
}

function tryLeavingOut({ shop, money, validation, audience }: StoryInput): LeaveOutPoint[] {
  const size = Math.round(audience * validation.rows.length);
  const shares = Array.from({ length: Math.floor((1 - audience) / STEP + 1e-9) + 1 }, (_, step) => (step * 5) / 100);
  return shares.map((share) => {
    const picked = rowsOf(validation, pickTwoModel(validation, share, size));
    return { share, profit: measure(shop, picked, money).profit };
  });
}

/** @returns positions in the replay customers */
function pick(selector: StorySelector, input: StoryInput, leaveOut: number, size: number): Uint32Array {
  const { shop, replay } = input;
  const fact = (name: string): Float64Array => {
    const [column] = factsOfRows(shop.history, replay.rows, [name]);
    return column?.type === 'number' ? column.values : new Float64Array(replay.rows.length);
  };
  switch (selector) {
    case 'baseline':
      return ranked(replay.baseline).subarray(0, size);
    case 'baseline-coupon-affine':
      return ranked(fact('couponOrderShare'), fact('couponViews')).subarray(0, size);
    case 'one-model':
      return ranked(replay.coupon).subarray(0, size);
    case 'two-model':
      return pickTwoModel(replay, leaveOut, size);
    case 'expected-profit':
      return ranked(replay.profit).subarray(0, size);
    case 'oracle':
      return ranked(oracleProfit(input)).subarray(0, size);
  }
}

/** Version 2: the most likely natural buyers go, the coupon model ranks the others. */
function pickTwoModel({ natural, coupon }: StoryRows, leaveOut: number, size: number): Uint32Array {
  const left = new Set(ranked(natural).subarray(0, Math.round(leaveOut * natural.length)));
  return ranked(coupon)
    .filter((position) => !left.has(position))
    .subarray(0, size);
}

/** What each customer would bring in expectation, by what nobody can know. */
function oracleProfit({ shop, replay, money }: StoryInput): Float64Array {
  return Float64Array.from(replay.rows, (row) => trueOutcome(shop, Int32Array.of(row), money).profit);
}

/** Positions in order of falling value; ties by the second values, then by position. */
function ranked(values: Float64Array, ...ties: readonly Float64Array[]): Uint32Array {
  const falling = (column: Float64Array): Float64Array => column.map((value) => -value);
  return ascendingOrder(falling(values), ...ties.map(falling));
}

function rowsOf({ rows }: StoryRows, positions: Uint32Array): Int32Array {
  return Int32Array.from(positions, (position) => rows[position] ?? 0);
}
