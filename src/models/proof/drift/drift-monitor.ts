import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { gauge } from '#strata/platform/telemetry';
import { type FeatureSpec, frameOf } from '#strata/scoring/encoding';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { StrataError } from '#sdk';
import { chooseVersion, type VersionChoice, type ModelRegistry, type DriftReference } from '../../registry/index.js';
import { modelPhrases } from '../../words/index.js';
import { calibrationDrift } from './calibration-drift.js';
import { referenceOf, wordsOf } from './check-pool.js';
import { compareWithTraining } from './compare.js';
import { type DriftReport } from './drift-report.js';
import { limitsOf } from './limits.js';
import { type LiveDecisions, type ScoredPerson } from './live-decisions.js';
import { PoolCounter, type SeenPool } from './pool-sample.js';

/** What the monitor looks at. */
export interface DriftMonitorParts {
  readonly registry: ModelRegistry;
  readonly live: LiveDecisions;
  /** The published documents. */
  readonly documents: () => Promise<{ readonly models: readonly ModelDocument[]; readonly facts: FactCatalogue }>;
}

/** Which version to look at, and in which language to tell it; English unless told. */
export interface DriftChoice extends VersionChoice {
  readonly language?: Language;
}

/** So many of the latest decisions are the people of today … */
const PEOPLE = 2000;
/** … and the classifier is taught on some of them, so that a server is not held up. */
const CLASSIFIED = 500;
const EVERY_MS = 5 * 60_000;
const SEED = 1;
const LEVELS = { ok: 0, warned: 1, refused: 2 } as const;

/** Compares the people whom decisions scored lately with those that versions were trained on. */
export class DriftMonitor implements AttentionSource {
  readonly #parts: DriftMonitorParts;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  /** What was found of each champion last, by the languages in which somebody asked. */
  readonly #last = new Map<Language, Map<string, DriftReport>>();
  #failed: ((error: unknown, modelId: string) => void) | undefined;

  constructor(parts: DriftMonitorParts) {
    this.#parts = parts;
  }

  /**
   * The drift of the champion, or of another version, by the latest 2,000 decisions that it scored and by the outcomes
   * that are known at `now` (milliseconds since 1970).
   *
   * @throws StrataError NOT_FOUND for a model that is not published, MODEL_NOT_TRAINED, BAD_USAGE without a reference
   */
  async check(modelId: string, choice: DriftChoice = {}, now = Date.now()): Promise<DriftReport> {
    const { language = DEFAULT_LANGUAGE } = choice;
    const { registry, live, documents } = this.#parts;
    const { models, facts } = await documents();
    const document = models.find(({ id }) => id === modelId);
    if (document === undefined) throw new StrataError('NOT_FOUND', `There is no published model "${modelId}".`);
    const version = await chooseVersion(registry, modelId, choice);
    const reference = await referenceOf(registry, version);
    const request = { model: modelId, version: version.version, limit: PEOPLE };
    const people = await live.scored(request);
    const side = document.treatment === 'none' ? 'held out' : 'treated';
    const settled = document.task === 'binary' ? await live.settled({ ...request, side, now }) : [];
    const report = compareWithTraining({
      model: modelId,
      version: version.version,
      reference,
      name: modelPhrases(language).drift.pools.latest(people.length),
      pool: seenPool(reference, people),
      scores: Float64Array.from(people, ({ score }) => score),
      limits: limitsOf(document),
      calibration: calibrationDrift(settled, SEED),
      words: wordsOf(facts, language),
      language,
      classified: CLASSIFIED,
    });
    publish(report);
    if (version.stage === 'champion') this.#lastIn(language).set(modelId, report);
    return report;
  }

  /** Looks at every champion now and then, for `/metrics`. A failure is told and changes nothing. */
  watch(failed: (error: unknown, modelId: string) => void, everyMs = EVERY_MS): void {
    this.#failed = failed;
    this.#timer = setInterval(() => {
      this.#lookSoon([...new Set([DEFAULT_LANGUAGE, ...this.#last.keys()])]);
    }, everyMs).unref();
  }

  /** Champions whose people have moved, as they were looked at last; the first time somebody asks in a language it is begun. */
  async attention(_now?: number, language: Language = DEFAULT_LANGUAGE): Promise<readonly AttentionEntry[]> {
    const champions = await this.#parts.registry.champions();
    if (champions.size > 0 && !this.#last.has(language)) this.#lookSoon([language]);
    const { models } = await this.#parts.documents();
    return models.flatMap(({ id, title }) => {
      const last = this.#lastIn(language).get(id) ?? this.#last.get(DEFAULT_LANGUAGE)?.get(id);
      return last === undefined || last.version !== champions.get(id) ? [] : entriesOf(last, title);
    });
  }

  #lookSoon(languages: readonly Language[]): void {
    this.#looking = this.#looking.then(() => this.#checkAll(languages));
  }

  #lastIn(language: Language): Map<string, DriftReport> {
    const known = this.#last.get(language) ?? new Map<string, DriftReport>();
    this.#last.set(language, known);
    return known;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #checkAll(languages: readonly Language[]): Promise<void> {
    const champions = await this.#parts.registry.champions().catch(() => new Map<string, number>());
    for (const [modelId, version] of champions) {
      for (const language of languages) {
        await this.check(modelId, { version, language }).catch((error: unknown) => {
          this.#failed?.(error, modelId);
        });
      }
    }
  }
}

function entriesOf(report: DriftReport, title: string): readonly AttentionEntry[] {
  const { model, result, headline, people, features } = report;
  if (result === 'ok') return [];
  return [
    {
      ...{ kind: 'drift', urgency: result === 'refused' ? 'now' : 'soon', subject: `model:${model}`, title },
      // Since when they have moved nobody knows.
      ...{ since: null, words: headline },
      figures: { people, index: features[0]?.index ?? 0, refused: result === 'refused' ? 1 : 0 },
    },
  ];
}

function seenPool(reference: DriftReference, people: readonly ScoredPerson[]): SeenPool {
  const specs = reference.features.map(({ name, distribution: { bins } }): FeatureSpec => {
    if (bins.type === 'number') return { name, type: 'number' };
    const categories = new Set(people.flatMap(({ facts }) => facts[name] ?? []).map(String));
    return { name, type: 'category', categories: [...categories] };
  });
  const frame = frameOf(
    specs,
    people.map(({ facts }) => facts),
  );
  const counter = new PoolCounter(reference, SEED);
  counter.add(frame);
  return counter.seen();
}

function publish({ model, features, score, classifier, calibration, result }: DriftReport): void {
  const index = gauge('strata_model_drift_index', 'Population stability index of live people.', ['model', 'column']);
  for (const column of [...features, ...(score === null ? [] : [score])]) {
    if (Number.isFinite(column.index)) index.labels(model, column.name).set(column.index);
  }
  if (classifier !== null) {
    gauge('strata_model_drift_auc', 'AUC of telling live people from the training part.', ['model'])
      .labels(model)
      .set(classifier.auc.value);
  }
  if (calibration !== null) {
    gauge('strata_model_calibration_error', 'Expected calibration error on known outcomes.', ['model'])
      .labels(model)
      .set(calibration.error);
  }
  gauge('strata_model_drift_result', '0 ok, 1 warned, 2 refused.', ['model']).labels(model).set(LEVELS[result]);
}
