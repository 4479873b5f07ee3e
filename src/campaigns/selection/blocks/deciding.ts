import { type Availability, type CampaignObjective } from '#strata/engine';
import { type CompiledCondition } from '#strata/engine/conditions';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type BatchPolicies } from './policies.js';
import { type BatchScorers } from './score-people.js';

/** What people are decided by. */
export interface Deciding {
  readonly strategy: CompiledStrategy;
  readonly scorers: BatchScorers;
  readonly policies: BatchPolicies;
  /** What people draw by where policies choose, in front of their ids. */
  readonly draw: string;
  readonly now: number;
  readonly availability: Availability | undefined;
  /** The segments of quotas. */
  readonly quotas: readonly CompiledCondition[];
  /** What is maximised; undefined: what the strategy says (see `campaignAim`). */
  readonly objective: CampaignObjective | undefined;
  readonly minimumRoi: number | undefined;
}
