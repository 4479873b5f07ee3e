import { nearestName, StrataError } from '../sdk/index.js';
import { readArtefact } from './artefact.js';
import {
  type AdmittedPlugin,
  type ParsedOptions,
  type PluginHost,
  type PluginHostOptions,
  type Scorer,
  type TrainedModel,
  type TrainRequest,
} from './contracts.js';
import { findPluginFolders, readManifest } from './discovery.js';
import { GuardedScorer } from './guarded-scorer.js';
import { ServingThread } from './serving-thread.js';
import { type Log } from './threads.js';
import { trainInThread } from './training.js';
import { type BasePlugin } from './worker/bases.js';
import { Workshop } from './workshop.js';

const SCORE_TIME_LIMIT_MS = 1000;
const LOAD_TIME_LIMIT_MS = 10_000;

/**
 * Finds and admits all plugins. A failed check stops the start: throws the check's code (`PLUGIN_…`) and names the
 * folder.
 */
export async function openPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const log: Log = options.log ?? (() => undefined);
  const workshop = new Workshop(options.loadTimeLimitMs ?? LOAD_TIME_LIMIT_MS, log);
  try {
    return new AdmittingHost(await admitAll(options, workshop), workshop, options, log);
  } catch (error) {
    await workshop.close();
    throw error;
  }
}

async function admitAll(options: PluginHostOptions, workshop: Workshop): Promise<Map<string, AdmittedPlugin>> {
  const plugins = new Map<string, AdmittedPlugin>();
  for (const found of await findPluginFolders(options.directories, options.folders ?? [])) {
    const { folder, manifest } = await readManifest(found, plugins);
    const { id, main } = manifest;
    const admission = await workshop.admit({ id, folder, main }).catch((error: unknown) => {
      if (!(error instanceof StrataError)) throw error;
      const problems = error.problems.length > 0 ? error.problems : [{ file: folder, message: error.message }];
      throw new StrataError(error.code, `The plugin in ${folder} was not admitted.`, { problems });
    });
    plugins.set(id, Object.freeze({ id, folder, manifest, ...admission }));
  }
  return plugins;
}

class AdmittingHost implements PluginHost {
  /** Those that were not closed yet. */
  readonly #scorers = new Set<Scorer>();
  readonly #closing = new AbortController();

  constructor(
    readonly plugins: ReadonlyMap<string, AdmittedPlugin>,
    private readonly workshop: Workshop,
    private readonly options: PluginHostOptions,
    private readonly log: Log,
  ) {}

  parseOptions(pluginId: string, options: unknown): ParsedOptions {
    return this.workshop.parseOptions(this.#plugin(pluginId).id, options);
  }

  async train(request: TrainRequest): Promise<TrainedModel> {
    const { signal } = this.#closing;
    const both = request.signal === undefined ? signal : AbortSignal.any([signal, request.signal]);
    return trainInThread(this.#plugin(request.plugin), this.#bases(), { ...request, signal: both }, this.log);
  }

  async load(bytes: Uint8Array): Promise<Scorer> {
    const { header } = readArtefact(bytes);
    const { id, folder, manifest } = this.#plugin(header.plugin);
    const code = { id, folder, main: manifest.main };
    const bases = this.#bases();
    const loadLimit = this.options.loadTimeLimitMs ?? LOAD_TIME_LIMIT_MS;
    const scorer = new GuardedScorer(
      header,
      () => new ServingThread({ plugin: code, bases, bytes }, loadLimit, this.log),
      this.options.scoreTimeLimitMs ?? SCORE_TIME_LIMIT_MS,
      () => this.#scorers.delete(scorer),
    );
    this.#scorers.add(scorer);
    try {
      await scorer.ready;
    } catch (error) {
      await scorer.close();
      throw error;
    }
    return scorer;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#scorers].map((scorer) => scorer.close()));
    await this.workshop.close();
  }

  /** Every admitted plugin may be the base of another. */
  #bases(): BasePlugin[] {
    return [...this.plugins.values()].map(({ id, folder, manifest: { main, version, tasks } }) => ({
      id,
      folder,
      main,
      version,
      tasks,
    }));
  }

  #plugin(id: string): AdmittedPlugin {
    const plugin = this.plugins.get(id);
    if (plugin !== undefined) return plugin;
    const nearest = nearestName(id, this.plugins.keys());
    throw new StrataError('PLUGIN_UNKNOWN', `There is no plugin "${id}".`, {
      problems: [
        {
          message: `There is no plugin "${id}".`,
          expected: [...this.plugins.keys()].join(', '),
          ...(nearest === undefined ? {} : { nearest }),
        },
      ],
    });
  }
}
