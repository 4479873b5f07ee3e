import { z } from 'zod';
import { type Guardrail } from '#strata/engine';
import { duration, money, share } from './common.js';

const then = z
  .enum(['stop', 'fixedArms', 'alert'])
  .describe(
    'stop: it makes no offers; fixedArms: no policy chooses; alert: it is only told. Until somebody resumes it',
  );

/** A member of `guardrails` of a strategy. */
export const guardrail = z.discriminatedUnion('watch', [
  z.strictObject({
    watch: z.literal('lift').describe('Conversion rate of the treated less that of the held-out'),
    below: z
      .number()
      .gt(-1, { error: 'more than -1' })
      .max(0, { error: 'at most 0: less than that is harm' })
      .describe('The difference that it must not fall below for certain: -0.01 is one percentage point less'),
    level: z
      .number()
      .min(0.5, { error: 'from 0.5 to 0.999' })
      .max(0.999, { error: 'from 0.5 to 0.999' })
      .exactOptional()
      .describe('How certain, at whichever moment it is looked; 0.95 unless told'),
    then,
  }),
  z.strictObject({
    watch: z.literal('cost').describe('What its offers cost or may still cost, against the plan'),
    perDay: money
      .exactOptional()
      .describe('Money for 24 hours; unless told limits.budget is planned evenly over the period of "active"'),
    ahead: z
      .number()
      .min(0, { error: 'a share from 0' })
      .max(100, { error: 'at most 100' })
      .exactOptional()
      .describe('The share by which it may be ahead of plan, 0.2 for 20 %; 0 unless told'),
    then,
  }),
  z.strictObject({
    watch: z.literal('fallback').describe('Decisions that needed a model and did without'),
    above: share.describe('Their share among those that needed one, which is too much'),
    within: duration.describe('The decisions of the last so long, at most seven days'),
    then,
  }),
  z.strictObject({
    watch: z
      .literal('sampleRatio')
      .describe('Whether people come to arms and hold-out in the shares that are drawn (p < 0.001)'),
    then,
  }),
]) satisfies z.ZodType<Guardrail>;
