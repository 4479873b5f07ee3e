import { Body, Controller, Delete, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { type Language } from '#strata/kernel/texts';
import {
  ACCEPT_LANGUAGE,
  FOLLOWED,
  Endpoint,
  pageOf,
  ReasonQuery,
  Roles,
  sendStates,
  SpokenLanguage,
  Tag,
} from '#strata/platform/http';
import { jobIn } from '#strata/platform/job-routes';
import { ResultsQuery, resultsPeriod } from '#strata/ledger/outcomes';
import { Campaigns } from '../service/index.js';
import { type CampaignResults } from '../results/index.js';
import { type CampaignRun, isAtRest } from '../runs/index.js';
import { campaignResultsSchema, runSchema, runsSchema } from './answers.schema.js';
import { AudienceQuery, CampaignRunsQuery, RunOrCampaignPath, RunPath, StartBody } from './request.js';

/** A page of runs. */
interface CampaignRunPage {
  readonly runs: readonly CampaignRun[];
  /** The cursor of the next page; null where this is the last. */
  readonly next: string | null;
}

/** Runs of campaigns: started, followed, stopped, taken up again, downloaded and read. */
@Controller('v1/campaigns')
@Roles('marketer')
@Tag('campaigns', 85)
export class CampaignsController {
  constructor(@Inject(Campaigns) private readonly campaigns: Campaigns) {}

  @Post()
  @Endpoint({
    summary: 'Run a campaign as a job; answered with 202 and the run',
    bodyExample: { campaign: 'november-win-back', dryRun: true },
    status: 202,
    answer: runSchema,
    refusals: ['NOT_FOUND', 'CONFLICT', 'STRATEGY_STOPPED', 'INVALID_DOCUMENT', 'BAD_FILE'],
  })
  async start(
    @Body() body: StartBody,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CampaignRun> {
    const run = await this.campaigns.start(body, actorOf(request));
    reply.header('location', `/v1/campaigns/${run.id}`);
    return run;
  }

  @Get()
  @Endpoint({ summary: 'Runs of campaigns, the latest first', headers: ACCEPT_LANGUAGE, answer: runsSchema })
  async list(
    @Query() { campaign, cursor, limit }: CampaignRunsQuery,
    @SpokenLanguage() language: Language,
  ): Promise<CampaignRunPage> {
    const asked = {
      ...(campaign === undefined ? {} : { campaign }),
      ...(cursor === undefined ? {} : { before: cursor }),
    };
    const { entries, next } = await pageOf(limit, (most) => this.campaigns.runs.list({ ...asked, limit: most }));
    return { runs: entries.map((run) => jobIn(language, run)), next };
  }

  @Get(':id')
  @Endpoint({
    summary: 'A run and how far it is',
    headers: ACCEPT_LANGUAGE,
    answer: runSchema,
    refusals: ['NOT_FOUND'],
  })
  async find(@Param() { id }: RunPath, @SpokenLanguage() language: Language): Promise<CampaignRun> {
    return await this.campaigns.told(id, language);
  }

  @Get(':id/events')
  @Endpoint({
    summary: 'Server-sent events: the run as it is, then after every change, until it is at rest',
    ...FOLLOWED,
    headers: { ...FOLLOWED.headers, ...ACCEPT_LANGUAGE },
    refusals: ['NOT_FOUND'],
  })
  async events(
    @Param() { id }: RunPath,
    @SpokenLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const run = {
      find: () => this.campaigns.told(id, language),
      isOver: (state: CampaignRun) => isAtRest(state) && !state.stopping,
    };
    await sendStates(run, { request, reply });
  }

  @Get(':id/audience')
  @Endpoint({
    summary: 'The list of a run, as a file: user, offer, arm, expected values; who is held out is marked',
    answer: { mediaType: 'application/octet-stream' },
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async audience(@Param() { id }: RunPath, @Query() query: AudienceQuery, @Res() reply: FastifyReply): Promise<void> {
    const { name, size, open } = await this.campaigns.audience(id, query);
    await reply
      .header('content-disposition', attachmentCalled(name))
      .header('content-length', size)
      .type('application/octet-stream')
      .send(open());
  }

  @Get(':id/results')
  @Endpoint({
    summary: 'What a run, or all runs of a campaign, brought: by arm, offer and day, against the hold-out',
    headers: ACCEPT_LANGUAGE,
    answer: campaignResultsSchema,
    refusals: ['NOT_FOUND'],
  })
  async results(
    @Param() { id }: RunOrCampaignPath,
    @Query() query: ResultsQuery,
    @SpokenLanguage() language: Language,
  ): Promise<CampaignResults> {
    return await this.campaigns.results(id, { ...resultsPeriod(query), language });
  }

  @Post(':id/pause')
  @Endpoint({
    summary: 'Stop a run and keep what it has done',
    answer: runSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async pause(
    @Param() { id }: RunPath,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<CampaignRun> {
    return await this.campaigns.runs.pause(id, actorOf(request), reason);
  }

  @Post(':id/resume')
  @Endpoint({
    summary: 'Take a paused or failed run up again where it was stopped',
    status: 202,
    answer: runSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async resume(
    @Param() { id }: RunPath,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<CampaignRun> {
    return await this.campaigns.runs.resume(id, actorOf(request), reason);
  }

  @Delete(':id')
  @Endpoint({
    summary: 'Cancel a run whose list is not ready; what it has written down is taken back',
    answer: runSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async cancel(
    @Param() { id }: RunPath,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<CampaignRun> {
    return await this.campaigns.cancel(id, actorOf(request), reason);
  }
}

/** That a browser saves it, under a name of any script (RFC 6266). */
function attachmentCalled(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]+/g, '_');
  const coded = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`;
}
