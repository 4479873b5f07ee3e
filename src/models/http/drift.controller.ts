import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Roles } from '../../platform/index.js';
import { parseRequest } from '../../rulebook/index.js';
import { DriftMonitor } from '../drift/drift-monitor.js';
import { type DriftReport } from '../drift/drift-report.js';
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
