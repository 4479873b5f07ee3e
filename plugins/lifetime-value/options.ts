import { z } from 'zod';

/** Days in each unit of time. */
export const DAYS = { day: 1, week: 7, month: 30.4375 } as const;

/** What a marketer may set. */
export const options = z.strictObject({
  model: z
    .enum(['mbg-nbd', 'bg-nbd', 'pareto-nbd'])
    .default('mbg-nbd')
    .describe(
      'how people leave: after any purchase (mbg-nbd), after a repeat purchase (bg-nbd), at any time (pareto-nbd)',
    ),
  unit: z.enum(['day', 'week', 'month']).default('week').describe('the unit of time in which parameters are reported'),
});
export type LifetimeOptions = z.infer<typeof options>;
