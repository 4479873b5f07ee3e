import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  clusters: z
    .int()
    .min(2)
    .max(50)
    .exactOptional()
    .describe('how many groups; chosen by silhouette and stability unless told'),
  atMost: z.int().min(2).max(20).default(8).describe('the most groups that are tried where the number is chosen'),
  restarts: z.int().min(1).max(100).default(10).describe('how often it begins anew; the best is kept'),
});
export type KMeansOptions = z.infer<typeof options>;
