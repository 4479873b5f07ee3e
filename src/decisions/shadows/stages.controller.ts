import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { recordSchema } from '#strata/models/http';
import { type ModelRecord, modelRecord } from '#strata/models/proof/stages';
import { ModelRegistry } from '#strata/models/registry';
import { Endpoint, PLAIN, Roles, Tag } from '#strata/platform/http';
import { type ShadowReport } from './report/shadow-report.js';
import { shadowReportSchema } from './shadow.schema.js';
import { Shadows } from './shadows.js';

/** All that is known about whether a model is worth deciding: its stages, and what its shadows showed. */
@Controller('v1/models')
@Roles('marketer')
@Tag('models')
export class StagesController {
  constructor(
    @Inject(ModelRegistry) private readonly registry: ModelRegistry,
    @Inject(Shadows) private readonly shadows: Shadows,
  ) {}

  @Get(':id/stages')
  @Endpoint({
    summary:
      'Every version through the three stages: what each said, what is lacking, who let which one decide, and what its shadows showed',
    answer: recordSchema.extend({
      shadows: z.array(shadowReportSchema).readonly().describe('Of its versions, the latest first.'),
    }),
    refusals: ['MODEL_NOT_TRAINED'],
  })
  async stages(@Param('id', PLAIN) id: string): Promise<ModelRecord & { shadows: readonly ShadowReport[] }> {
    const record = await modelRecord(this.registry, id);
    return { ...record, shadows: await this.shadows.reports(id, Date.now()) };
  }
}
