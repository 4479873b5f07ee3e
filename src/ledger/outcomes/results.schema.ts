import { z } from 'zod';

const estimate = z
  .strictObject({ value: z.number(), lower: z.number().nullable(), upper: z.number().nullable(), level: z.number() })
  .describe('A figure and the interval that holds the true one in `level` of all cases; null bounds are not known.');

const count = {
  users: z.int(),
  contacts: z.int().describe('Offers made, or how often somebody was held out.'),
  conversions: z.int().describe('Users with a goal event.'),
  redeemed: z.int().describe('Offers used.'),
  value: z
    .number()
    .describe('Money: the sum of the values of the goal events; of all strategies together, of what they earn.'),
  openWindows: z.int().describe('Windows that have not ended, so that there may be more to come.'),
};

const group = {
  treated: z.strictObject(count),
  holdout: z.strictObject({ status: z.enum(['used', 'too small', 'missing']), words: z.string(), ...count }),
  result: z
    .strictObject({
      basis: z.enum(['incremental', 'gross']).describe('Gross where no hold-out tells what happens anyway.'),
      conversionRate: estimate,
      redeemed: z.int(),
      cost: z.number().describe('Contacts × contact cost + redeemed × face value.'),
      incremental: estimate.nullable().describe('Conversions above what the hold-out promises for as many users.'),
      incrementalValue: estimate.nullable(),
      profit: estimate.describe('Margin × incremental value − cost.'),
      roi: estimate.nullable().describe('Profit ÷ cost; null where it cost nothing.'),
    })
    .nullable()
    .describe('Null where nobody was treated.'),
};

/** What `GET /v1/strategies/{id}/results` and `GET /v1/results` answer. */
export const resultsSchema = z.strictObject({
  strategy: z.string().nullable().describe('Null: all strategies and campaigns together.'),
  from: z.string().nullable(),
  to: z.string().nullable(),
  currency: z.string().nullable().describe('ISO 4217, of all amounts; null where the shop says none.'),
  ...group,
  arms: z.array(z.strictObject({ arm: z.string(), ...group })),
  offers: z.array(z.strictObject({ offer: z.string(), ...group })).describe('Gross: who is held out has no offer.'),
  days: z.array(z.strictObject({ day: z.string().describe('UTC, of the decisions.'), ...group })),
});
