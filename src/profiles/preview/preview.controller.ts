import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag, whileConnected } from '#strata/platform/http';
import { ReleaseStore } from '#strata/rulebook/releases';
import { previewSegment } from './preview.js';
import { PREVIEW_EXAMPLE, PreviewBody, previewSchema } from './preview.schema.js';
import { type SegmentPreview } from './segment-preview.js';

/** Previews of conditions that are not saved. */
@Controller('v1/segments')
@Tag('documents')
export class PreviewController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ReleaseStore) private readonly store: ReleaseStore,
  ) {}

  @Post('preview')
  @Roles('marketer')
  @Endpoint({
    summary: 'How many people a condition reaches, how many are left after each of its parts, and five of them',
    headers: ACCEPT_LANGUAGE,
    bodyExample: PREVIEW_EXAMPLE,
    answer: previewSchema,
    refusals: ['INVALID_DOCUMENT', 'CANCELLED'],
  })
  preview(
    @Body() { condition }: PreviewBody,
    @SpokenLanguage() language: Language,
    @Req() request: AuthenticatedRequest,
  ): Promise<SegmentPreview> {
    return whileConnected(request, async (signal) => {
      const release = await this.store.published();
      return previewSegment(this.database, { condition, release, now: Date.now(), signal, language });
    });
  }
}
