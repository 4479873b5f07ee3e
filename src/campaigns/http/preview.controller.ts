import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag, whileConnected } from '#strata/platform/http';
import { type CampaignPreview } from '../preview/index.js';
import { CampaignPreviews } from '../service/index.js';
import { CampaignPreviewBody, campaignPreviewSchema } from './preview.schema.js';

/** Campaigns before they run. */
@Controller('v1/campaigns')
@Roles('marketer')
@Tag('campaigns')
export class CampaignPreviewController {
  constructor(@Inject(CampaignPreviews) private readonly previews: CampaignPreviews) {}

  @Post('preview')
  @Endpoint({
    summary:
      'Whom a campaign would reach: who is left after each step, with people of each, and nothing is written down',
    headers: ACCEPT_LANGUAGE,
    bodyExample: { campaign: 'november-win-back', sample: 20_000 },
    answer: campaignPreviewSchema,
    refusals: ['NOT_FOUND', 'INVALID_DOCUMENT', 'BAD_FILE', 'BAD_COLUMN', 'CANCELLED'],
  })
  preview(
    @Body() body: CampaignPreviewBody,
    @SpokenLanguage() language: Language,
    @Req() request: AuthenticatedRequest,
  ): Promise<CampaignPreview> {
    return whileConnected(request, (signal) => this.previews.preview(body, signal, language));
  }
}
