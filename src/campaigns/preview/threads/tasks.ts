import { type Availability, type ReleaseDocuments } from '#strata/engine';
import { type PoolBatch } from '#strata/models/proof/drift';
import { type Language } from '#strata/kernel/texts';
import { type KnownPlugin } from '#strata/plugin-host/worker';
import { type AudienceBlock, type PreparedAudience } from '../../audience/index.js';
import { type PlannedPolicy } from '../../selection/index.js';
import { type RankedExample } from '../examples/decided-example.js';

/** What a thread is told when it starts. Plain data. */
export interface PreviewPlan {
  readonly release: { readonly hash: string; readonly documents: ReleaseDocuments };
  readonly campaign: string;
  readonly strategy: string;
  readonly now: number;
  readonly audience: PreparedAudience;
  readonly models: readonly { readonly id: string; readonly version: number; readonly bytes: Uint8Array }[];
  readonly plugins: readonly KnownPlugin[];
  readonly policies: readonly PlannedPolicy[] | undefined;
  readonly availability: Availability | undefined;
  /** Of the preview. */
  readonly folder: string;
  /** Of the words of examples; English where it is undefined. */
  readonly language: Language | undefined;
  /** Of those whom a model is to score, which share is compared with its training. */
  readonly poolShare: number;
}

/** What a thread may be asked for. */
export interface PreviewTasks {
  /** What becomes of the people of a block. */
  readonly look: { readonly ask: AudienceBlock; readonly answer: SeenBlock };
  /** Only whom the models are to score. */
  readonly pool: { readonly ask: AudienceBlock; readonly answer: readonly ModelPool[] };
}

/** What became of the people of a block. */
export interface SeenBlock {
  readonly people: number;
  /** How many each step of the funnel stops, and last who gets an offer. */
  readonly stopped: readonly number[];
  /** By code of what stops them, without who is held out. */
  readonly codes: Readonly<Record<string, number>>;
  /** Who gets as far as an arm, by its place. */
  readonly arms: readonly number[];
  /** Who gets each offer, in the order of the strategy's. */
  readonly offers: readonly OfferSums[];
  /** Of each step, as `stopped`. */
  readonly examples: readonly (readonly RankedExample[])[];
  readonly pools: readonly ModelPool[];
}

/** People who get an offer, and what is expected of them in sum, in millionths. */
export interface OfferSums {
  readonly people: number;
  /** How many of them have no figures, and are in none of the sums. */
  readonly withoutFigures: number;
  readonly conversions: number;
  readonly cost: number;
  readonly profit: number;
}

/** People whom a model is to score. */
export interface ModelPool extends PoolBatch {
  readonly model: string;
}
