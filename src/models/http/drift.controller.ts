import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Endpoint, Roles, Tag, PLAIN } from '#strata/platform/http';
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
    answer: driftSchema,
    refusals: ['NOT_FOUND', 'MODEL_NOT_TRAINED', 'BAD_USAGE'],
  })
  async drift(@Param('id', PLAIN) id: string, @Query() { version }: DriftQuery): Promise<DriftReport> {
    return await this.monitor.check(id, version === undefined ? {} : { version });
  }
}
