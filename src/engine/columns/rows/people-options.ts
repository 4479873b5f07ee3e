import { type DecidedPeople } from './decided-people.js';

/** Who may get an offer, and what it would bring to them: one entry a row. */
export interface OfferOptions {
  /** 1 where the row may get it, else 0. */
  readonly eligible: Uint8Array;
  /** p₁; like all figures NaN where the row may not get the offer, or where a model that tells it gave no score. */
  readonly conversion: Float64Array;
  /** p₀; NaN also where nothing gives it, and then `profit` is gross. */
  readonly natural: Float64Array;
  /** Money. */
  readonly cost: Float64Array;
  /** Money. */
  readonly profit: Float64Array;
}

/** What a strategy decided about many people, and what else it could give them. */
export interface PeopleOptions {
  readonly decided: DecidedPeople;
  /** Of each offer, in their order. */
  readonly offers: readonly OfferOptions[];
}
