import { type PackedTexts } from '#strata/kernel/texts';
import { type FactColumn } from '../../conditions/index.js';
import { type Availability } from '../../index.js';
import { type PolicyContacts } from '../../plan/index.js';

/** Many people at one moment, as columns: what a strategy may read of them. Every array has an entry a row. */
export interface People {
  readonly rows: number;
  /** The clock of all rows: milliseconds since 1970, UTC. */
  readonly now: number;
  /** By the key of the fact's reference (`FactRef.key`): its name, and with parameters `events{"name":…}`. */
  readonly facts: ReadonlyMap<string, FactColumn>;
  /** By model id. A model that is not here failed. */
  readonly scores: ReadonlyMap<string, ModelScores>;
  /** The ids that arm and hold-out are drawn by (`drawnId`); needed where the strategy draws. */
  readonly ids?: PackedTexts;
  /** 1: nothing may be offered; else 0. Nobody is suppressed where this is absent. */
  readonly suppressed?: Uint8Array;
  /** By purpose: 1 where it was consented to, else 0. Nobody consented to a purpose that is absent. */
  readonly consent?: ReadonlyMap<string, Uint8Array>;
  /** The strategy's own. */
  readonly contacts?: Contacts;
  /** Those of all strategies and campaigns, for the contact policy; nobody was contacted where this is absent. */
  readonly policyContacts?: PolicyContacts;
  /** Nothing is spent where this is absent. */
  readonly availability?: Availability;
  /** What policies say. Where this is absent arms by a policy decide as the model's. */
  readonly policies?: PolicyColumns;
}

/** What the policies of a strategy's arms say of each row. */
export interface PolicyColumns {
  /** What rows draw by: the ids of their decisions. */
  readonly ids: PackedTexts;
  /** P(offer) of each of the strategy's offers, in their order, before exploration; NaN in rows without an answer. */
  readonly probabilities: readonly Float64Array[];
  /** 1 where policies are switched off, so that no answer is missed. */
  readonly fixed: Uint8Array;
}

/** What a model says of each row, or that no version of it is in use. */
export type ModelScores = 'no-champion' | ScoredRows;

/** Scores by row: NaN in all columns of a row that has none. */
export interface ScoredRows {
  /** Calibrated; of an uplift model the effect of the treatment that does most. */
  readonly values: Float64Array;
  /** Share of the reference population that scores lower; needed where a condition reads it. */
  readonly ranks?: Float64Array;
  /** Only of an uplift model. */
  readonly outcomes?: {
    /** P(goal | no offer) */
    readonly natural: Float64Array;
    /** P(goal | treatment), by the treatment's name. */
    readonly treated: ReadonlyMap<string, Float64Array>;
  };
  /** Why rows without a score have none: places in `FALLBACKS`; they failed where this is absent. */
  readonly failures?: Uint8Array;
}

/** The offers of the strategy that people got before: those of a row stand in [starts[row], starts[row + 1]). */
export interface Contacts {
  /** One entry more than rows. */
  readonly starts: Uint32Array;
  /** Milliseconds since 1970, UTC. */
  readonly at: Float64Array;
  /** 1 where a decision made it, which asking again repeats; none did where this is absent. */
  readonly decided?: Uint8Array;
  /** 1 where the goal was reached after it, in its window; it was nowhere where this is absent. */
  readonly goalReached?: Uint8Array;
}

/**
 * The ids that rows are drawn by.
 *
 * @throws TypeError where a strategy draws and nobody has an id
 */
export function idsOf({ ids }: Pick<People, 'ids'>): PackedTexts {
  if (ids === undefined) throw new TypeError('a strategy that draws arms or a hold-out needs ids');
  return ids;
}
