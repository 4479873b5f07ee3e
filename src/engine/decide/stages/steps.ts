import { type CompiledCondition } from '../../conditions/index.js';
import { type PolicyBlock } from '../../plan/index.js';
import type { Expected, ExperimentArm, Fallback, SpentLevel } from '../../index.js';

/**
 * What happened to one strategy, one entry a thing that spoke for or against, as the stages recorded it. Steps carry no
 * words: those are rendered at the edge, by `describe`.
 */
export type Step =
  | { readonly code: 'NOT_ACTIVE'; readonly stage: 'active' }
  | { readonly code: 'SUPPRESSED' | 'NO_CONSENT'; readonly stage: 'consent' }
  | { readonly code: 'ARM'; readonly stage: 'arm'; readonly arm: ExperimentArm }
  | { readonly code: 'NOT_IN_EXPERIMENT'; readonly stage: 'arm' }
  | ConditionStep
  | FailureStep
  /** The human rule has no condition: it takes everybody who came so far. */
  | { readonly code: 'BASELINE_MATCH'; readonly stage: 'baseline'; readonly condition: null }
  | { readonly code: 'CAPPED'; readonly stage: 'caps'; readonly contacts: number }
  | PolicyStep
  | {
      readonly code: 'UNPROFITABLE';
      readonly stage: 'offer';
      readonly offer: string;
      readonly expected: Expected;
      /** The shadow price, which the profit must exceed. */
      readonly price: number;
    }
  /** Of several offers. */
  | { readonly code: 'POLICY_CHOSE'; readonly stage: 'offer'; readonly offer: string; readonly propensity: number }
  | { readonly code: 'POLICY_FAILED'; readonly stage: 'offer'; readonly policy: string }
  | { readonly code: 'OUTRANKED'; readonly stage: 'offer'; readonly offer: string; readonly by: string }
  | HoldoutStep
  | {
      readonly code: 'STOCK_SPENT' | 'BUDGET_SPENT';
      readonly stage: 'reserve';
      readonly offer: string;
      /** Null where it is not known. */
      readonly level: SpentLevel | null;
    }
  | {
      readonly code: 'OFFERED';
      readonly stage: 'reserve';
      readonly offer: string;
      readonly expected: Expected | null;
    };

/** Somebody who would be treated gets nothing, so that the effect can be measured. */
export interface HoldoutStep {
  readonly code: 'HOLDOUT';
  readonly stage: 'holdout';
  readonly offer: string;
  /** Of this strategy alone, or of all strategies and campaigns together. */
  readonly of: 'strategy' | 'all';
}

/** What the contact policy has against the offers of a channel. */
export interface PolicyStep {
  readonly code: 'CAPPED' | 'QUIET_HOURS';
  readonly stage: 'caps';
  readonly channel: string | undefined;
  readonly block: PolicyBlock;
}

/** A condition that decided. Its trace gives the reasons. */
export interface ConditionStep {
  readonly code:
    | 'SEGMENT_MATCH'
    | 'SEGMENT_MISS'
    | 'TRIGGER_MATCH'
    | 'TRIGGER_MISS'
    | 'PREDICTIVE_MATCH'
    | 'PREDICTIVE_MISS'
    | 'BASELINE_MATCH'
    | 'BASELINE_MISS'
    | 'OFFER_INELIGIBLE';
  readonly stage: 'segment' | 'trigger' | 'predictive' | 'baseline' | 'offer';
  readonly condition: CompiledCondition;
  readonly offer?: string;
}

/** A score that was needed and not there, and what came of it. */
export interface FailureStep {
  readonly code: Exclude<Fallback, 'POLICY_FAILED'>;
  readonly stage: 'predictive' | 'offer';
  readonly model: string;
  /** `baseline`: the human rule took over; `none`: nothing is offered; `unpriced`: the offer stands without figures. */
  readonly then: 'baseline' | 'none' | 'unpriced';
  readonly offer?: string;
}
