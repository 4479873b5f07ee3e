import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Language } from '#strata/kernel/texts';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { ACCEPT_LANGUAGE, Endpoint, PLAIN, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { jobsController } from '#strata/platform/job-routes';
import { ReleaseStore } from '#strata/rulebook/releases';
import { kindOf, tellVersion, tellVersions } from '../kinds/index.js';
import { reportPage } from '../report/index.js';
import { Analyses, type AnalysisRun } from '../runs/index.js';
import { type AnalysisVersion, AnalysisVersions, type AnalysisVersionWithReport } from '../versions/index.js';
import {
  analysisReportSchema,
  analysisRunSchema,
  analysisVersionSchema,
  analysisVersionsSchema,
} from './answers.schema.js';
import { RollBackAnalysisBody, RunAnalysisBody, VersionQuery } from './request.js';

/** Runs of analyses, and what they found out. */
@Controller('v1/analyses')
@Roles('marketer')
@Tag('analyses', 84)
export class AnalysesController {
  constructor(
    @Inject(Analyses) private readonly analyses: Analyses,
    @Inject(AnalysisVersions) private readonly versions: AnalysisVersions,
    @Inject(ReleaseStore) private readonly releases: ReleaseStore,
  ) {}

  @Post(':id/run')
  @Endpoint({
    summary: 'Run the published analysis as a job; answered with 202 and the run',
    bodyExample: { seed: 1 },
    status: 202,
    answer: analysisRunSchema,
    refusals: ['NOT_FOUND', 'CONFLICT', 'BAD_FILE'],
  })
  async run(
    @Param('id', PLAIN) id: string,
    @Body() { data, until, seed }: RunAnalysisBody,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnalysisRun> {
    const moment = until ?? (data === undefined ? new Date().toISOString() : null);
    const asked = { until: moment, seed, ...(data === undefined ? {} : { data }) };
    const run = await this.analyses.start(id, asked, actorOf(request));
    reply.header('location', `/v1/analyses/${encodeURIComponent(id)}/runs/${run.id}`);
    return run;
  }

  @Get(':id/versions')
  @Endpoint({
    summary: 'What the runs of an analysis found out, the latest first',
    headers: ACCEPT_LANGUAGE,
    answer: analysisVersionsSchema,
  })
  async list(
    @Param('id', PLAIN) id: string,
    @SpokenLanguage() language: Language,
  ): Promise<{ readonly versions: readonly AnalysisVersion[] }> {
    return { versions: await tellVersions(this.versions, id, language) };
  }

  @Post(':id/rollback')
  @Endpoint({
    summary: 'Put an earlier version in the place of the present one: its report, and the facts that it published',
    bodyExample: { reason: 'half of the purchases were missing' },
    answer: analysisVersionSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  rollback(
    @Param('id', PLAIN) id: string,
    @Body() { version, reason }: RollBackAnalysisBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<AnalysisVersion> {
    const asked = { reason, by: actorOf(request), ...(version === undefined ? {} : { to: version }) };
    return this.versions.rollBack(id, asked, Date.now());
  }

  @Get(':id/report')
  @Endpoint({
    summary: 'What a run of an analysis found out: the version that counts, or another one',
    headers: ACCEPT_LANGUAGE,
    answer: analysisReportSchema,
    refusals: ['NOT_FOUND'],
  })
  async report(
    @Param('id', PLAIN) id: string,
    @Query() { version }: VersionQuery,
    @SpokenLanguage() language: Language,
  ): Promise<AnalysisVersionWithReport> {
    return await tellVersion(await this.versions.find(id, version), { releases: this.releases, language });
  }

  @Get(':id/report.html')
  @Header('content-type', 'text/html; charset=utf-8')
  @Endpoint({
    summary: 'The same as one page',
    headers: ACCEPT_LANGUAGE,
    answer: { mediaType: 'text/html' },
    refusals: ['NOT_FOUND'],
  })
  async page(
    @Param('id', PLAIN) id: string,
    @Query() { version }: VersionQuery,
    @SpokenLanguage() language: Language,
  ): Promise<string> {
    const found = await this.versions.find(id, version);
    const { report, document, at } = await tellVersion(found, { releases: this.releases, language });
    const read = (await kindOf(document)).read(report, document);
    return reportPage(read, { title: document.title, at: Date.parse(at), language });
  }
}

/** The runs: listed, followed, cancelled and retried. */
export const AnalysisRunsController = jobsController({
  at: 'v1/analyses',
  path: 'runs',
  tag: 'analyses',
  one: 'a run',
  many: 'runs of an analysis',
  entry: analysisRunSchema,
  whole: analysisRunSchema,
  owner: Analyses,
});
