import { type JudgedVersion } from './selection/strategy-models.js';
import { type Estimate } from '#strata/statistics';
import { type PolicyValue, type PolicyWeights } from '#strata/statistics/policies';
import { type FairnessReport } from '#strata/models/proof/fairness';

/** Who picks the audience: the strategy as it is written, the human rule it competes with, and the simpler selectors. */
export type SelectorId = 'strategy' | 'human rule' | 'random' | 'response model' | 'two-model method';

/** A strategy on history: what was replayed. Plain and JSON-able; money in the currency of the history. */
export interface ReplayedHistory {
  readonly strategy: { readonly id: string; readonly title: string; readonly humanRule: string };
  /** The file, or what history is called. */
  readonly source: string;
  readonly models: readonly JudgedVersion[];
  readonly history: HistorySummary;
  /** Incremental where people without an offer tell what would have happened anyway; gross figures count everything. */
  readonly basis: 'incremental' | 'gross';
}

/** A strategy's models against its human rule, on history. */
export interface BacktestReport extends ReplayedHistory {
  /** What every selector may spend: as many people, or as much money. */
  readonly plan: BacktestPlan;
  /** The strategy first. */
  readonly selectors: readonly SelectorResult[];
  /** By month of the offer, and by segment of the rules that divides the rows; the audiences of strategy and human rule. */
  readonly months: readonly Breakdown[];
  readonly segments: readonly Breakdown[];
  /** The conversions of the whole pool had each decided, counted in several ways; null where the basis is gross. */
  readonly offPolicy: readonly OffPolicyValue[] | null;
  /** What leaving out the likeliest natural buyers would have meant; null without a natural model or a control. */
  readonly sweep: Sweep | null;
  /** Of the strategy's selection, by a column; null unless asked for. */
  readonly fairness: FairnessReport | null;
  readonly verdict: BacktestVerdict;
  /** What a reader should know: rows left out and why. */
  readonly notes: readonly string[];
}

/** The rows that judge. */
export interface HistorySummary {
  readonly rowsInFile: number;
  /** Rows that compare the selectors: after everything that the models learned from. */
  readonly test: number;
  /** Rows that choose the share to leave out; they compare nothing. */
  readonly validation: number;
  /** Of the test rows: people, rows that got an offer, rows that got none. */
  readonly people: number;
  readonly offered: number;
  readonly control: number;
  readonly conversions: number;
  /** The test rows' first and last moment, ISO-8601; null where the history has no time. */
  readonly period: { readonly column: string; readonly from: string; readonly to: string } | null;
  /** Whether all test rows happened after what every model learned from: without it nothing passes. */
  readonly outOfTime: boolean;
  /** Whether the probabilities of the offers were recorded, or are taken as the shares within each pool. */
  readonly propensities: 'recorded' | 'shares' | 'none';
}

export type BacktestPlan =
  | {
      readonly by: 'audience';
      /** People. */ readonly audience: number;
      /** Of the pool, 0 to 1. */ readonly share: number;
    }
  | { readonly by: 'budget'; /** Money. */ readonly budget: number };

/** What an audience would have brought. */
export interface AudienceFigures {
  /** People reached; a tie at the edge counts in part. */
  readonly audience: number;
  readonly conversions: Estimate;
  /** Conversions that would not have happened without the offer; null where the basis is gross. */
  readonly incremental: Estimate | null;
  readonly cost: Estimate;
  /** margin × (incremental) value − cost. */
  readonly profit: Estimate;
  /** profit ÷ cost; null where it cost nothing. */
  readonly roi: Estimate | null;
}

/** What a selector's audience did. Intervals are of the bootstrap over people. */
export interface SelectorResult extends AudienceFigures {
  readonly selector: SelectorId;
  /** What it does, in words. */
  readonly title: string;
  /** The strategy minus this selector, on the same draws; null for the strategy itself. */
  readonly strategyAhead: StrategyAhead | null;
}

interface StrategyAhead {
  readonly profit: Estimate;
  /** Incremental conversions, or conversions where the basis is gross. */
  readonly conversions: Estimate;
}

/** Strategy and human rule on a part of the rows. */
export interface Breakdown {
  readonly name: string;
  readonly rows: number;
  readonly strategy: BreakdownSide;
  readonly humanRule: BreakdownSide;
  /** Profit of the strategy minus that of the human rule. */
  readonly ahead: Estimate;
}

interface BreakdownSide {
  readonly audience: number;
  /** Incremental conversions, or conversions where the basis is gross. */
  readonly conversions: number;
  readonly profit: number;
}

/** Conversions a hundred people of the pool, had the selector decided about all of them. */
export interface OffPolicyValue {
  readonly selector: SelectorId;
  /** A share of the pool, 0 to 1, by each way of counting; or why this history cannot tell. */
  readonly value: PolicyValue;
  /** Of the rows that got what the selector would have given, inside its audience. */
  readonly inside: PolicyWeights;
}

/** A share of the likeliest natural buyers to leave out. */
export interface SweepPoint {
  /** 0 to 1. */
  readonly leftOut: number;
  /** Who scores this or more by the natural model is left out; null where nobody is. */
  readonly threshold: number | null;
  readonly audience: number;
  readonly incremental: Estimate;
  readonly profit: Estimate;
  readonly roi: Estimate | null;
  /** Its profit minus that of leaving out nobody. */
  readonly gain: Estimate;
}

/** The threshold of the natural model, chosen on rows that do not judge it. */
export interface Sweep {
  readonly model: string;
  /** The share of the largest profit on the validation rows; zero is among those tried. */
  readonly chosen: number;
  /** How the validation rows were set apart. */
  readonly validatedOn: string;
  readonly validation: readonly SweepPoint[];
  readonly test: readonly SweepPoint[];
}

/** What the backtest says, in two sentences. */
export interface BacktestVerdict {
  readonly outcome: 'passes' | 'does not pass' | 'not enough data';
  /** What happened, and what follows from it. */
  readonly sentences: readonly [string, string];
}
