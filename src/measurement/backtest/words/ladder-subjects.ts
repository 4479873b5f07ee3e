import { type Estimate } from '#strata/statistics';
import { type LadderLevelId } from '../ladder/ladder.js';
import { type BacktestPlan, type BacktestReport } from '../report.js';

/** An estimate with its interval. */
export type ToldInterval = Pick<Estimate, 'value' | 'lower' | 'upper'>;

/** What a level earns beside the one before. */
export interface StepSubject {
  readonly level: LadderLevelId;
  readonly profit: ToldInterval;
}

/** What the models bring. */
export interface ModelsSubject {
  readonly basis: BacktestReport['basis'];
  readonly by: BacktestPlan['by'];
  /** The level that they are compared with. */
  readonly from: LadderLevelId;
  /** How much more (incremental) revenue: 0.5 for half as much more. */
  readonly growth: ToldInterval;
  /** Profit beside the human rule; null where it was not replayed. */
  readonly besideHumanRule: ToldInterval | null;
}
