import { Controller, Get, Inject, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { DATABASE, type Database } from '#strata/platform/database';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { eventNameSchema } from '../calls/index.js';
import { type QualityReport, qualityReport } from './quality-report.js';
import { qualityReportSchema } from './quality.schema.js';

const MOST_DAYS = 366;

class QualityQuery extends createZodDto(
  z.strictObject({
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_DAYS)
      .default(7)
      .describe('Days up to the present one, 1 to 366; defaults to 7.'),
    event: eventNameSchema.optional().describe('Only events of this name.'),
  }),
) {}

/** What came in and how good it was. */
@Controller('v1/data-quality')
@Tag('data quality', 90)
export class DataQualityController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @Roles('marketer')
  @Endpoint({
    summary: 'What came in by event and day, and how often it was not what was learned',
    answer: qualityReportSchema,
  })
  report(@Query() { days, event }: QualityQuery): Promise<QualityReport> {
    return qualityReport(this.database, { days, event, now: Date.now() });
  }
}
