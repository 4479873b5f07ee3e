import { measure, type MeasuredOutcome, type Outcome, type StoryMoney, trueOutcome } from './judge.js';
import { factsOfRows, type Shop } from '../shop/index.js';
import { rank, take } from './selection.js';

/** Rows of the history with both models' calibrated scores: one entry each. */
export interface ScoredRows {
  readonly rows: Int32Array;
  /** P(order | no coupon). */
  readonly natural: Float64Array;
  /** P(order | coupon). */
  readonly coupon: Float64Array;
}

export interface StoryInput {
  readonly shop: Shop;
  readonly money: StoryMoney;
  /** Customers on whom the share to leave out is chosen; neither model learned from them. */
  readonly validation: ScoredRows;
  /** Customers on whom all selectors are compared; they chose nothing. */
  readonly replay: ScoredRows;
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
export type SelectorId = (typeof SELECTORS)[number];

/** What a selector's audience did, measured against the random control inside it, and beside it the truth. */
export interface Comparison extends MeasuredOutcome {
  readonly selector: SelectorId;
  /** The same figures in expectation, from the potential outcomes that only the simulation knows. */
  readonly truth: Outcome;
}

/** Profit on the validation customers if this share of the most likely natural buyers is left out. */
export interface LeaveOutPoint {
  readonly share: number;
  readonly profit: number;
}

export interface Story {
  /** The share of the pool that version 2 leaves out: the most profitable on the validation customers. */
  readonly leaveOut: number;
  readonly leaveOutCurve: readonly LeaveOutPoint[];
  readonly comparison: readonly Comparison[];
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
function pick(selector: SelectorId, input: StoryInput, leaveOut: number, size: number): Int32Array {
  const { shop, replay } = input;
  const fact = (name: string): Float64Array => {
    const [column] = factsOfRows(shop.history, replay.rows, [name]);
    return column?.type === 'number' ? column.values : new Float64Array(replay.rows.length);
  };
  switch (selector) {
    case 'baseline':
      return take(rank(fact('orders')), size);
    case 'baseline-coupon-affine':
      return take(rank(fact('couponOrderShare'), fact('couponViews')), size);
    case 'one-model':
      return take(rank(replay.coupon), size);
    case 'two-model':
      return pickTwoModel(replay, leaveOut, size);
    case 'expected-profit':
      return take(rank(expectedProfit(input, fact('averageOrderValue'))), size);
    case 'oracle':
      return take(rank(oracleProfit(input)), size);
  }
}

/** Version 2: the most likely natural buyers go, the coupon model ranks the others. */
function pickTwoModel({ natural, coupon }: ScoredRows, leaveOut: number, size: number): Int32Array {
  const left = new Uint8Array(natural.length);
  for (const position of take(rank(natural), Math.round(leaveOut * natural.length))) left[position] = 1;
  return take(
    rank(coupon).filter((position) => left[position] === 0),
    size,
  );
}

/** margin × order value × (p₁ − p₀) − (contact cost + p₁ × redemption rate × face value), a row. */
function expectedProfit({ replay, money }: StoryInput, orderValue: Float64Array): Float64Array {
  return replay.coupon.map(
    (p1, position) =>
      money.margin * (orderValue[position] ?? 0) * (p1 - (replay.natural[position] ?? 0)) -
      (money.contactCost + p1 * money.redemptionRate * money.faceValue),
  );
}

/** The same with what nobody can know. */
function oracleProfit({ shop, replay, money }: StoryInput): Float64Array {
  const { natural, withCoupon, redemption, orderValue } = shop.truth;
  return Float64Array.from(replay.rows, (row) => {
    const p1 = withCoupon[row] ?? 0;
    const value = (orderValue[row] ?? 0) * (p1 - (natural[row] ?? 0));
    return money.margin * value - (money.contactCost + p1 * (redemption[row] ?? 0) * money.faceValue);
  });
}

function rowsOf({ rows }: ScoredRows, positions: Int32Array): Int32Array {
  return positions.map((position) => rows[position] ?? 0);
}
