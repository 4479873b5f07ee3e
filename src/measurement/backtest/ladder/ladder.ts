import { type Estimate } from '#strata/statistics';
import { type AudienceFigures, type BacktestPlan, type ReplayedHistory } from '../report.js';

/** Who would be reached: everybody, the segment, who set the trigger off, whom the models pick; or whom the human rule picks. */
export type LadderLevelId = 'everybody' | 'segment' | 'trigger' | 'predictive' | 'human rule';

/** What each layer of a strategy would have earned on history. Money in the currency of the history. */
export interface Ladder extends ReplayedHistory {
  /** In the order of the ladder; the human rule last. */
  readonly levels: readonly LadderLevel[];
  /** What the levels are made equal in: people, as many as the smallest level has unless fewer were asked for; or money. */
  readonly equal: BacktestPlan;
  /** What each layer earns, and how the models' step compares with what is claimed elsewhere. */
  readonly sentences: readonly [string, string];
  /** Why the levels can't be compared; null where they can. */
  readonly obstacle: string | null;
  readonly notes: readonly string[];
}

/** A level of the ladder. */
export interface LadderLevel {
  readonly level: LadderLevelId;
  /** What it does, in words. */
  readonly title: string;
  /** Everybody whom it would reach; and as many people, or for as much money, as every other level. */
  readonly natural: LadderFigures;
  readonly equal: LadderFigures;
  /** At equal size, beside the level before (of the human rule: the predictive level beside it); null for the first. */
  readonly step: LadderStep | null;
}

/**
 * What an audience would have brought. Whoever reads a ladder looks at all its levels at once, so the intervals of a figure
 * hold that figure of all levels, at both sizes, together (95 of 100 ladders).
 */
export interface LadderFigures extends AudienceFigures {
  /** Money of the (incremental) conversions. */
  readonly value: Estimate;
}

/** From one level to another, at equal size; each interval is for this step alone. */
export interface LadderStep {
  /** The level that it is compared with. */
  readonly from: LadderLevelId;
  readonly profit: Estimate;
  /** How much more (incremental) value it brings: 0.5 for half as much more. */
  readonly value: Estimate;
}
