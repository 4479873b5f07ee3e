import { type HoldoutGoal } from '#strata/ledger/experiments';
import { type Estimate } from '#strata/statistics';
import { type ExperimentHealth } from '../readout/index.js';

/** What all strategies and campaigns bring together, against the people who get nothing from any of them. */
export interface HoldoutReadout {
  readonly seed: string;
  /** Share of people who are held out: declared. */
  readonly share: number;
  /** Since when it stands with this seed and share, and for how many days: ISO 8601. */
  readonly began: string;
  readonly days: number;
  /** ISO 4217, of all amounts; null where the shop says none. */
  readonly currency: string | null;
  /** What counts for everybody. */
  readonly goals: readonly HoldoutGoal[];
  readonly heldOut: HoldoutPeople;
  readonly others: HoldoutPeople;
  readonly health: ExperimentHealth;
  readonly checks: readonly HoldoutCheck[];
  readonly verdict: HoldoutVerdict;
  /** Empty unless it is healthy. */
  readonly figures: readonly HoldoutFigure[];
  /** (margin × incremental value − cost) ÷ cost; null unless it is healthy, and where nothing was spent. */
  readonly roi: Estimate | null;
  /** What reports would say that credit to an offer all that came in its window: profit. Money. */
  readonly credited: number;
  /** That beside the finding; null unless it is healthy. */
  readonly creditedWords: string | null;
  /** What counts, and what it does not prove. */
  readonly notes: readonly string[];
}

/** The people of a side. */
export interface HoldoutPeople {
  readonly people: number;
  /** Who got an offer since it began. */
  readonly reached: number;
  readonly conversions: number;
}

/** Something that must hold before a figure means anything. */
export interface HoldoutCheck {
  readonly check: 'sample ratio' | 'both sides' | 'held out' | 'enough people';
  readonly passed: boolean;
  readonly words: string;
  /** Where it did not pass: the likeliest first. */
  readonly causes: readonly string[];
}

/** Whether everything together earns something, by profit. */
export interface HoldoutVerdict {
  readonly kind: 'earns' | 'loses' | 'open' | 'unhealthy' | 'unknown';
  readonly words: string;
}

/** A figure of both sides. Intervals are always valid: it may be looked at every day. */
export interface HoldoutFigure {
  readonly figure: 'conversions' | 'revenue' | 'profit';
  readonly unit: 'count' | 'money';
  /** All per 1,000 people. */
  readonly heldOut: number;
  readonly others: number;
  readonly difference: Estimate;
  /** The difference, of all people who are not held out together. */
  readonly inAll: Estimate;
  /** The difference, divided by what the held-out do; null where they do nothing. */
  readonly relative: Estimate | null;
  readonly pValue: number;
}
