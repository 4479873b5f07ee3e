import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { freshDatabase } from './database.js';

/** What training and judging models needs: a folder for data, a registry in a fresh embedded database, the plugins. */
export interface ModelParts {
  readonly folder: string;
  readonly database: Database;
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
  close(): Promise<void>;
}

export async function openModelParts(): Promise<ModelParts> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-models-'));
  const database = await freshDatabase('pglite');
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  return {
    folder,
    database,
    registry: new ModelRegistry(database),
    host,
    async close() {
      await host.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
