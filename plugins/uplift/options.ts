import { z } from 'zod';

export const LEARNERS = ['s', 't', 'x', 'class-transformation', 'doubly-robust'] as const;

const baseOptions = z.record(z.string(), z.unknown());

export const options = z.strictObject({
  learner: z
    .enum(LEARNERS)
    .default('x')
    .describe(
      's: one model that knows the treatment; t: a model an arm; x: effects imputed from the other arm; class-transformation: one class for "did well in its arm"; doubly-robust: effects corrected by what happened',
    ),
  base: z.string().min(1).default('logistic-regression').describe('the plugin that learns the parts'),
  baseOptions: baseOptions.default({}).describe('options of the base'),
  effectOptions: baseOptions
    .optional()
    .describe(
      'options of the base where it learns effects (x, doubly-robust); those of the base unless told, with simpler trees',
    ),
  propensity: z
    .array(z.number().positive().lt(1))
    .min(2)
    .optional()
    .describe('share of people that each arm got by design, control first; the shares of the rows unless told'),
});

export type Options = z.infer<typeof options>;
