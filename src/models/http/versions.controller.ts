import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Roles } from '#strata/platform/http';
import { parseRequest } from '#strata/rulebook/http';
import { ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import {
  ModelRegistry,
  type ChangedVersion,
  type Evidence,
  type ModelVersion,
  type Promotion,
  type ModelStanding,
  standings,
} from '../registry/index.js';
import { PLAIN, promoteBody, retireBody, rollBackBody, versionParameter } from './request.js';

/** The curves over the hold-out of a version. */
interface VersionCurves {
  readonly model: string;
  readonly version: number;
  readonly curves: Readonly<Record<string, unknown>>;
}

/** The trained versions of models: what is proven about them, and which one decides. */
@Controller('v1')
@Roles('marketer')
export class VersionsController {
  constructor(
    @Inject(ModelRegistry) private readonly registry: ModelRegistry,
    @Inject(ReleaseStore) private readonly releases: ReleaseStore,
  ) {}

  @Get('model-standings')
  async standings(): Promise<{ models: readonly ModelStanding[] }> {
    const [release, versions] = [await this.releases.current(), await this.registry.list()];
    return { models: standings(release?.documents.models ?? [], versions) };
  }

  @Get('models/:id/versions')
  async versions(@Param('id', PLAIN) id: string): Promise<{ versions: readonly ModelVersion[] }> {
    return { versions: await this.registry.list(id) };
  }

  @Get('models/:id/versions/:version')
  async version(
    @Param('id', PLAIN) id: string,
    @Param('version') version: string,
  ): Promise<Omit<ModelVersion, 'evidence'> & { evidence: readonly Evidence[] }> {
    const found = await this.registry.version(id, parseVersion(version));
    return { ...found, evidence: await this.registry.evidence(id, found.version) };
  }

  @Get('models/:id/versions/:version/curves')
  async curvesOf(@Param('id', PLAIN) id: string, @Param('version') version: string): Promise<VersionCurves> {
    return await this.#curves(id, parseVersion(version));
  }

  @Get('models/:id/curves')
  async curves(@Param('id', PLAIN) id: string): Promise<VersionCurves> {
    return await this.#curves(id, (await this.#champion(id)).version);
  }

  @Get('models/:id/promotions')
  async promotions(@Param('id', PLAIN) id: string): Promise<{ promotions: readonly Promotion[] }> {
    return { promotions: await this.registry.promotions(id) };
  }

  @Post('models/:id/promote')
  @HttpCode(200)
  async promote(
    @Param('id', PLAIN) id: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<ChangedVersion> {
    const { version, reason, override } = parseRequest(promoteBody, body);
    if (override !== undefined && request.principal?.role !== 'admin') {
      throw new StrataError('FORBIDDEN', 'Only an administrator may promote a version whose evidence is missing.');
    }
    const number = version ?? (await this.#newest(id)).version;
    const why = { by: actorOf(request), reason, ...(override === undefined ? {} : { override }) };
    return await this.registry.promote(id, number, why);
  }

  @Post('models/:id/rollback')
  @HttpCode(200)
  async rollback(
    @Param('id', PLAIN) id: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<ChangedVersion> {
    const { reason } = parseRequest(rollBackBody, body);
    return await this.registry.rollback(id, { by: actorOf(request), reason });
  }

  @Post('models/:id/retire')
  @HttpCode(200)
  async retire(
    @Param('id', PLAIN) id: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<ChangedVersion> {
    const { version, reason } = parseRequest(retireBody, body);
    const number = version ?? (await this.#champion(id)).version;
    return await this.registry.retire(id, number, { by: actorOf(request), reason });
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

/** @throws StrataError INVALID_REQUEST */
function parseVersion(text: string): number {
  return parseRequest(versionParameter, text);
}
