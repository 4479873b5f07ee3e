import { z } from 'zod';

export const options = z.strictObject({
  hidden: z.array(z.int().positive().max(1024)).max(8).default([32, 16]).describe('units of each hidden layer'),
  epochs: z.int().positive().max(10_000).default(20).describe('passes over the training rows'),
  batchSize: z.int().positive().max(1_000_000).default(256).describe('rows a step'),
  learningRate: z.number().positive().max(1).default(0.003).describe('of the first step; falls to 0 along a cosine'),
  l2: z.number().nonnegative().default(1).describe('strength of the penalty on squared weights'),
  dropout: z.number().min(0).max(0.9).default(0).describe('share of hidden units left out of each training step'),
  validation: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('share of the rows set aside to keep the best epoch; 0 keeps the last one'),
});

export type Options = z.infer<typeof options>;
