import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  l2: z.number().positive().default(250).describe('strength of the penalty on squared weights'),
  activity: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe(
      'people with n items count n^−activity each interaction: 0 lets all interactions count alike, 1 all people',
    ),
  items: z
    .int()
    .positive()
    .max(10_000)
    .default(3000)
    .describe(
      'of more items and people than this the items that most people had are learned: time grows with their cube, memory with their square',
    ),
  kept: z
    .int()
    .positive()
    .max(10_000)
    .default(1000)
    .describe('of the weights of each item so many are kept, the largest'),
});
export type EaseOptions = z.infer<typeof options>;
