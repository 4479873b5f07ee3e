import { type ReasonCode } from '#strata/engine';
import { type DriftReport } from '#strata/models/proof/drift';
import { type CountEstimate } from '#strata/profiles/preview';
import { type DecidedExample } from '../examples/decided-example.js';
import { type CampaignStep } from '../funnel/campaign-funnel.js';

/** What a campaign would come to now: nobody is chosen, and nothing is written down. */
export interface CampaignPreview {
  readonly campaign: string;
  readonly strategy: string;
  /** Content hash of the release. */
  readonly release: string;
  /** ISO 8601, UTC: the moment of all decisions. */
  readonly at: string;
  /** Different people of the audience. */
  readonly base: number;
  /** True where everybody was looked at; false where a sample was. */
  readonly exact: boolean;
  /** How many people were looked at. */
  readonly examined: number;
  /** All that stops people, one after the other in the order of a decision. */
  readonly steps: readonly PreviewStep[];
  /** Who gets an offer before limits and quotas choose among them. */
  readonly offered: CountEstimate & { readonly examples: readonly DecidedExample[] };
  /** Those who get no offer, by code; who is held out is not among them. */
  readonly stopped: readonly ({ readonly code: ReasonCode } & CountEstimate)[];
  /** Who gets as far as each arm. */
  readonly arms: readonly ({ readonly arm: string } & CountEstimate)[];
  /** The offers that people get, and what is expected of them in sum; money. */
  readonly offers: readonly PreviewedOffer[];
  /** Whom the contact policy holds back, in words: "41,200 people are held back: at most 2 contacts by sms in 7 days". */
  readonly held: readonly string[];
  /** How far the people whom each model is to score are from those that it was trained on. */
  readonly models: readonly ModelCheck[];
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/** A step, whom it stops, and who is left after it and all those before. */
export interface PreviewStep extends CampaignStep {
  readonly stopped: CountEstimate;
  readonly left: CountEstimate;
  /** Up to five of those whom it stops. */
  readonly examples: readonly DecidedExample[];
}

/** An offer, who gets it, and what comes of it in sum. */
export interface PreviewedOffer extends CountEstimate {
  readonly offer: string;
  readonly expected: {
    /** Of those with figures, as cost and profit are; null where a model failed for all of them. */
    readonly conversions: number | null;
    /** Money. */
    readonly cost: number | null;
    /** Money. */
    readonly profit: number | null;
    /** How many people have no figures. */
    readonly withoutFigures: number;
    /** Money that a budget must have: messages and face values. */
    readonly reserved: number;
  };
}

/** Whether a model knows people like these: `refused` is whom it must not score. */
export type ModelCheck = Pick<DriftReport, 'model' | 'version' | 'people' | 'result' | 'headline' | 'notes'>;
