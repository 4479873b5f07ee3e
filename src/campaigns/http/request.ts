import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { PAGE } from '#strata/platform/http';
import { LIST_PARTS } from '../runs/index.js';

const id = z.string().min(1).max(64);

/** `POST /v1/campaigns` */
export class StartBody extends createZodDto(
  z
    .strictObject({
      campaign: id.optional().describe('Id of a published campaign.'),
      document: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('A campaign that is not published, as its document would be; `strategy` and `audience` are enough.'),
      dryRun: z.boolean().default(false).describe('Select, and write nothing down.'),
      force: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .optional()
        .describe('Why it runs even on people whom a model must not score (`DRIFT_REFUSED`); kept and logged.'),
    })
    .refine(({ campaign, document }) => (campaign === undefined) !== (document === undefined), {
      error: 'Name a campaign, or send a document',
    }),
) {}

/** The query of `GET /v1/campaigns` */
export class CampaignRunsQuery extends createZodDto(
  z.strictObject({
    campaign: id.optional().describe('Only runs of this campaign.'),
    ...PAGE,
  }),
) {}

/** The query of `GET /v1/campaigns/{id}/audience` */
export class AudienceQuery extends createZodDto(
  z.strictObject({
    part: z
      .enum([...LIST_PARTS, 'match'])
      .default('list')
      .describe(
        'The list; who is in it who was not in the one before, or the other way round; or hashed addresses for an ad platform.',
      ),
    format: z.enum(['parquet', 'csv', 'ndjson']).optional().describe("The list's own unless told."),
  }),
) {}

/** The id of a run in a path. */
export class RunPath extends createZodDto(z.strictObject({ id: z.uuid() })) {}

/** The id of a run or a campaign in a path. */
export class RunOrCampaignPath extends createZodDto(z.strictObject({ id: z.string().min(1).max(64) })) {}
