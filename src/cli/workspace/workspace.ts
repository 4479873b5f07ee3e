import { type ModelRegistry } from '#strata/models/registry';
import { type Config, loadConfig } from '#strata/platform/config';
import { type Database } from '#strata/platform/database';
import { type PluginHost, type PluginHostOptions } from '#strata/plugin-host';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { type Releases, serverReleases } from './server-releases.js';

/** What commands work with. Everything is opened when it is first asked for and closed together. */
export interface Workspace {
  readonly config: Config;
  /**
   * Through the running server that owns the embedded database, where there is one.
   *
   * @throws StrataError HOME_LOCKED where another command owns it
   */
  database(): Promise<Database>;
  /** @param use only the first one counts */
  host(use?: Pick<PluginHostOptions, 'validatesSoon'>): Promise<PluginHost>;
  releases(): Promise<ReleaseStore>;
  /** The same through the server that owns the embedded database, where one runs. */
  publishedReleases(): Promise<Releases>;
  registry(): Promise<ModelRegistry>;
  /** Closes what was opened, the last opened first. */
  close(): Promise<void>;
}

/** Runs `work` with a workspace and closes it, whatever happens. */
export async function withWorkspace<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = openWorkspace();
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

/** @throws StrataError BAD_CONFIGURATION */
export function openWorkspace(config: Config = loadConfig()): Workspace {
  const opened: Promise<{ close(): Promise<void> }>[] = [];
  const keep = <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    opened.unshift(opening);
    return opening;
  };
  // Loaded where they are asked for: commands use few of them.
  const database = once(async () => {
    const { openDatabase } = await import('#strata/platform/database');
    return keep(openDatabase(config, { guest: true }));
  });
  const host = once(async (use: Pick<PluginHostOptions, 'validatesSoon'> = {}) => {
    const { configuredHost, openPluginHost } = await import('#strata/plugin-host');
    return keep(openPluginHost({ ...configuredHost(config), ...use }));
  });
  const releases = once(async () => {
    const { ReleaseStore } = await import('#strata/rulebook/releases');
    return new ReleaseStore(await database());
  });
  return {
    config,
    database,
    host,
    releases,
    publishedReleases: once(async () => serverReleases(config) ?? (await releases())),
    registry: once(async () => {
      const { ModelRegistry } = await import('#strata/models/registry');
      return new ModelRegistry(await database());
    }),
    async close() {
      // What did not open has told so to whoever asked for it.
      for (const part of opened.splice(0)) await (await part.catch(() => undefined))?.close();
    },
  };
}

function once<A extends readonly unknown[], T>(open: (...use: A) => Promise<T>): (...use: A) => Promise<T> {
  let result: Promise<T> | undefined;
  return (...use) => (result ??= open(...use));
}
