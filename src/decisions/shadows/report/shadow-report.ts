import { type Estimate } from '#strata/statistics';
import { type ShadowStanding } from './shadow.js';

/** What a candidate would have done beside what was done. Plain and JSON-able; money in the currency of the shop. */
export interface ShadowReport {
  readonly shadow: ShadowStanding;
  /** ISO 8601, UTC: when it was counted. */
  readonly at: string;
  /** What it comes to, in sentences. */
  readonly sentences: readonly string[];
  /** All strategies together. */
  readonly all: ShadowComparison;
  /** By strategy, as the decisions say; the most decisions first. */
  readonly strategies: readonly (ShadowComparison & { readonly strategy: string })[];
  /** Only where a model rides along. */
  readonly scores: ShadowScores | null;
}

/** Decisions of both sides. */
export interface ShadowComparison {
  /** Decisions that both made. */
  readonly decisions: number;
  readonly live: ShadowSide;
  readonly candidate: ShadowSide;
  /** Who gets an offer only by the candidate, by the stage that stopped it live. */
  readonly gained: ShadowDifference;
  /** Who gets an offer only live, by the stage that stops it with the candidate. */
  readonly lost: ShadowDifference;
  /** Who gets another offer. */
  readonly changed: Omit<ShadowDifference, 'why'>;
  /** Expected profit a decision, candidate minus live, each decision by its own side's expectation. */
  readonly profitAhead: Estimate;
}

/** What a side does. Money and conversions are what it expects of its offers. */
interface ShadowSide {
  readonly offers: number;
  readonly heldOut: number;
  readonly conversions: number;
  readonly cost: number;
  readonly profit: number;
  /** Offers that are not in the sums, since a model gave no score. */
  readonly withoutFigures: number;
}

/** Decisions that differ. */
export interface ShadowDifference {
  readonly decisions: number;
  /** The most first. */
  readonly why: readonly { readonly stage: string; readonly decisions: number }[];
  /** Ids of some of the decisions, the latest first: they can be explained. */
  readonly examples: readonly string[];
}

/** The scores of a candidate beside those that decided. */
export interface ShadowScores {
  /** Decisions that both scored. */
  readonly scored: number;
  /** Decisions that the candidate could not score. */
  readonly failed: number;
  readonly champion: number;
  readonly candidate: number;
  /** Pearson's, of both scores; null where one of them never differs. */
  readonly correlation: number | null;
  /** Whose windows count: those who got an offer, or those who were held out, for a model of what happens without. */
  readonly side: 'treated' | 'held out';
  /** People of that side whose goal windows have ended, and how many of them converted. */
  readonly settled: number;
  readonly converted: number;
  /** Null where too few have converted, or all have. */
  readonly judged: {
    readonly champion: JudgedScores;
    readonly candidate: JudgedScores;
    /** Candidate minus champion, on the same people. */
    readonly aucAhead: Estimate;
  } | null;
}

/** A version by what came of it. */
export interface JudgedScores {
  readonly auc: Estimate;
  /** Mean of the scores: what it promised, beside the share that converted. */
  readonly promised: number;
  /** Expected calibration error, 0 to 1. */
  readonly calibrationError: number;
  readonly brier: number;
}
