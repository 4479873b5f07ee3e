/** Of which hold-out of all strategies and campaigns sums are asked for. */
export interface HoldoutQuestion {
  readonly seed: string;
  /** Above 0 and below 1. */
  readonly share: number;
  /** Since when it stands: ISO 8601. */
  readonly began: string;
  readonly goals: readonly HoldoutGoal[];
}

/** An event that counts for everybody, held out or not. */
export interface HoldoutGoal {
  readonly event: string;
  /** The property that holds its value; null where each is worth `usualValue`. */
  readonly valueProperty: string | null;
  /** Money, where the event does not say its value. */
  readonly usualValue: number;
  /** Share of a value that is profit. */
  readonly margin: number;
}

/**
 * What is known of people, in the order of the moments: goal events, their value, that times the margin, and what the person
 * cost. Money but for the first.
 */
export const HOLDOUT_VARIABLES = ['conversions', 'value', 'earned', 'cost'] as const;

/** The people of a side, as they are summed up. */
export interface HoldoutRow {
  readonly held: boolean;
  /** By one id they are held out, by another they are not: they are on neither side. */
  readonly inBoth: boolean;
  readonly people: number;
  /** Who got something all the same. */
  readonly reached: number;
  readonly conversions: number;
  readonly value: number;
  readonly earned: number;
  readonly cost: number;
  readonly conversionSquares: number;
  readonly valueSquares: number;
  readonly earnedSquares: number;
  readonly costSquares: number;
  readonly conversionsTimesValue: number;
  readonly conversionsTimesEarned: number;
  readonly conversionsTimesCost: number;
  readonly valueTimesEarned: number;
  readonly valueTimesCost: number;
  readonly earnedTimesCost: number;
}
