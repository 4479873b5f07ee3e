import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Roles } from '#strata/platform/http';
import { parseRequest } from '#strata/rulebook/http';
import { DriftMonitor, type DriftReport } from '../proof/drift/index.js';
import { driftQuery, PLAIN } from './request.js';

/** How far the people whom a model scores are from those it was trained on. */
@Controller('v1/models')
@Roles('marketer')
export class DriftController {
  constructor(@Inject(DriftMonitor) private readonly monitor: DriftMonitor) {}

  @Get(':id/drift')
  async drift(@Param('id', PLAIN) id: string, @Query() query: unknown): Promise<DriftReport> {
    const { version } = parseRequest(driftQuery, query);
    return await this.monitor.check(id, version === undefined ? {} : { version });
  }
}
