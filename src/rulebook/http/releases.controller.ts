import { Body, Controller, Get, Inject, type OnApplicationBootstrap, Param, Post, Query, Req } from '@nestjs/common';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, pageOf, ReasonQuery, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { type Duty, DUTY } from '#strata/platform/modules';
import { publish, type Publication, type Published, type PublishedRelease, ReleaseStore } from '../releases/index.js';
import { requestDocuments } from '../documents/index.js';
import { type AskedPlugins, type Validation, validateWithPlugins } from '../checks/index.js';
import { headOf, type ReleaseHead } from './release-head.js';
import {
  changesSchema,
  documentsSchema,
  historySchema,
  publishedSchema,
  releaseSchema,
  rolledBackSchema,
  validationSchema,
} from './answers.schema.js';
import { type LastChange, LastChanges } from './last-changes.js';
import { ChangesQuery, HistoryQuery, RollbackBody, ValidateQuery } from './request.js';
import { PLUGIN_CATALOGUE } from './tokens.js';
import { type ValidateAnswer, validateAnswer } from './validate-answer.js';

/** Publishing, looking up and rolling back releases, and checking documents without publishing them. */
@Controller('v1')
@Tag('releases', 70)
export class ReleasesController implements OnApplicationBootstrap {
  readonly #changes: LastChanges;

  constructor(
    @Inject(ReleaseStore) private readonly store: ReleaseStore,
    @Inject(PLUGIN_CATALOGUE) private readonly plugins: AskedPlugins,
    @Inject(DUTY) private readonly duty: Duty,
  ) {
    this.#changes = new LastChanges(store);
  }

  onApplicationBootstrap(): void {
    // What cannot be read now is read when somebody asks for it.
    if (this.duty.kind === 'server') this.#changes.readAhead().catch(() => undefined);
  }

  @Get('releases')
  @Roles('service', 'marketer')
  @Endpoint({ summary: 'Who published which release when, the latest first', answer: historySchema })
  async history(
    @Query() { limit, before }: HistoryQuery,
  ): Promise<{ releases: readonly Publication[]; next: number | null }> {
    const asked = before === undefined ? {} : { before };
    const { entries, next } = await pageOf(limit, (most) => this.store.history({ ...asked, limit: most }));
    return { releases: entries, next };
  }

  @Post('releases')
  @Roles('marketer')
  @Endpoint({
    summary: 'Check all documents together and publish them as one release',
    body: documentsSchema,
    answer: publishedSchema,
    refusals: ['INVALID_DOCUMENT'],
  })
  async push(
    @Body() body: unknown,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<{ release: ReleaseHead } & Omit<Published, 'release'> & Pick<Validation, 'warnings'>> {
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
  @Endpoint({
    summary: 'Make an earlier release current again',
    bodyExample: { steps: 1 },
    answer: rolledBackSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async rollback(
    @Body() { hash, steps = 1, reason }: RollbackBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<{ release: ReleaseHead }> {
    const target = hash === undefined ? { steps } : { hash };
    const release = await this.store.rollback(target, actorOf(request), reason ?? null);
    return { release: headOf(release) };
  }

  @Get('document-changes')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'When each document of a kind was changed last, by whom and why, among the last 100 publications',
    answer: changesSchema,
  })
  async changes(@Query() { collection }: ChangesQuery): Promise<{ readonly changes: readonly LastChange[] }> {
    return { changes: await this.#changes.of(collection) };
  }

  @Get('releases/:hash')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'A release with its documents, by its hash or the beginning of it',
    answer: releaseSchema,
    refusals: ['NOT_FOUND', 'BAD_REQUEST'],
  })
  async find(@Param('hash') hash: string): Promise<PublishedRelease> {
    return this.store.get(hash);
  }

  @Post('validate')
  @Roles('marketer')
  @Endpoint({
    summary: 'Check all documents together without publishing them, and tell one of them in sentences',
    headers: ACCEPT_LANGUAGE,
    body: documentsSchema,
    answer: validationSchema,
    refusals: ['NOT_FOUND', 'BAD_REQUEST'],
  })
  async validate(
    @Body() body: unknown,
    @Query() { explain }: ValidateQuery,
    @SpokenLanguage() language: Language,
  ): Promise<ValidateAnswer> {
    const events = await this.store.storedEvents();
    return validateAnswer(await validateWithPlugins(requestDocuments(body), this.plugins, events), explain, language);
  }
}
