import { z } from 'zod';
import { type Campaign } from '#strata/engine';
import {
  campaignLimits,
  countUpTo,
  cronSchedule,
  duration,
  factName,
  id,
  limit,
  schemaPath,
  title,
} from './parts/common.js';

const column = z.string().min(1, { error: "a column's name" });

/** A path that leads nowhere but below a folder. */
function pathBelow(what: string) {
  return z
    .string()
    .max(500, { error: 'at most 500 characters' })
    .regex(/^(?![/\\])(?![A-Za-z]:)(?!.*(?:^|[/\\])\.\.(?:[/\\]|$)).+$/, { error: `${what} below DATA_DIR` });
}

const named = {
  files: pathBelow('a path or a glob').describe(
    'Parquet, CSV, NDJSON or Arrow files below DATA_DIR, by a path or a glob',
  ),
  id: column.describe('The column that names the person'),
};

const audience = z
  .union([
    z.strictObject({
      stored: z.literal(true, { error: 'true' }).describe('The people of the store'),
      among: z
        .strictObject(named)
        .exactOptional()
        .describe('Only those whom files name; what is known of them is read of the store'),
    }),
    z.strictObject({
      ...named,
      facts: z
        .record(factName, column)
        .exactOptional()
        .describe('The column of each fact; columns that are called like a fact need not be named'),
      consent: z
        .record(
          z.string().min(1, { error: 'a purpose' }),
          z.union([z.literal(true), column], { error: 'a column, or true where everybody consented' }),
        )
        .exactOptional()
        .describe('By purpose: the column that says who consented, or true where everybody in the files did'),
    }),
  ])
  .describe('The people of the store, or of files');

const quota = z
  .strictObject({
    segment: id.describe('A segment of rules/segments'),
    minimum: limit(1).exactOptional().describe('At least so many people of the segment get an offer'),
    maximum: limit(0).exactOptional().describe('At most so many people of the segment get an offer'),
  })
  .describe('How many people of a segment get an offer');

const schedule = z
  .union([
    cronSchedule,
    z.strictObject({ every: duration.describe('Again and again, each time over the people with new events') }),
  ])
  .describe('When the campaign runs by itself');

const webhook = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an address that begins with https://' })
    .describe('Gets the signed batches'),
  secret: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, { error: 'the name of an environment variable, such as WEBHOOK_SECRET' })
    .describe('Name of the environment variable that holds the secret'),
  batch: countUpTo(10_000).exactOptional().describe('People a request; 500 unless told'),
});

const attribute = z.string().min(1, { error: "an attribute's name" });

const customerMatch = z
  .strictObject({
    platform: z.enum(['google', 'meta']).describe('Whose rules the addresses are written and hashed by'),
    email: attribute.exactOptional().describe('The attribute that holds the e-mail address; email unless told'),
    phone: attribute.exactOptional().describe('The attribute that holds the phone number; phone unless told'),
    to: pathBelow('a folder').exactOptional().describe('A folder below DATA_DIR; absent: the list is only downloaded'),
  })
  .describe('Hashed e-mail addresses and phone numbers, by which an ad platform finds people');

const out = z
  .union([
    z.strictObject({
      format: z.enum(['parquet', 'csv', 'ndjson']),
      to: pathBelow('a folder')
        .exactOptional()
        .describe('A folder below DATA_DIR; absent: the list is only downloaded'),
    }),
    z.strictObject({
      table: z
        .string()
        .regex(/^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/, {
          error: 'the name of a table, such as november_list or crm.november_list',
        })
        .describe('A table of the database'),
    }),
    z.strictObject({ webhook }),
    z.strictObject({ customerMatch }),
  ])
  .describe('Where the list goes; a Parquet file to download unless told');

/** `rules/campaigns/<id>.json` */
export const campaignSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    id,
    title: title.describe('What the campaign is, in a few words'),
    strategy: id.describe('A strategy of rules/strategies'),
    audience,
    objective: z
      .enum(['profit', 'conversions', 'incrementalConversions'])
      .exactOptional()
      .describe(
        "What is made as large as the limits allow; without it the strategy's predictive.rankBy orders, else profit",
      ),
    limits: campaignLimits.exactOptional().describe("Narrower than the strategy's"),
    quotas: z.array(quota).max(16, { error: 'at most 16 quotas' }).exactOptional(),
    schedule: schedule.exactOptional(),
    out: out.exactOptional(),
  })
  .meta({
    title: 'Strata campaign',
    description: 'A strategy at work on an audience, within limits, at its times',
  }) satisfies z.ZodType<Campaign>;
