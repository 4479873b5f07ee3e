import { type z } from 'zod';

/** What a reward is: 1 for a conversion and 0 for none, or the profit of the offer in money. */
export const REWARDS = ['conversion', 'profit'] as const;
export type RewardKind = (typeof REWARDS)[number];

/** Whom something is to be chosen for, and among what. */
export interface PolicyQuestion {
  /** Ids of the offers to choose among, at least one. They need not have been seen before. */
  readonly offers: readonly string[];
  /** The facts as the host encodes them, as many as in every question and reward; the first one is 1 for everybody. */
  readonly context: Float64Array;
}

/** What came of an offer. */
export interface Reward {
  readonly offer: string;
  /** As {@link PolicyQuestion.context} was when it was made. */
  readonly context: Float64Array;
  /** In the unit of the policy's {@link RewardKind}. */
  readonly reward: number;
  /** When the offer was made: milliseconds since 1970, UTC. */
  readonly at: number;
  /** P(this offer) when it was chosen, above 0 and at most 1. */
  readonly propensity: number;
}

/**
 * A way to choose among the offers that a person may get, which learns from what came of them.
 *
 * `O` are the options a marketer may set (validated by `options`), `S` is what was learned. All functions are pure: no clock,
 * no files, no randomness. The host draws: it needs the probabilities, which it stores with every decision. It guards every
 * call (time limit, probabilities that add up to 1).
 */
export interface PolicyDefinition<O, S> {
  readonly options: z.ZodType<O>;
  /** Nothing learned yet. */
  begin(options: O, reward: RewardKind): S;
  /**
   * Writes P(offer) into `out`, for each of the question's offers, in their order: never below 0, together 1. Rounding is put
   * right by the host, which also adds the exploration that the marketer asks for.
   */
  choose(state: S, question: PolicyQuestion, options: O, out: Float64Array): void;
  /**
   * What is known with some more rewards. In whichever batches and order rewards come, the same comes out but for rounding:
   * several processes share what was learned.
   */
  learn(state: S, rewards: readonly Reward[], options: O): S;
  /** The state as bytes, the same for the same state. */
  save(state: S): Uint8Array;
  /** The inverse of `save`. */
  load(bytes: Uint8Array, options: O): S;
}

/**
 * Declares a policy plugin; the default export of its `index.ts`. It only fixes the types.
 *
 * @example
 * export default definePolicy({
 *   options: z.strictObject({}),
 *   begin: () => ({}),
 *   choose: (state, { offers }, options, out) => { out.fill(1 / offers.length); },
 *   learn: (state) => state,
 *   save: () => new Uint8Array(),
 *   load: () => ({}),
 * });
 */
export function definePolicy<O, S>(definition: PolicyDefinition<O, S>): PolicyDefinition<O, S> {
  return definition;
}
