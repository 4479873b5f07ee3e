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
    return (await this.server.call<{ models: readonly ModelStanding[] }>('GET', 'model-standings')).models;
  }

  async list(modelId?: string): Promise<readonly ModelVersion[]> {
    if (modelId === undefined) {
      const trained = (await this.standings()).filter(({ newest }) => newest !== null);
      return (await Promise.all(trained.map(({ model }) => this.list(model)))).flat();
    }
    const path = `models/${encodeURIComponent(modelId)}/versions`;
    return (await this.server.call<{ versions: readonly ModelVersion[] }>('GET', path)).versions;
  }

  version(modelId: string, version: number): Promise<ModelVersion> {
    return this.server.call('GET', `models/${encodeURIComponent(modelId)}/versions/${String(version)}`);
  }

  promote(modelId: string, version: number, why: Parameters<Models['promote']>[2]): Promise<ChangedVersion> {
    const { reason, override } = why;
    return this.#change(modelId, 'promote', { version, reason, ...(override === undefined ? {} : { override }) });
  }

  rollback(modelId: string, { reason }: Parameters<Models['rollback']>[1]): Promise<ChangedVersion> {
    return this.#change(modelId, 'rollback', { reason });
  }

  retire(modelId: string, version: number, { reason }: Parameters<Models['retire']>[2]): Promise<ChangedVersion> {
    return this.#change(modelId, 'retire', { version, reason });
  }

  #change(modelId: string, action: string, body: object): Promise<ChangedVersion> {
    return this.server.call('POST', `models/${encodeURIComponent(modelId)}/${action}`, body);
  }
}
