import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { DATABASE, type Database } from '#strata/platform/database';
import { Endpoint, Roles, Tag, whileConnected } from '#strata/platform/http';
import { ReleaseStore } from '#strata/rulebook/releases';
import { factValues, type FrequentValues } from './fact-values.js';

const MOST = 100;

class ValuesQuery extends createZodDto(
  z.strictObject({
    search: z
      .string()
      .max(200)
      .regex(/^\P{C}*$/u, { error: 'text without control characters' })
      .default('')
      .describe('Only values with this text in them, whatever its case.'),
    limit: z.coerce.number().int().min(1).max(MOST).default(20).describe('Values, 1 to 100; defaults to 20.'),
  }),
) {}

const valuesSchema = z.strictObject({
  fact: z.string(),
  examined: z.int().min(0).describe('How many people were looked at: everybody, or a sample.'),
  values: z
    .array(z.strictObject({ value: z.string(), count: z.int().min(1).describe('Of the people looked at.') }))
    .describe('The most frequent first; of a list, its items.'),
});

/** The values that facts have among the stored people. */
@Controller('v1/facts')
@Tag('documents')
export class FactValuesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ReleaseStore) private readonly store: ReleaseStore,
  ) {}

  @Get(':name/values')
  @Roles('marketer')
  @Endpoint({
    summary:
      'The most frequent values of a text or list fact among the stored people; none of sensitive and personal ones',
    answer: valuesSchema,
    refusals: ['NOT_FOUND', 'INVALID_REQUEST', 'CANCELLED'],
  })
  values(
    @Param('name') fact: string,
    @Query() { search, limit }: ValuesQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<FrequentValues> {
    return whileConnected(request, async (signal) => {
      const { documents } = await this.store.published();
      return factValues(this.database, { fact, documents, search, limit, now: Date.now(), signal });
    });
  }
}
