import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { type Database } from '#strata/platform/database';
import { Roles, whileConnected } from '#strata/platform/http';
import { ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { parse } from '../calls/index.js';
import { previewBody } from './preview-endpoint.js';
import { previewSegment } from './preview.js';
import { type SegmentPreview } from './segment-preview.js';

/** The database that the people are counted in. */
export const PREVIEW_DATABASE = Symbol('PREVIEW_DATABASE');

/** Previews of conditions that are not saved. */
@Controller('v1/segments')
export class PreviewController {
  constructor(
    @Inject(PREVIEW_DATABASE) private readonly database: Database,
    @Inject(ReleaseStore) private readonly store: ReleaseStore,
  ) {}

  @Post('preview')
  @Roles('marketer')
  @HttpCode(200)
  preview(@Body() body: unknown, @Req() request: AuthenticatedRequest): Promise<SegmentPreview> {
    const { condition } = parse(previewBody, body);
    return whileConnected(request, async (signal) => {
      const release = await this.store.current();
      if (release === null) throw new StrataError('UNAVAILABLE', 'No release was published yet.');
      return previewSegment(this.database, { condition, release, now: Date.now(), signal });
    });
  }
}
