import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { REASON_CODES, STAGES } from '#strata/engine';

/** The most users of one simulation: it answers within seconds. */
const MOST_USERS = 10_000;

/** `POST /v1/strategies/{id}/simulate`. The document is checked with all others after it. */
export class SimulationBody extends createZodDto(
  z.strictObject({
    strategy: z.record(z.string(), z.unknown()).describe('The strategy as it would be published.'),
    users: z.int().min(1).max(MOST_USERS).default(2_000).describe('How many stored users are decided about at most.'),
  }),
) {}

const COUNT = z.int().min(0);
const outcome = z.enum(['offer', 'none', 'holdout']);
const stage = z.enum(STAGES);
const side = z.strictObject({
  outcomes: z.strictObject({ offer: COUNT, none: COUNT, holdout: COUNT }),
  stoppedBy: z
    .array(z.strictObject({ stage, users: COUNT }))
    .describe('Who gets no offer, by the stage that ended it.'),
  expected: z
    .strictObject({
      conversions: z.number(),
      cost: z.number(),
      profit: z.number(),
      withoutFigures: COUNT.describe('Offers that are not in the sums, since a model gave no score.'),
    })
    .describe('Sums over the offers to the sampled users.'),
});
const verdict = z.strictObject({
  outcome,
  offer: z.string().nullable(),
  stoppedBy: stage.nullable(),
  words: z.string().describe('What decided.'),
});
const difference = z.strictObject({
  users: COUNT,
  why: z.array(z.strictObject({ code: z.enum(REASON_CODES), stage, words: z.string(), users: COUNT })),
  examples: z.array(z.strictObject({ userId: z.string(), published: verdict.nullable(), draft: verdict.nullable() })),
});

/** What a simulation answers. */
export const simulationSchema = z.strictObject({
  strategy: z.string(),
  release: z.string().describe('The published release that the draft was put into.'),
  currency: z.string().nullable().describe('ISO 4217, of all amounts; null where the shop says none.'),
  at: z.iso.datetime(),
  base: COUNT.describe('Everybody who is stored.'),
  users: COUNT.describe('How many of them were decided about: always the same ones.'),
  published: side.nullable().describe('Null where no strategy of this id is published.'),
  draft: side,
  gained: difference.describe('Who gets an offer only with the draft; why: what kept it from them.'),
  lost: difference.describe('Who gets an offer only without the draft; why: what keeps it from them.'),
  changed: difference.describe('Who gets another offer.'),
});
