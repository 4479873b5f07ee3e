import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { recordSchema } from '#strata/models/http';
import { type ModelRecord, modelRecord } from '#strata/models/proof/stages';
import { ToldEvidence } from '#strata/models/proof/told';
import { ModelRegistry } from '#strata/models/registry';
import { ACCEPT_LANGUAGE, Endpoint, PLAIN, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
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
    @Inject(ToldEvidence) private readonly told: ToldEvidence,
    @Inject(Shadows) private readonly shadows: Shadows,
  ) {}

  @Get(':id/stages')
  @Endpoint({
    summary:
      'Every version through the three stages: what each said, what is lacking, who let which one decide, and what its shadows showed',
    headers: ACCEPT_LANGUAGE,
    answer: recordSchema.extend({
      shadows: z.array(shadowReportSchema).readonly().describe('Of its versions, the latest first.'),
    }),
    refusals: ['MODEL_NOT_TRAINED'],
  })
  async stages(
    @Param('id', PLAIN) id: string,
    @SpokenLanguage() language: Language,
  ): Promise<ModelRecord & { shadows: readonly ShadowReport[] }> {
    const { registry, told } = this;
    const known = {
      list: (model?: string) => registry.list(model),
      promotions: (model: string) => registry.promotions(model),
      evidence: (model: string, version: number) => told.evidence(model, version, language),
    };
    const record = await modelRecord(known, id, language);
    return { ...record, shadows: await this.shadows.reports(id, Date.now()) };
  }
}
