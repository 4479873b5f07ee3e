import { type Estimate } from '#strata/statistics';
import { type PolicyRefusal } from '#strata/statistics/policies';

/** A figure with the ends of its interval. */
export type EstimateSubject = Pick<Estimate, 'value' | 'lower' | 'upper'>;

/** How a version stands beside something else; `draw`: chance explains the difference. */
export type StandingWord = 'ahead' | 'draw' | 'behind';

/** Why a version does not pass. */
export type FailureWord =
  'leakage' | 'human rule' | 'champion' | 'calibration' | 'as chance' | 'wrong way round' | 'worse than the mean';

/** Something that can be said of a person by the value of a column. */
export type ValueStatement =
  | { readonly is: 'below' | 'above' | 'at most'; readonly value: number }
  | { readonly is: 'category'; readonly value: string }
  | { readonly is: 'another' | 'missing' };

/** Where a column moved most: of how many people the statement is true, and of how many it was. */
export interface ColumnMove {
  readonly statement: ValueStatement;
  /** Shares of people, 0 to 1. */
  readonly now: number;
  readonly then: number;
  /** Null of a category, and where nobody has a value. */
  readonly medians: { readonly now: number; readonly then: number } | null;
}

/** What a stretch of values is, its ends as they stand in a sentence; `whole`: both belong to it, else the upper one. */
export type ValueStretch =
  | { readonly kind: 'missing' }
  | { readonly kind: 'any' }
  | { readonly kind: 'answer'; readonly answer: 'yes' | 'no' }
  | { readonly kind: 'whole'; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'real'; readonly from: string | null; readonly to: string | null };

/** Who is selected. */
export type SelectionSubject =
  | { readonly by: 'threshold'; readonly threshold: number }
  /** `divided`: so many score exactly the threshold, and chance chooses among them. */
  | { readonly by: 'share'; readonly share: number; readonly threshold: number; readonly divided: number };

/** What stands in the way of weighting two sides to look alike. */
export type WeightingRefusal =
  | PolicyRefusal
  /** Even weighted, the treated stand this many standard deviations higher. */
  | { readonly kind: 'differs'; readonly name: string; readonly difference: number };
