import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  neighbours: z.int().positive().max(5000).default(100).describe('how many neighbours of each item are kept'),
  shrinkage: z
    .number()
    .nonnegative()
    .default(10)
    .describe('people that are added to what is divided by: items that few people had are trusted less'),
  history: z
    .int()
    .positive()
    .default(500)
    .describe(
      'of people with more items so many are learned from, the latest: they say little and take most of the time',
    ),
});
export type KnnOptions = z.infer<typeof options>;
