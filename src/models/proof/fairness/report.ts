import { type Estimate } from '#strata/statistics';
import { type FourFifths } from '#strata/statistics/populations';
import { type SelectionSubject } from '../../words/index.js';

/** How a selection treats the groups of a column. Plain and JSON-able. */
export interface FairnessReport {
  /** The column that names the groups; it need not be a feature. */
  readonly by: string;
  /** Who is selected, in words. */
  readonly selection: string;
  /** The same as figures; absent where it is not told by scores, and from what was stored before these were kept. */
  readonly selected?: SelectionSubject;
  /** Whether the column is a sensitive fact, is read by the models, neither, or both. */
  readonly column: { readonly sensitive: boolean; readonly feature: boolean };
  /** What `benefit` is; null where nothing tells it. */
  readonly benefit: 'measured' | 'expected' | null;
  /** The largest group first. */
  readonly groups: readonly FairnessGroup[];
  /** What follows, in sentences. */
  readonly reading: readonly string[];
  readonly notes: readonly string[];
}

/** A group: who is selected, what they get from it, and whether the probabilities hold for them. */
export interface FairnessGroup {
  readonly group: string;
  /** Of numbers in bands, from a value to below another one, and of those of whom nothing is known; else absent. */
  readonly band?: GroupBand;
  readonly people: number;
  /**
   * Expected: where the selection ends among people of equal score, each of them counts in part, and so does who has several
   * rows of which some are selected.
   */
  readonly selected: number;
  /** Share of the group that is selected, with Wilson's interval. */
  readonly rate: Estimate;
  /** Its rate ÷ that of the group that is selected most. */
  readonly ratio: Estimate | null;
  readonly fourFifths: FourFifths;
  /** Additional conversions a selected person because of the offer, −1 to 1; null where nothing tells it. */
  readonly benefit: Estimate | null;
  /** What the model promised the group and what happened; null where there are no labels. */
  readonly calibration: GroupCalibration | null;
}

/** `unknown`: no value; an end is null where the band has none. */
export type GroupBand = 'unknown' | { readonly from: number | null; readonly until: number | null };

export interface GroupCalibration {
  readonly rows: number;
  /** Mean probability. */
  readonly promised: number;
  /** Share of positives, with an interval that counts people. */
  readonly happened: Estimate;
  /** `as promised`: the interval holds the mean probability; `too few`: nothing can be said. */
  readonly reading: 'as promised' | 'more' | 'less' | 'too few';
}
