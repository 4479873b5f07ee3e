import { z } from 'zod';
import { qualityQuery } from './data-quality.controller.js';
import { KINDS } from './event-schema.js';
import { ISSUES, NOBODY } from './quality-counts.js';

const COUNT = z.int().min(0);
const issue = z.enum([...ISSUES, NOBODY]);
const counts = z.strictObject({
  ...Object.fromEntries(ISSUES.map((name) => [name, COUNT])),
  [NOBODY]: COUNT.optional().describe(
    'Messages under an id that names nobody, such as "null"; absent where there are none.',
  ),
});

const schema = z.strictObject({
  learnedFrom: COUNT.describe('The events that it was learned from.'),
  learning: z.boolean().describe('True while more events are needed; nothing is compared until then.'),
  properties: z.array(
    z.strictObject({
      name: z.string(),
      types: z.array(z.enum(KINDS)),
      required: z.boolean().describe('True where every event had it.'),
    }),
  ),
});

/** What the OpenAPI document says about `GET /v1/data-quality`. */
export const QUALITY_ENDPOINT = {
  method: 'get' as const,
  path: '/v1/data-quality',
  tag: 'data quality',
  summary: 'What came in by event and day, and how often it was not what was learned',
  roles: ['marketer'],
  query: {
    days: { schema: qualityQuery.shape.days, description: 'Days up to the present one, 1 to 366; 7 unless told.' },
    event: { schema: qualityQuery.shape.event, description: 'Only events of this name.' },
  },
  answer: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    events: z.array(
      z.strictObject({
        name: z.string(),
        counts,
        issues: z.array(z.strictObject({ issue, property: z.string(), count: COUNT })),
        days: z.array(counts.extend({ day: z.iso.date() })),
        schema: schema.nullable(),
      }),
    ),
  }),
  errors: ['BAD_REQUEST', 'UNAVAILABLE'] as const,
};
