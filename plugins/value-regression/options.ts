import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  ridge: z
    .number()
    .min(0)
    .max(1e6)
    .default(1)
    .describe('how strongly coefficients are drawn to 0, in squares of standardised features'),
});
export type RegressionOptions = z.infer<typeof options>;
