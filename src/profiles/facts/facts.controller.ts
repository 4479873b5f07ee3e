import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '#strata/platform/http';
import { parse, momentSchema, personIdSchema } from '../calls/index.js';
import { type ExplainedFacts, FactExplainer } from './explain-facts.js';

const moment = momentSchema.describe('The moment, ISO 8601; now unless told.');
const factsQuery = z.strictObject({ at: moment.optional() });

/** What a person's facts are, and where they come from. */
@Controller('v1/users')
export class FactsController {
  constructor(@Inject(FactExplainer) private readonly explainer: FactExplainer) {}

  @Get(':id/facts')
  @Roles('service', 'marketer')
  facts(@Param('id') id: string, @Query() query: unknown): Promise<ExplainedFacts> {
    const { at } = parse(factsQuery, query);
    return this.explainer.explain(parse(personIdSchema, id), at ?? Date.now());
  }
}

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('profile'), attribute: z.string(), value: z.unknown() }),
  z.strictObject({
    kind: z.literal('events'),
    event: z.string(),
    seen: z.int().min(0).describe('How many events the definition counts.'),
    last: z.iso.datetime().nullable().describe('When the last of them happened.'),
  }),
  z.strictObject({ kind: z.literal('ratio'), of: z.tuple([z.string(), z.string()]) }),
]);

/** What the OpenAPI document says about it. */
export const FACTS_ENDPOINT = {
  method: 'get' as const,
  path: '/v1/users/{id}/facts',
  tag: 'users',
  summary: "A person's facts at a moment, each with its value and where it came from",
  roles: ['service', 'marketer'],
  query: { at: { schema: moment, description: 'The moment, ISO 8601; now unless told.' } },
  answer: z.strictObject({
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
  }),
  errors: ['BAD_REQUEST', 'NOT_FOUND', 'UNAVAILABLE'] as const,
};
