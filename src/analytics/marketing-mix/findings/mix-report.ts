import { type Estimate } from '#strata/statistics';
import { type BudgetFinding } from './budget.js';
import { type ChannelFinding } from './channels.js';
import { type EqualFits } from './equal-fits.js';
import { type FitError } from './rivals.js';

/** What each channel brings, how sure that is, and how well the model tells weeks that it did not know. */
export interface MixReport {
  /** As its reader called it. */
  readonly source: string;
  readonly target: string;
  /** First days of the first and the last week. */
  readonly from: string;
  readonly to: string;
  readonly weeks: number;
  /** Of all intervals. */
  readonly level: number;
  readonly seed: number;
  readonly judged: JudgedMix;
  /** What was brought without media, as a share of the target. */
  readonly base: Estimate;
  readonly channels: readonly ChannelFinding[];
  /** Null where no two equally good fits disagree by half. */
  readonly equalFits: EqualFits | null;
  readonly lifts: readonly LiftFinding[];
  /** Holidays that none of the fitted weeks holds a day of: nothing is learned of them. Absent where there are none. */
  readonly unseenHolidays?: readonly string[];
  /** Null where nothing was spent in the last weeks. */
  readonly budget: BudgetFinding | null;
  readonly sampling: {
    readonly draws: number;
    readonly splitRhat: number;
    readonly effectiveDraws: number;
    /** Correlation of the noise of a week with that of the next. */
    readonly carried: number;
  };
}

/** The model of the first weeks, and what it says of the last ones. */
export interface JudgedMix {
  readonly heldOut: number;
  readonly model: FitError;
  readonly rivals: readonly FitError[];
  /** Of the weeks that were held out, the share inside of the interval that was said for them. */
  readonly inside: number;
  readonly predicted: readonly PredictedWeek[];
}

interface PredictedWeek extends Estimate {
  /** Its first day. */
  readonly week: string;
  readonly actual: number;
  readonly isHeldOut: boolean;
}

/** An experiment, and what the fitted model says of the same weeks. */
export interface LiftFinding {
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly measured: Estimate;
  readonly modelled: Estimate;
}
