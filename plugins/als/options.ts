import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  factors: z
    .int()
    .min(4)
    .max(256)
    .multipleOf(4)
    .default(32)
    .describe('numbers by which each item is described; a multiple of 4'),
  alpha: z
    .number()
    .positive()
    .default(2)
    .describe('how much surer an interaction makes that somebody likes an item: 1 + alpha × weight against 1'),
  l2: z.number().positive().default(5).describe('strength of the penalty on squared factors'),
  rounds: z.int().positive().max(100).default(6).describe('how often people and items are learned in turn'),
});
export type AlsOptions = z.infer<typeof options>;
