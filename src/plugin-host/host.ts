import { nearestName, type PluginKindCode, StrataError } from '#sdk';
import { type Scorer } from '#strata/scoring';
import { readArtefact } from '#strata/scoring/model';
import {
  type Admission,
  builtAdmission,
  findPluginFolders,
  type FoundPlugin,
  readManifest,
} from './admission/index.js';
import {
  type AdmittedPlugin,
  type FitRequest,
  type Fitted,
  type FittedPlugin,
  type ParsedOptions,
  type PluginHost,
  type PluginHostOptions,
  type Policy,
  type PolicyRequest,
  type Purpose,
  type TrainedModel,
  type TrainRequest,
} from './contracts.js';
import { fitInProcess, GuardedFitted } from './guarded-fitted.js';
import { GuardedPolicy } from './guarded-policy.js';
import { GuardedScorer } from './guarded-scorer.js';
import { DEFAULT_MEMORY_MB } from './process/index.js';
import { type ServingLimits, ServingProcess } from './serving-process.js';
import { trainInProcess } from './training.js';
import { type KnownPlugin, type PluginCode } from './worker/index.js';
import { Workshop } from './workshop.js';

/** Everything that limits plugin code, with nothing left open. */
type Limits = Required<PluginHostOptions>;

const USUAL = {
  folders: [],
  scoreTimeLimitMs: 1000,
  loadTimeLimitMs: 10_000,
  optionsTimeLimitMs: 5000,
  trainingMemoryMb: DEFAULT_MEMORY_MB.training,
  scoringMemoryMb: DEFAULT_MEMORY_MB.scoring,
  showOutput: false,
  validatesSoon: false,
  log: () => undefined,
};
/** Rows that the score time limit holds for. */
const ROWS_IN_LIMIT = 1000;
/** Scores that nobody waits for may take so many times as long. */
const BATCH_FACTOR = 60;

/**
 * Finds and admits all plugins. A failed check stops the start: throws the check's code (`PLUGIN_…`) and names the
 * folder.
 */
export async function openPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const limits: Limits = { ...USUAL, ...options };
  const workshop = new Workshop(
    {
      memoryMb: DEFAULT_MEMORY_MB.options,
      output: outputOf(limits),
      loadTimeMs: limits.loadTimeLimitMs,
      optionsTimeMs: limits.optionsTimeLimitMs,
    },
    limits.log,
  );
  if (limits.validatesSoon) workshop.getReady();
  try {
    return new AdmittingHost(await admitAll(options, workshop), workshop, limits);
  } catch (error) {
    workshop.close();
    throw error;
  }
}

function outputOf({ showOutput }: Limits): 'show' | 'drop' {
  return showOutput ? 'show' : 'drop';
}

async function admitAll(options: PluginHostOptions, workshop: Workshop): Promise<Map<string, AdmittedPlugin>> {
  const plugins = new Map<string, AdmittedPlugin>();
  for (const found of await findPluginFolders(options.directories, options.folders ?? [])) {
    const { folder, manifest } = await readManifest(found, plugins);
    const { id, main, kind } = manifest;
    const admission = builtAdmission(folder) ?? (await admit({ id, folder, main, kind }, workshop));
    plugins.set(id, Object.freeze({ id, folder, manifest, ...admission }));
  }
  return plugins;
}

async function admit(plugin: PluginCode, workshop: Workshop): Promise<Admission> {
  const { folder } = plugin;
  try {
    return await workshop.admit(plugin);
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    const problems = error.problems.length > 0 ? error.problems : [{ file: folder, message: error.message }];
    throw new StrataError(error.code, `The plugin in ${folder} was not admitted.`, { problems, source: error.source });
  }
}

class AdmittingHost implements PluginHost {
  /** Those that were not closed yet. */
  readonly #open = new Set<Pick<Scorer | Policy | Fitted, 'close'>>();
  readonly #closing = new AbortController();

  readonly known: readonly KnownPlugin[];

  constructor(
    readonly plugins: ReadonlyMap<string, AdmittedPlugin>,
    private readonly workshop: Workshop,
    private readonly limits: Limits,
  ) {
    this.known = [...plugins.values()].map(knownPlugin);
  }

  async parseOptions(pluginId: string, options: unknown): Promise<ParsedOptions> {
    return this.workshop.parseOptions(codeOf(this.#plugin(pluginId)), options);
  }

  async train(request: TrainRequest): Promise<TrainedModel> {
    const { signal } = this.#closing;
    const both = request.signal === undefined ? signal : AbortSignal.any([signal, request.signal]);
    return trainInProcess(
      this.#plugin(request.plugin, 'scorer'),
      this.known,
      { ...request, signal: both },
      {
        memoryMb: this.limits.trainingMemoryMb,
        output: outputOf(this.limits),
        loadTimeMs: this.limits.loadTimeLimitMs,
        scoreTimeMs: (rows) => this.#scoreTimeMs('decision', rows),
        batchTimeMs: (rows) => this.#scoreTimeMs('batch', rows),
      },
    );
  }

  async load(bytes: Uint8Array, purpose: Purpose = 'decision'): Promise<Scorer> {
    const own = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { header } = readArtefact(own);
    const { id } = this.#plugin(header.plugin, 'scorer');
    const plugins = this.known;
    const limits = this.#servingLimits();
    const scorer = new GuardedScorer(
      header,
      () => new ServingProcess(id, { role: 'serve', bytes: own, plugins }, limits),
      (rows) => this.#scoreTimeMs(purpose, rows),
      () => this.#open.delete(scorer),
    );
    return await this.#opened(scorer);
  }

  async openPolicy({ plugin, options = {}, reward, state }: PolicyRequest): Promise<Policy> {
    const code = codeOf(this.#plugin(plugin, 'policy'));
    const known = await this.#validOptions(plugin, options);
    const limits = this.#servingLimits();
    const policy = new GuardedPolicy(
      plugin,
      state,
      (learned) =>
        new ServingProcess(plugin, { role: 'policy', plugin: code, options: known, reward, state: learned }, limits),
      {
        chooseTimeMs: this.#scoreTimeMs('decision', 1),
        learnTimeMs: this.#scoreTimeMs('batch', 1),
        onClose: () => this.#open.delete(policy),
      },
    );
    return await this.#opened(policy);
  }

  async fit(request: FitRequest): Promise<FittedPlugin> {
    const { kind, plugin } = request;
    const admitted = this.#plugin(plugin, kind);
    const options = await this.#validOptions(plugin, request.options ?? {});
    const both = [this.#closing.signal, ...(request.signal === undefined ? [] : [request.signal])];
    const serving = new ServingProcess(
      plugin,
      { role: 'fitted', plugin: codeOf(admitted), plugins: this.known, options, bytes: null },
      { ...this.#servingLimits(), memoryMb: this.limits.trainingMemoryMb, progress: request.progress },
    );
    const bytes = await fitInProcess(serving, { ...request, signal: AbortSignal.any(both) });
    return { kind, plugin, pluginVersion: admitted.manifest.version, options, bytes };
  }

  async openFitted({ kind, plugin, options, bytes }: FittedPlugin): Promise<Fitted> {
    const code = codeOf(this.#plugin(plugin, kind));
    const role = { role: 'fitted', plugin: code, plugins: this.known, options, bytes } as const;
    const fitted = new GuardedFitted(
      plugin,
      () => new ServingProcess(plugin, role, this.#servingLimits()),
      this.#scoreTimeMs('batch', 1),
      () => this.#open.delete(fitted),
    );
    return await this.#opened(fitted);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#open].map((scorer) => scorer.close()));
    this.workshop.close();
  }

  /** What is open now: ready, and closed with the host. */
  async #opened<Opened extends GuardedScorer | GuardedPolicy | GuardedFitted>(opened: Opened): Promise<Opened> {
    this.#open.add(opened);
    try {
      await opened.ready;
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  /** @throws StrataError `PLUGIN_OPTIONS_INVALID` */
  async #validOptions(plugin: string, options: unknown): Promise<Readonly<Record<string, unknown>>> {
    const parsed = await this.parseOptions(plugin, options);
    if (parsed.ok) return parsed.options;
    throw new StrataError('PLUGIN_OPTIONS_INVALID', `"${plugin}" does not take these options.`, parsed);
  }

  #scoreTimeMs(purpose: Purpose, rows: number): number {
    const factor = purpose === 'batch' ? BATCH_FACTOR : 1;
    return factor * this.limits.scoreTimeLimitMs * Math.max(1, rows / ROWS_IN_LIMIT);
  }

  #servingLimits(): ServingLimits {
    return {
      memoryMb: this.limits.scoringMemoryMb,
      output: outputOf(this.limits),
      loadTimeMs: this.limits.loadTimeLimitMs,
    };
  }

  /** @param kind of which it must be; of any unless told */
  #plugin(id: string, kind?: PluginKindCode): AdmittedPlugin {
    const plugin = this.plugins.get(id);
    if (plugin !== undefined && (kind === undefined || plugin.manifest.kind === kind)) return plugin;
    const known = [...this.plugins.values()].filter(({ manifest }) => kind === undefined || manifest.kind === kind);
    const ids = known.map((each) => each.id);
    const nearest = nearestName(id, ids);
    const message = `There is no ${kind ?? 'plugin'} "${id}".`;
    throw new StrataError('PLUGIN_UNKNOWN', message, {
      problems: [
        {
          message,
          expected: ids.join(', '),
          ...(nearest === undefined ? {} : { nearest }),
        },
      ],
    });
  }
}

/**
 * The plugins of some folders by their manifests, for who scores in a thread of its own (`libraryOf`). None of their code
 * runs. Throws `PLUGIN_…` where a manifest is at fault.
 */
export async function knownPlugins(
  directories: readonly string[],
  folders: readonly string[] = [],
): Promise<readonly KnownPlugin[]> {
  const found = new Map<string, FoundPlugin>();
  for (const folder of await findPluginFolders(directories, folders)) {
    const plugin = await readManifest(folder, found);
    found.set(plugin.manifest.id, plugin);
  }
  return [...found.values()].map(knownPlugin);
}

function knownPlugin({ folder, manifest: { id, main, kind, version, tasks } }: FoundPlugin): KnownPlugin {
  return Object.freeze({ id, folder, main, kind, version, tasks });
}

function codeOf({ id, folder, manifest: { main, kind } }: AdmittedPlugin): PluginCode {
  return { id, folder, main, kind };
}
