import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  bases: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .refine((bases) => Object.keys(bases).length > 0, { error: 'at least one recommender' })
    .default({ 'item-knn': {}, ease: {}, content: {}, popular: {} })
    .describe('the recommenders that are weighed, with their options'),
  hidden: z
    .number()
    .min(0.05)
    .max(0.5)
    .default(0.2)
    .describe("share of each person's items that is hidden to weigh by: the latest where ages are known, else any"),
});
export type HybridOptions = z.infer<typeof options>;
