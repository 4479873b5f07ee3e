import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, PLAIN, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { DriftMonitor, type DriftReport } from '../proof/drift/index.js';
import { driftSchema } from './answers.schema.js';
import { DriftQuery } from './request.js';

/** How far the people whom a model scores are from those it was trained on. */
@Controller('v1/models')
@Roles('marketer')
@Tag('models')
export class DriftController {
  constructor(@Inject(DriftMonitor) private readonly monitor: DriftMonitor) {}

  @Get(':id/drift')
  @Endpoint({
    summary: 'How far the people of the latest decisions are from those that the champion was trained on',
    headers: ACCEPT_LANGUAGE,
    answer: driftSchema,
    refusals: ['NOT_FOUND', 'MODEL_NOT_TRAINED', 'BAD_USAGE'],
  })
  async drift(
    @Param('id', PLAIN) id: string,
    @Query() { version }: DriftQuery,
    @SpokenLanguage() language: Language,
  ): Promise<DriftReport> {
    return await this.monitor.check(id, { language, ...(version === undefined ? {} : { version }) });
  }
}
