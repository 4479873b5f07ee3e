import { z } from 'zod';
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

const propertyCount = z.strictObject({
  issue,
  property: z
    .string()
    .describe('The name of the property; of `rejected`, what of the messages could not be understood.'),
  count: COUNT,
  first: z.iso.date().describe('The first day of the report on which it was so.'),
  last: z.iso.date().describe('The last one.'),
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

/** What `GET /v1/data-quality` answers. */
export const qualityReportSchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  events: z.array(
    z.strictObject({
      name: z.string(),
      counts,
      issues: z.array(propertyCount),
      days: z.array(counts.extend({ day: z.iso.date() })),
      schema: schema.nullable(),
    }),
  ),
});
