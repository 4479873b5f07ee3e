import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Roles } from '#strata/platform/http';
import { publish, type Publication, type Published, type PublishedRelease, ReleaseStore } from '../releases/index.js';
import { requestDocuments } from '../documents/index.js';
import { type AskedPlugins, type Validation, validateWithPlugins } from '../checks/index.js';
import { headOf, type ReleaseHead } from './release-head.js';
import { historyQuery, parseRequest, pushQuery, rollbackBody } from './request.js';
import { PLUGIN_CATALOGUE } from './tokens.js';

/** Publishing, looking up and rolling back releases, and checking documents without publishing them. */
@Controller('v1')
export class ReleasesController {
  constructor(
    @Inject(ReleaseStore) private readonly store: ReleaseStore,
    @Inject(PLUGIN_CATALOGUE) private readonly plugins: AskedPlugins,
  ) {}

  @Get('releases')
  @Roles('service', 'marketer')
  async history(@Query() query: unknown): Promise<{ releases: readonly Publication[]; next: number | null }> {
    const { limit, before } = parseRequest(historyQuery, query);
    const found = await this.store.history({ limit: limit + 1, ...(before === undefined ? {} : { before }) });
    const releases = found.slice(0, limit);
    return { releases, next: found.length > limit ? (releases.at(-1)?.id ?? null) : null };
  }

  @Post('releases')
  @Roles('marketer')
  @HttpCode(200)
  async push(
    @Body() body: unknown,
    @Query() query: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<{ release: ReleaseHead } & Omit<Published, 'release'> & Pick<Validation, 'warnings'>> {
    const { reason } = parseRequest(pushQuery, query);
    const by = actorOf(request);
    const { release, changed, warnings } = await publish(this.store, requestDocuments(body), {
      plugins: this.plugins,
      by,
      reason: reason ?? null,
    });
    return { release: headOf(release), changed, warnings };
  }

  @Post('releases/rollback')
  @Roles('marketer')
  @HttpCode(200)
  async rollback(@Body() body: unknown, @Req() request: AuthenticatedRequest): Promise<{ release: ReleaseHead }> {
    const { hash, steps = 1, reason = null } = parseRequest(rollbackBody, body ?? {});
    const target = hash === undefined ? { steps } : { hash };
    const release = await this.store.rollback(target, actorOf(request), reason);
    return { release: headOf(release) };
  }

  @Get('releases/:hash')
  @Roles('service', 'marketer')
  async find(@Param('hash') hash: string): Promise<PublishedRelease> {
    return this.store.get(hash);
  }

  @Post('validate')
  @Roles('marketer')
  @HttpCode(200)
  async validate(@Body() body: unknown): Promise<{ valid: boolean } & Pick<Validation, 'problems' | 'warnings'>> {
    const { documents, problems, warnings } = await validateWithPlugins(
      requestDocuments(body),
      this.plugins,
      await this.store.storedEvents(),
    );
    return { valid: documents !== null, problems, warnings };
  }
}
