import { z } from 'zod';

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('profile'), attribute: z.string(), value: z.unknown() }),
  z.strictObject({
    kind: z.literal('events'),
    event: z.string(),
    seen: z.int().min(0).describe('How many events the definition counts.'),
    last: z.iso.datetime().nullable().describe('When the last of them happened.'),
  }),
  z.strictObject({ kind: z.literal('ratio'), of: z.tuple([z.string(), z.string()]) }),
  z.strictObject({
    kind: z.literal('computed'),
    analysis: z.string(),
    output: z.string(),
    run: z.string().nullable().describe('The run that published it; null where none said anything of the person.'),
    at: z.iso.datetime().nullable().describe('The moment that it is of.'),
    isStale: z.boolean().describe('It is older than the fact allows, and counts as missing.'),
  }),
  z.strictObject({
    kind: z.literal('firstOf'),
    of: z.array(z.string()).describe('The facts that its conditions read.'),
    because: z.string().nullable().describe('The condition that held, in words; null where none did.'),
  }),
]);

/** What `GET /v1/users/{id}/facts` answers. */
export const explainedFactsSchema = z.strictObject({
  userId: z.string(),
  at: z.iso.datetime().describe('Events count until then; the profile is as it is now.'),
  release: z.string(),
  facts: z.array(
    z.strictObject({
      name: z.string(),
      words: z.string(),
      type: z.enum(['number', 'string', 'boolean', 'date', 'list']),
      unit: z.string().nullable(),
      value: z.unknown().describe('Null where there is none.'),
      sensitive: z.boolean(),
      personal: z.boolean(),
      definition: z.string(),
      origin,
    }),
  ),
});
