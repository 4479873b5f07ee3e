import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { type z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { StrategyPath } from '#strata/ledger/outcomes';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { RunOrCampaignPath } from '../http/index.js';
import { shownWatched, watchedSchema, WatchQuery } from './watch.schema.js';
import { Watching } from './watching.js';

/** How strategies and campaigns do while they run. */
@Controller('v1')
@Roles('marketer')
@Tag('outcomes')
export class WatchController {
  constructor(@Inject(Watching) private readonly watching: Watching) {}

  @Get('strategies/:id/watch')
  @Endpoint({
    summary:
      'How a strategy does now: sent, converted, cost, return and lift, to be looked at at any time, and its guardrails',
    headers: ACCEPT_LANGUAGE,
    answer: watchedSchema,
    refusals: ['UNKNOWN_STRATEGY'],
  })
  async strategy(
    @Param() { id }: StrategyPath,
    @Query() { level }: WatchQuery,
    @SpokenLanguage() language: Language,
  ): Promise<z.infer<typeof watchedSchema>> {
    return shownWatched(await this.watching.strategy(id, { level, language }));
  }

  @Get('campaigns/:id/watch')
  @Endpoint({
    summary: 'The same of a campaign, or of one of its runs',
    headers: ACCEPT_LANGUAGE,
    answer: watchedSchema,
    refusals: ['NOT_FOUND'],
  })
  async campaign(
    @Param() { id }: RunOrCampaignPath,
    @Query() { level }: WatchQuery,
    @SpokenLanguage() language: Language,
  ): Promise<z.infer<typeof watchedSchema>> {
    return shownWatched(await this.watching.campaign(id, { level, language }));
  }
}
