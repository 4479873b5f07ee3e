import {
  type ChangedVersion,
  type ModelRegistry,
  type ModelStanding,
  type ModelVersion,
  standings,
} from '#strata/models/registry';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { runningServer, type ServerCalls } from './running-server.js';
import { type Workspace } from './workspace.js';

/** What commands do with versions of models, directly in the database or through the server that owns it. */
export interface Models extends Pick<ModelRegistry, 'list' | 'version' | 'promote' | 'rollback' | 'retire'> {
  /** Every published and every trained model. */
  standings(): Promise<readonly ModelStanding[]>;
}

/** Through the server that has the embedded database open, where one runs; its log then names the key and not the user. */
export async function openModels(workspace: Workspace): Promise<Models> {
  const server = runningServer(workspace.config);
  if (server !== undefined) return new ServerModels(server);
  return localModels(await workspace.registry(), await workspace.releases());
}

function localModels(registry: ModelRegistry, releases: ReleaseStore): Models {
  return {
    list: (modelId) => registry.list(modelId),
    version: (modelId, version) => registry.version(modelId, version),
    promote: (modelId, version, why) => registry.promote(modelId, version, why),
    rollback: (modelId, why) => registry.rollback(modelId, why),
    retire: (modelId, version, why) => registry.retire(modelId, version, why),
    async standings() {
      const release = await releases.current();
      return standings(release?.documents.models ?? [], await registry.list());
    },
  };
}

class ServerModels implements Models {
  constructor(private readonly server: ServerCalls) {}

  async standings(): Promise<readonly ModelStanding[]> {
    return (await this.server.ask((api) => api.GET('/v1/model-standings'))).models;
  }

  async list(modelId?: string): Promise<readonly ModelVersion[]> {
    if (modelId === undefined) {
      const trained = (await this.standings()).filter(({ newest }) => newest !== null);
      return (await Promise.all(trained.map(({ model }) => this.list(model)))).flat();
    }
    return (await this.server.ask((api) => api.GET('/v1/models/{id}/versions', at(modelId)))).versions;
  }

  version(modelId: string, version: number): Promise<ModelVersion> {
    const params = { path: { id: modelId, version } };
    return this.server.ask((api) => api.GET('/v1/models/{id}/versions/{version}', { params }));
  }

  promote(modelId: string, version: number, why: Parameters<Models['promote']>[2]): Promise<ChangedVersion> {
    const { reason, override } = why;
    const body = { version, reason, ...(override === undefined ? {} : { override }) };
    return this.server.ask((api) => api.POST('/v1/models/{id}/promote', { ...at(modelId), body }));
  }

  rollback(modelId: string, { reason }: Parameters<Models['rollback']>[1]): Promise<ChangedVersion> {
    return this.server.ask((api) => api.POST('/v1/models/{id}/rollback', { ...at(modelId), body: { reason } }));
  }

  retire(modelId: string, version: number, { reason }: Parameters<Models['retire']>[2]): Promise<ChangedVersion> {
    return this.server.ask((api) => api.POST('/v1/models/{id}/retire', { ...at(modelId), body: { version, reason } }));
  }
}

function at(id: string) {
  return { params: { path: { id } } };
}
