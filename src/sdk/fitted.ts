import { type z } from 'zod';
import { type TrainingRun } from './scorer.js';

/** What the host offers while a plugin of a kind that learns once learns. */
export type FitRun = Pick<TrainingRun, 'seed' | 'signal' | 'progress' | 'log'>;

/**
 * What the kinds of plugin share that learn once from an input and then answer questions: `O` are the options a marketer may
 * set, `A` is what was learned. All functions are pure: no clock, no files, no randomness but `run.seed`. The host guards every
 * call.
 */
export interface FittedDefinition<Input, O, A> {
  readonly options: z.ZodType<O>;
  /** Learns from the input. Throws when it cannot be learned from; stops when `run.signal` is aborted. */
  train(input: Input, options: O, run: FitRun): A | Promise<A>;
  /** The artefact as bytes, the same for the same artefact. */
  save(artefact: A): Uint8Array;
  /** The inverse of `save`. */
  load(bytes: Uint8Array, options: O): A;
}
