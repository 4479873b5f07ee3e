import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { type Database } from '#strata/platform/database';
import { Roles } from '#strata/platform/http';
import { parse, eventNameSchema } from '../calls/index.js';
import { type QualityReport, qualityReport } from './quality-report.js';

/** The database that the report is read from. */
export const QUALITY_DATABASE = Symbol('QUALITY_DATABASE');

const MOST_DAYS = 366;

/** The query of `GET /v1/data-quality`. */
export const qualityQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(7),
  event: eventNameSchema.optional(),
});

/** What came in and how good it was. */
@Controller('v1/data-quality')
export class DataQualityController {
  constructor(@Inject(QUALITY_DATABASE) private readonly database: Database) {}

  @Get()
  @Roles('marketer')
  report(@Query() query: unknown): Promise<QualityReport> {
    return qualityReport(this.database, { ...parse(qualityQuery, query), now: Date.now() });
  }
}
