import { type ScoreResult, type Scores } from '#strata/engine';
import { type Logger } from '#strata/platform/telemetry';
import { frameOf } from '#strata/scoring/encoding';
import { type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { type ErrorCode, isStrataError } from '#sdk';
import { mostUplift, outcomesOf } from '#strata/engine/plan';
import { FailureReports } from './failure-reports.js';
import { type ModelRegistry } from './model-registry.js';

/** A promotion is looked for this often while there are decisions … */
const LOOK_EVERY_MS = 400;
/** … and a decision after a pause waits for the look where the last one is this old. */
const STALE_AFTER_MS = 1000;
/** What could not be loaded is tried again after so long. */
const RELOAD_AFTER_MS = 5000;

type FactValues = Readonly<Record<string, unknown>>;
type Scored = ScoreResult & { readonly status: 'scored' };

/** Scores facts by some models. Never throws: failures are values. */
export type Rescorer = (models: readonly string[], facts: FactValues) => Promise<Scores>;

/**
 * The champions, loaded and ready to score for decisions. A promotion by any process is seen within two seconds; the
 * champion before goes on scoring until the new one is loaded.
 */
export class ChampionScorers {
  readonly #registry: ModelRegistry;
  readonly #host: PluginHost;
  readonly #failures: FailureReports;
  readonly #loaded = new Map<string, LoadedChampion>();
  #champions: ReadonlyMap<string, number> = new Map();
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param log hears of failures, never of the facts that were scored */
  constructor(registry: ModelRegistry, host: PluginHost, log?: Logger) {
    this.#failures = new FailureReports(log);
    this.#registry = registry;
    this.#host = host;
  }

  /** The scores of the named models for one user. Never throws: failures and missing champions are values. */
  async score(modelIds: readonly string[], facts: FactValues): Promise<Scores> {
    const scores = await Promise.all(modelIds.map(async (id) => [id, await this.#scoreOne(id, facts)] as const));
    return Object.fromEntries(scores);
  }

  /**
   * Works with a version, which need not be the champion any more: for explanations.
   *
   * @throws StrataError NOT_FOUND, DAMAGED_ARTEFACT, SCORER_…
   */
  async use<T>(modelId: string, version: number, work: (scorer: Scorer) => Promise<T>): Promise<T> {
    const champion = this.#loaded.get(modelId);
    if (champion?.version === version) return await champion.use(work);
    const scorer = await this.#host.load(await this.#registry.artefact(modelId, version));
    try {
      return await work(scorer);
    } finally {
      await scorer.close();
    }
  }

  /**
   * Works with a function that scores other facts by these versions of models, and by the champions of all others. The
   * versions need not be champions any more. Undefined where one of them cannot be loaded. One at a time, so that decisions
   * never wait for many explanations.
   */
  async rescoring<T>(
    versions: readonly (readonly [model: string, version: number])[],
    work: (rescore: Rescorer) => Promise<T>,
  ): Promise<T | undefined> {
    const turn = this.#turn.then(() => this.#rescoring(versions, new Map(), work));
    this.#turn = turn.catch(() => undefined);
    return await turn;
  }

  async #rescoring<T>(
    [first, ...rest]: readonly (readonly [model: string, version: number])[],
    loaded: Map<string, { readonly scorer: Scorer; readonly version: number }>,
    work: (rescore: Rescorer) => Promise<T>,
  ): Promise<T | undefined> {
    if (first === undefined) {
      return await work(async (models, facts) => {
        const scores = models.map(async (model) => {
          const pinned = loaded.get(model);
          return [model, await (pinned === undefined ? this.#scoreOne(model, facts) : scoreBy(pinned, facts))] as const;
        });
        return Object.fromEntries(await Promise.all(scores));
      });
    }
    const [model, version] = first;
    try {
      return await this.use(model, version, (scorer) => {
        loaded.set(model, { scorer, version });
        return this.#rescoring(rest, loaded, work);
      });
    } catch (error) {
      if (isStrataError(error)) return undefined;
      throw error;
    }
  }

  /** Lets the next decision wait for a look at the champions: one of them has changed. */
  expectPromotion(): void {
    this.#lookedAt = Math.min(this.#lookedAt, performance.now() - STALE_AFTER_MS);
  }

  /** Closes the loaded champions, each after the calls that it is answering. */
  async close(): Promise<void> {
    await this.#looking;
    await Promise.all([...this.#loaded.values()].map((champion) => champion.retire()));
    this.#loaded.clear();
  }

  async #scoreOne(modelId: string, facts: FactValues): Promise<ScoreResult> {
    try {
      await this.#lookForPromotions();
      const version = this.#champions.get(modelId);
      if (version === undefined) return { status: 'no-champion' };
      const champion = this.#loaded.get(modelId) ?? this.#load(modelId, version);
      const scored = await champion.use((scorer) => scoreFacts(scorer, facts));
      return { status: 'scored', version: champion.version, ...scored };
    } catch (error) {
      const failure = failureOf(error);
      this.#failures.report(modelId, failure.code);
      return { status: 'failed', ...failure };
    }
  }

  /** Waits for the look where what is known may be too old, else lets it go on beside the decision. */
  async #lookForPromotions(): Promise<void> {
    const age = performance.now() - this.#lookedAt;
    if (age < LOOK_EVERY_MS) return;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    if (age >= STALE_AFTER_MS) await this.#looking;
  }

  /**
   * Also waits for new champions to be loaded, so that a decision after a pause is not made by an old one. Rejects only
   * where nothing is known yet: while the database is away, the champions known last go on.
   */
  async #look(): Promise<void> {
    try {
      this.#champions = await this.#registry.champions();
    } catch (error) {
      if (this.#lookedAt === -Infinity) throw error;
    }
    this.#lookedAt = performance.now();
    await Promise.all([...this.#loaded].map(([modelId, before]) => this.#keepUp(modelId, before)));
  }

  async #keepUp(modelId: string, before: LoadedChampion): Promise<void> {
    const version = this.#champions.get(modelId);
    if (version === before.version && (!before.failed || before.rests)) return;
    if (version === undefined) this.#replace(modelId, before);
    else await this.#succeed(modelId, version, before);
  }

  async #succeed(modelId: string, version: number, before: LoadedChampion): Promise<void> {
    const next = new LoadedChampion(version, () => this.#loadScorer(modelId, version));
    await next.settled;
    this.#replace(modelId, before, next);
  }

  #replace(modelId: string, before: LoadedChampion, next?: LoadedChampion): void {
    if (this.#loaded.get(modelId) !== before) {
      void next?.retire();
      return;
    }
    if (next === undefined) this.#loaded.delete(modelId);
    else this.#loaded.set(modelId, next);
    void before.retire();
  }

  #load(modelId: string, version: number): LoadedChampion {
    const champion = new LoadedChampion(version, () => this.#loadScorer(modelId, version));
    this.#loaded.set(modelId, champion);
    return champion;
  }

  async #loadScorer(modelId: string, version: number): Promise<Scorer> {
    return await this.#host.load(await this.#registry.artefact(modelId, version));
  }
}

/** A scorer that is closed only after the calls that it is answering. */
class LoadedChampion {
  readonly version: number;
  #failedAt: number | undefined;
  /** Resolves when it is loaded, or has failed to. */
  readonly settled: Promise<void>;
  readonly #scorer: Promise<Scorer>;
  readonly #calls = new Set<Promise<unknown>>();

  constructor(version: number, load: () => Promise<Scorer>) {
    this.version = version;
    this.#scorer = load();
    this.settled = this.#scorer.then(
      () => undefined,
      () => {
        this.#failedAt = performance.now();
      },
    );
  }

  /** True once loading has failed. */
  get failed(): boolean {
    return this.#failedAt !== undefined;
  }

  /** It failed lately: loading it takes a process, which is not tried at every look. */
  get rests(): boolean {
    return this.#failedAt !== undefined && performance.now() - this.#failedAt < RELOAD_AFTER_MS;
  }

  async use<T>(work: (scorer: Scorer) => Promise<T>): Promise<T> {
    const call = this.#scorer.then(work);
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  async retire(): Promise<void> {
    await this.settled;
    await Promise.allSettled(this.#calls);
    if (!this.failed) await (await this.#scorer).close();
  }
}

async function scoreFacts(scorer: Scorer, facts: FactValues): Promise<Omit<Scored, 'status' | 'version'>> {
  const { values, ranks } = await scorer.score(frameOf(scorer.features, [facts]));
  const [value = Number.NaN] = values;
  const [rank = Number.NaN] = ranks;
  if (scorer.task !== 'uplift') return { value, rank };
  return { value: mostUplift(values), rank, outcomes: outcomesOf(scorer.treatments, values) };
}

/** The score of one version, whoever is champion. Never throws: a failure is a value. */
export async function scoreBy(
  { scorer, version }: { readonly scorer: Scorer; readonly version: number },
  facts: FactValues,
): Promise<ScoreResult> {
  try {
    return { status: 'scored', version, ...(await scoreFacts(scorer, facts)) };
  } catch (error) {
    return { status: 'failed', ...failureOf(error) };
  }
}

function failureOf(error: unknown): { readonly code: ErrorCode; readonly message: string } {
  if (isStrataError(error)) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
