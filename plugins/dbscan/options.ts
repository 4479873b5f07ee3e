import { z } from 'zod';

/** What a marketer may set. */
export const options = z.strictObject({
  epsilon: z
    .number()
    .positive()
    .exactOptional()
    .describe('how near neighbours are, in standard deviations; the knee of the distances to them unless told'),
  neighbours: z
    .int()
    .min(2)
    .max(1000)
    .exactOptional()
    .describe('how many make a row part of a group, with itself; twice the number of columns unless told, at least 4'),
});
export type DbscanOptions = z.infer<typeof options>;
