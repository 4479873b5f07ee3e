import { z } from 'zod';
import { REWARDS } from '#sdk';
import { type PolicyRecord } from './policy-record.js';

const moment = z.iso.datetime();
const offerSchema = z.strictObject({
  offer: z.string(),
  title: z.string(),
  offered: z.int().describe('How often it was made in this arm.'),
  rewards: z.int().describe('Of those the ones whose windows are over.'),
  conversions: z.int(),
  mean: z
    .strictObject({ value: z.number(), lower: z.number(), upper: z.number(), level: z.number() })
    .nullable()
    .describe('Mean reward with its interval: a share of conversions, or money; null before the first.'),
  probability: z
    .number()
    .nullable()
    .describe(
      'P(offer) now, exploration included, of somebody of whom nothing is known who may get all offers; null where the policy gives no answer.',
    ),
});

const armSchema = z.strictObject({
  arm: z.string(),
  policy: z.string().describe('Id of the plugin.'),
  reward: z.enum(REWARDS),
  learned: z
    .strictObject({
      version: z.int().describe('How often it learned.'),
      rewards: z.int().describe('Offers that it learned from, those of other arms included.'),
      at: moment,
    })
    .nullable()
    .describe('Null where it has learned nothing yet.'),
  switchedOff: z
    .strictObject({ by: z.string(), reason: z.string(), since: moment })
    .nullable()
    .describe('Where the arms of the strategy are fixed: who did it, why and since when.'),
  waiting: z.int().describe('Offers whose windows are open.'),
  nextEnd: moment.nullable().describe('When the first of these windows ends.'),
  offers: z.array(offerSchema).describe("In the order of the strategy's offers."),
  words: z.array(z.string()),
});

/** What `GET /v1/strategies/{id}/policies` answers. */
export const policiesSchema = z.strictObject({
  strategy: z.string(),
  currency: z.string().nullable(),
  at: moment,
  arms: z.array(armSchema).describe('The arms by policies; empty where the strategy has none.'),
});

/** What policies learned as the API answers it. */
export function shownPolicies({ strategy, currency, at, arms }: PolicyRecord): z.infer<typeof policiesSchema> {
  return {
    strategy,
    currency,
    at: momentText(at),
    arms: arms.map(({ policy: { policy, reward = 'conversion' }, learned, switchedOff, nextEnd, ...arm }) => ({
      ...arm,
      policy,
      reward,
      learned: learned === null ? null : { ...learned, at: momentText(learned.at) },
      switchedOff: switchedOff === null ? null : { ...switchedOff, since: momentText(switchedOff.since) },
      nextEnd: nextEnd === null ? null : momentText(nextEnd),
      offers: [...arm.offers],
      words: [...arm.words],
    })),
  };
}

function momentText(moment: number): string {
  return new Date(moment).toISOString();
}
