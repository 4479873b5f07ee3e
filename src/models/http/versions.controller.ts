import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, PLAIN, Roles, SpokenLanguage, Tag } from '#strata/platform/http';
import { ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { ToldEvidence } from '../proof/told/index.js';
import {
  type ChangedVersion,
  type ModelEvidence,
  ModelRegistry,
  type ModelStanding,
  type ModelVersion,
  type Promotion,
  standings,
} from '../registry/index.js';
import {
  changedVersionSchema,
  curvesSchema,
  promotionsSchema,
  standingsSchema,
  versionsSchema,
  versionWithReportsSchema,
} from './answers.schema.js';
import { ModelPromoted } from './model-promoted.event.js';
import { PromoteBody, RetireBody, RollBackModelBody, VersionPath } from './request.js';

/** The curves over the hold-out of a version. */
interface VersionCurves {
  readonly model: string;
  readonly version: number;
  readonly curves: Readonly<Record<string, unknown>>;
}

/** The trained versions of models: what is proven about them, and which one decides. */
@Controller('v1')
@Roles('marketer')
@Tag('models', 80)
export class VersionsController {
  constructor(
    @Inject(ModelRegistry) private readonly registry: ModelRegistry,
    @Inject(ToldEvidence) private readonly told: ToldEvidence,
    @Inject(ReleaseStore) private readonly releases: ReleaseStore,
    @Inject(EventBus) private readonly events: EventBus,
  ) {}

  @Get('model-standings')
  @Endpoint({
    summary: 'Every published and every trained model with its stage, champion and newest version',
    answer: standingsSchema,
  })
  async standings(): Promise<{ models: readonly ModelStanding[] }> {
    const [release, versions] = [await this.releases.current(), await this.registry.list()];
    return { models: standings(release?.documents.models ?? [], versions) };
  }

  @Get('models/:id/versions')
  @Endpoint({
    summary: 'The trained versions of a model, the newest first',
    headers: ACCEPT_LANGUAGE,
    answer: versionsSchema,
  })
  async versions(
    @Param('id', PLAIN) id: string,
    @SpokenLanguage() language: Language,
  ): Promise<{ versions: readonly ModelVersion[] }> {
    const versions = await this.registry.list(id);
    return { versions: versions.map((version) => this.told.version(version, language)) };
  }

  @Get('models/:id/versions/:version')
  @Endpoint({
    summary: 'A version with the reports of its evidence',
    headers: ACCEPT_LANGUAGE,
    answer: versionWithReportsSchema,
    refusals: ['NOT_FOUND'],
  })
  async version(
    @Param('id', PLAIN) id: string,
    @Param() { version }: VersionPath,
    @SpokenLanguage() language: Language,
  ): Promise<Omit<ModelVersion, 'evidence'> & { evidence: readonly ModelEvidence[] }> {
    const found = this.told.version(await this.registry.version(id, version), language);
    return { ...found, evidence: await this.told.evidence(id, found.version, language) };
  }

  @Get('models/:id/versions/:version/curves')
  @Endpoint({
    summary: 'The curves of a version over its hold-out',
    answer: curvesSchema,
    refusals: ['NOT_FOUND'],
  })
  async curvesOf(@Param('id', PLAIN) id: string, @Param() { version }: VersionPath): Promise<VersionCurves> {
    return await this.#curves(id, version);
  }

  @Get('models/:id/curves')
  @Endpoint({ summary: "The champion's curves over its hold-out", answer: curvesSchema, refusals: ['NOT_FOUND'] })
  async curves(@Param('id', PLAIN) id: string): Promise<VersionCurves> {
    return await this.#curves(id, (await this.#champion(id)).version);
  }

  @Get('models/:id/promotions')
  @Endpoint({
    summary: 'Who made which version champion, rolled back or retired when and why; the latest first',
    answer: promotionsSchema,
  })
  async promotions(@Param('id', PLAIN) id: string): Promise<{ promotions: readonly Promotion[] }> {
    return { promotions: await this.registry.promotions(id) };
  }

  @Post('models/:id/promote')
  @Endpoint({
    summary: 'Make a version the champion, which scores for decisions; the one before retires',
    bodyExample: { reason: 'better on October', version: 3 },
    answer: changedVersionSchema,
    refusals: ['NOT_FOUND', 'STAGE_MISSING', 'MODEL_NOT_TRAINED'],
  })
  async promote(
    @Param('id', PLAIN) id: string,
    @Body() { version, reason, override }: PromoteBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<ChangedVersion> {
    if (override !== undefined && request.principal?.role !== 'admin') {
      throw new StrataError('FORBIDDEN', 'Only an administrator may promote a version whose evidence is missing.');
    }
    const number = version ?? (await this.#newest(id)).version;
    const why = { by: actorOf(request), reason, ...(override === undefined ? {} : { override }) };
    return this.#told(await this.registry.promote(id, number, why));
  }

  @Post('models/:id/rollback')
  @Endpoint({
    summary: 'Make the champion before the present one champion again',
    bodyExample: { reason: 'better on October' },
    answer: changedVersionSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async rollback(
    @Param('id', PLAIN) id: string,
    @Body() { reason }: RollBackModelBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<ChangedVersion> {
    return this.#told(await this.registry.rollback(id, { by: actorOf(request), reason }));
  }

  @Post('models/:id/retire')
  @Endpoint({
    summary: 'Take a version out of the race; without a champion rules decide',
    bodyExample: { reason: 'better on October' },
    answer: changedVersionSchema,
    refusals: ['NOT_FOUND'],
  })
  async retire(
    @Param('id', PLAIN) id: string,
    @Body() { version, reason }: RetireBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<ChangedVersion> {
    const number = version ?? (await this.#champion(id)).version;
    return this.#told(await this.registry.retire(id, number, { by: actorOf(request), reason }));
  }

  /** Tells whoever works with champions. */
  #told(changed: ChangedVersion): ChangedVersion {
    if (changed.changed) this.events.publish(new ModelPromoted(changed.modelId));
    return changed;
  }

  async #curves(model: string, version: number): Promise<VersionCurves> {
    const curves = await this.registry.curves(model, version);
    if (curves !== null) return { model, version, curves };
    throw new StrataError('NOT_FOUND', `No curves were stored with version ${String(version)} of "${model}".`);
  }

  async #champion(id: string): Promise<ModelVersion> {
    const champion = await this.registry.champion(id);
    if (champion !== null) return champion;
    throw new StrataError('NOT_FOUND', `The model "${id.slice(0, 100)}" has no champion.`);
  }

  async #newest(id: string): Promise<ModelVersion> {
    const [newest] = await this.registry.list(id);
    if (newest !== undefined) return newest;
    throw new StrataError('MODEL_NOT_TRAINED', `The model "${id.slice(0, 100)}" has no trained version.`);
  }
}
