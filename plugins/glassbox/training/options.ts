import { z } from 'zod';

/** What may be said about the direction of a number's effect. */
const direction = z.enum(['rising', 'falling']);

export const options = z.strictObject({
  bags: z.int().min(1).max(64).default(8).describe('times that everything is learned on other rows and averaged'),
  rounds: z.int().positive().max(10_000).default(1000).describe('passes over all features, at most'),
  learningRate: z.number().positive().max(1).default(0.08).describe('share of its correction that each step makes'),
  leaves: z.int().min(2).max(8).default(3).describe('most flat stretches that one step adds to a curve'),
  minRows: z.int().positive().default(10).describe('fewest training rows of such a stretch'),
  l2: z.number().nonnegative().default(1).describe('strength of the penalty on squared steps'),
  bins: z.int().min(2).max(254).default(128).describe('most values of a feature that are told apart'),
  interactions: z.int().nonnegative().max(100).default(10).describe('pairs of features that are tried; 0: curves only'),
  earlyStopping: z.int().positive().default(10).describe('rounds without improvement before a bag is done'),
  validation: z.number().min(0.02).max(0.5).default(0.15).describe('share of the rows that each bag sets aside'),
  monotone: z.record(z.string(), direction).default({}).describe('numbers whose effect may only rise or only fall'),
});

export type Options = z.infer<typeof options>;
