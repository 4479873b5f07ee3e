import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { PLUGIN_HOST } from '#strata/plugin-host';
import { type AskedPlugins, documentsOrThrow, validateWithPlugins } from '#strata/rulebook/checks';
import { requestDocuments } from '#strata/rulebook/documents';
import { type ShadowCandidate, type ShadowStanding } from './report/shadow.js';
import { type ShadowReport } from './report/shadow-report.js';
import { ShadowPath, shadowReportSchema, ShadowsQuery, standingSchema, standingsSchema, StartShadowBody } from './shadow.schema.js'; // prettier-ignore
import { Shadows } from './shadows.js';

/** Unpublished releases and challenger models that ride along with decisions. */
@Controller('v1/shadows')
@Roles('marketer')
@Tag('decisions')
export class ShadowsController {
  constructor(
    @Inject(Shadows) private readonly shadows: Shadows,
    @Inject(PLUGIN_HOST) private readonly plugins: AskedPlugins,
  ) {}

  @Post()
  @HttpCode(200)
  @Endpoint({
    summary: 'Let an unpublished release or a version of a model decide the same requests, without acting',
    bodyExample: { model: { id: 'coupon-conversion', version: 4 }, share: 0.5 },
    answer: standingSchema,
    refusals: ['INVALID_DOCUMENT', 'NOT_FOUND'],
  })
  async start(@Body() body: StartShadowBody, @Req() request: AuthenticatedRequest): Promise<ShadowStanding> {
    const { title, share } = body;
    const candidate = await this.#candidateOf(body);
    return await this.shadows.start({ title, share, candidate }, actorOf(request), Date.now());
  }

  @Get()
  @Endpoint({ summary: 'All shadows, the latest first', answer: standingsSchema })
  async list(@Query() { model }: ShadowsQuery): Promise<{ shadows: readonly ShadowStanding[] }> {
    return { shadows: await this.shadows.list(model) };
  }

  @Get(':id')
  @Endpoint({
    summary:
      'Who would gain and lose, cost and expected profit; of a model its calibration and AUC beside the champion',
    answer: shadowReportSchema,
    refusals: ['NOT_FOUND'],
  })
  async report(@Param() { id }: ShadowPath): Promise<ShadowReport> {
    return await this.shadows.report(id, Date.now());
  }

  @Delete(':id')
  @Endpoint({ summary: 'End a shadow; its report is kept', answer: shadowReportSchema, refusals: ['NOT_FOUND'] })
  async stop(@Param() { id }: ShadowPath, @Req() request: AuthenticatedRequest): Promise<ShadowReport> {
    return await this.shadows.stop(id, actorOf(request), Date.now());
  }

  /** @throws StrataError INVALID_DOCUMENT */
  async #candidateOf({ model, documents }: StartShadowBody): Promise<ShadowCandidate> {
    if (model !== undefined) return { kind: 'model', model: model.id, version: model.version };
    const validation = await validateWithPlugins(requestDocuments(documents), this.plugins);
    return { kind: 'release', documents: documentsOrThrow(validation) };
  }
}
