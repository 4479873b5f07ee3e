import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  algorithm: z
    .enum(['thompson', 'top-two', 'linucb'])
    .default('thompson')
    .describe('thompson: as often as each offer may be the best; top-two: finds the best sooner; linucb: by person'),
  halfLife: z
    .number()
    .positive()
    .max(36_500)
    .optional()
    .describe('days after which a reward counts half; rewards count for ever unless given'),
  prior: z
    .strictObject({ successes: z.number().min(1).max(1e6).default(1), failures: z.number().min(1).max(1e6).default(1) })
    .default({ successes: 1, failures: 1 })
    .describe('conversions and misses that each offer is credited with before its first (thompson, top-two)'),
  best: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.5)
    .describe('how often top-two makes the offer that it takes for the best, and not its nearest rival'),
  alpha: z
    .number()
    .min(0)
    .max(100)
    .default(1)
    .describe('how many deviations of the rewards linucb counts on what it does not know yet'),
  linear: z
    .enum(['hybrid', 'disjoint'])
    .default('hybrid')
    .describe(
      'hybrid: linucb learns products of facts too, alike for all offers; disjoint: facts only, for each offer',
    ),
  ridge: z.number().positive().max(1e6).default(1).describe('how far linucb draws its weights towards 0'),
});
export type BanditOptions = z.infer<typeof options>;
