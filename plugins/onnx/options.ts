import { z } from 'zod';

/** What a model document says about an exported model. */
export const options = z.strictObject({
  file: z.string().min(1).describe('the exported model: a path, as seen from where training runs'),
  inputs: z
    .record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]))
    .optional()
    .describe(
      'for each input of the model its feature, or its features in the order of the columns; by name unless told',
    ),
  output: z.string().min(1).optional().describe("the output that is the score; the model's only one unless told"),
  classIndex: z
    .int()
    .min(0)
    .optional()
    .describe('which column of the output is the score, from 0; the last of two unless told'),
  activation: z
    .enum(['none', 'sigmoid', 'softmax'])
    .default('none')
    .describe('what makes a probability of the output, where the model does not do so itself'),
  calibrate: z
    .boolean()
    .default(true)
    .describe('false: the output is served as it is; else it is calibrated on the rows that are given'),
});
export type Options = z.infer<typeof options>;
