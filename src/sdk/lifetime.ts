import { type FittedDefinition } from './kinds.js';

/** What customers bought so far, a row each. All arrays are equally long; times are in days. */
export interface PurchaseHistories {
  /** Days with a purchase after the day of the first one: several purchases on one day count once. */
  readonly repeats: Float64Array;
  /** From the first purchase to the last one; 0 where there was one only. */
  readonly recency: Float64Array;
  /** From the first purchase to the end of what was observed. */
  readonly age: Float64Array;
  /** Mean value of the repeat purchases, in money; NaN where there is none. */
  readonly value: Float64Array;
  /** What else is known of the customers since their first purchase, such as the channel they came by; finite. */
  readonly covariates: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** The same customers as they were some days before, and what they bought since: examples to learn from. */
export interface EarlierHistories {
  /** As of then: whoever had bought by then, in rows of their own. */
  readonly histories: PurchaseHistories;
  /** From then to the end of what was observed. */
  readonly days: number;
  /** Days with a purchase since then, of each. */
  readonly purchases: Float64Array;
  /** What those purchases were worth together, in money; NaN where that is not known. */
  readonly value: Float64Array;
}

/** What a lifetime plugin learns from. */
export interface ObservedHistories extends PurchaseHistories {
  /** For plugins that learn by examples; absent where what was observed is too short to be split. */
  readonly earlier?: EarlierHistories;
}

/** What is expected of customers, a row each. */
export interface LifetimeForecast {
  /** Purchases within the horizon; 0 or more. */
  readonly purchases: Float64Array;
  /** Money a purchase; NaN where the plugin does not say. */
  readonly value: Float64Array;
  /**
   * P(has not left for good), 0 to 1; NaN where the plugin does not say. It is 1 for everybody who bought once by some models:
   * it ranks nobody.
   */
  readonly alive: Float64Array;
}

/** A figure with its standard error; NaN where the plugin does not know it. */
export interface Estimated {
  readonly estimate: number;
  readonly standardError: number;
}

/** What is expected of all customers together. */
export interface BaseForecast {
  readonly purchases: Estimated;
  /** Purchases × money a purchase. */
  readonly value: Estimated;
}

/** What a fit says about itself. */
export interface LifetimeDescription {
  readonly parameters: readonly (Estimated & { readonly name: string })[];
  /** In natural logarithms, of the purchases; null where there is no likelihood. */
  readonly logLikelihood: number | null;
  /** What whoever reads it should know, in sentences. */
  readonly notes: readonly string[];
}

/** A way to foretell what customers buy. */
export interface LifetimeDefinition<O, A> extends FittedDefinition<ObservedHistories, O, A> {
  /** @param horizon days after the end of what was observed */
  forecast(artefact: A, histories: PurchaseHistories, horizon: number, options: O): LifetimeForecast;
  /** Of all customers together, with what is uncertain in the sum: the parameters and the purchases themselves. */
  base(artefact: A, histories: PurchaseHistories, horizon: number, options: O): BaseForecast;
  /** Purchases after the first one that are expected of somebody new, up to each of `times` (days after the first one). */
  expected(artefact: A, times: Float64Array, options: O): Float64Array;
  describe(artefact: A, options: O): LifetimeDescription;
}

/**
 * Declares a lifetime plugin; the default export of its `index.ts`. It only fixes the types.
 *
 * @example see `plugins/own-rate`
 */
export function defineLifetime<O, A>(definition: LifetimeDefinition<O, A>): LifetimeDefinition<O, A> {
  return definition;
}
