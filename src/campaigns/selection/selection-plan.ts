import {
  type Availability,
  type CampaignLimits,
  type CampaignObjective,
  type Quota,
  type ReleaseDocuments,
} from '#strata/engine';
import { type KnownPlugin } from '#strata/plugin-host/worker';
import { type AudienceSource, type PersonStates } from '../audience/index.js';
import { type PlannedPolicy } from './blocks/policies.js';
import { type ListFormat } from './list/list-format.js';

/** What a campaign selects by, fixed when its run begins. */
export interface SelectionPlan {
  /** Id of the campaign. */
  readonly campaign: string;
  /** Id of the strategy that decides. */
  readonly strategy: string;
  readonly release: { readonly hash: string; readonly documents: ReleaseDocuments };
  /** Milliseconds since 1970, UTC: the clock of all decisions. */
  readonly now: number;
  readonly source: AudienceSource;
  /** The versions that score, by model id; a model that is not here has no champion. */
  readonly models: ReadonlyMap<string, ChosenModel>;
  /** The plugins that models may need. */
  readonly plugins: readonly KnownPlugin[];
  /** The policies of arms; arms by policies decide as the model's where this is absent. */
  readonly policies?: readonly PlannedPolicy[];
  /** What was spent before. */
  readonly availability?: Availability;
  /** What Strata knows of people; nothing where this is absent. */
  readonly states?: PersonStates;
  /** Absent: what the strategy says (see `campaignAim`). */
  readonly objective?: CampaignObjective;
  /** What is left of them; no limits where this is absent. */
  readonly limits?: CampaignLimits;
  /** By offer: how many may still be given; its own stock where an offer is not here. */
  readonly stock?: Readonly<Record<string, number>>;
  readonly quotas?: readonly Quota[];
  readonly format: ListFormat;
}

/** A version of a model. */
export interface ChosenModel {
  readonly version: number;
  /** The stored artefact. */
  readonly bytes: Uint8Array;
}
