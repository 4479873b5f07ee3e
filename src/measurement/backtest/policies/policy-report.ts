import { type Estimate } from '#strata/statistics';
import { type PolicyValue } from '#strata/statistics/policies';
import { type JudgedVersion } from '../selection/strategy-models.js';

/** What policies would have brought, from the log of another one. Plain and JSON-able; money in the currency of the history. */
export interface PolicyReport {
  readonly strategy: { readonly id: string; readonly title: string };
  /** The file, or what history is called. */
  readonly source: string;
  /** Those that the policies ask; empty where none does. */
  readonly models: readonly JudgedVersion[];
  readonly history: LoggedSummary;
  readonly policies: readonly PolicyResult[];
  /** Policies that learn beside those that do not, where the history tells about both. */
  readonly leads: readonly PolicyLead[];
  /** One a lead, then one a policy: what would have come of it, or why this history cannot tell and what would help. */
  readonly sentences: readonly string[];
  readonly notes: readonly string[];
}

/** The rows that tell. */
export interface LoggedSummary {
  readonly rowsInFile: number;
  readonly rows: number;
  /** Earlier ones, from which policies learn and on which none is judged. */
  readonly taught: number;
  readonly people: number;
  readonly conversions: number;
  /** What the rows got, in the order of the strategy's offers; nothing last. */
  readonly given: readonly { readonly offer: string | null; readonly rows: number }[];
  /** Whether the probabilities were recorded, or are taken as the shares within each campaign. */
  readonly propensities: 'recorded' | 'shares';
}

/** A policy, had it decided about every row. */
export interface PolicyResult {
  /** As it was asked for: see `policyText`. */
  readonly policy: string;
  /** What it does, in words. */
  readonly title: string;
  /** Conversions a row, 0 to 1. */
  readonly conversion: PolicyValue;
  /** margin × value − cost, a row. */
  readonly profit: PolicyValue;
  /** What would make a refused one answerable; null where it is estimated. */
  readonly help: string | null;
  /** Why the weights don't add up to what they should; null where they do. */
  readonly warning: string | null;
}

/** How far one policy would have been ahead of another one, on the same draws. */
export interface PolicyLead {
  /** As it was asked for: one that learns. */
  readonly policy: string;
  /** As it was asked for: one that does not. */
  readonly than: string;
  /** Conversions a row. */
  readonly conversion: Estimate;
  /** margin × value − cost, a row. */
  readonly profit: Estimate;
}
