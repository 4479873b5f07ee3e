import { type AllocationProblem } from './problem.js';

/** Prices at which all people are counted. Plain data, as all plans are: it can be sent to threads and written as JSON. */
export interface CountPlan {
  readonly problem: AllocationProblem;
  /** Of each limit of the problem's program, in millionths of the objective. */
  readonly prices: readonly number[];
  /** How many times people were counted before. */
  readonly round: number;
  /** The lowest bound that was found before, in millionths of the objective: a whole number; null at first. */
  readonly bound: string | null;
  /** How many people can get an offer at most so that the minimum ROI is met; null without one. */
  readonly roiReach: number | null;
}

/** What is done with people who are placed alike at the prices of a plan. */
export const CELL = { best: 0, next: 1, nothing: 2, open: 3 } as const;

/** A cell that doesn't get what is best at the prices at which it was counted. */
interface DecidedCell {
  readonly membership: number;
  readonly best: number;
  readonly next: number;
  readonly bucket: number;
  readonly slope: number;
  /** Of {@link CELL}. */
  readonly gets: number;
}

/** Who gets what: people fall into cells, whose fates are decided but for those at the cut. */
export interface AssignPlan {
  readonly problem: AllocationProblem;
  /** At which people are placed; null where all are so few that each is settled by itself. */
  readonly prices: readonly number[] | null;
  readonly cells: readonly DecidedCell[];
  /** The multipliers of the limits, by which the cells were decided. */
  readonly multipliers: readonly number[];
  /** How many people have an option. */
  readonly people: number;
  /** How many are decided, what they are worth, and what they use of each limit: whole numbers. */
  readonly decided: {
    readonly people: number;
    /** By offer. */
    readonly chosen: readonly number[];
    readonly value: string;
    readonly usage: readonly string[];
  };
  /** No choice within the limits is worth more: millionths of the objective; null until all are settled. */
  readonly bound: string | null;
  /** As of a {@link CountPlan}. */
  readonly roiReach: number | null;
}

/** A limit that can't be met, in words with the figure. */
export interface UnmetLimit {
  readonly code:
    | 'QUOTA_TOO_FEW_PEOPLE'
    | 'QUOTA_OVER_AUDIENCE'
    | 'QUOTA_OVER_STOCK'
    | 'QUOTA_OVER_BUDGET'
    | 'QUOTA_UNDER_ROI'
    | 'LIMITS_CONFLICT';
  readonly words: string;
}

/** What comes next. */
export type AllocationStep =
  | { readonly kind: 'count'; readonly plan: CountPlan }
  | { readonly kind: 'assign'; readonly plan: AssignPlan }
  | { readonly kind: 'infeasible'; readonly reasons: readonly UnmetLimit[] };
