import {
  type BaseModel,
  type BaseScorer,
  type BaseTrainingSet,
  type LoadBase,
  type RawFrame,
  StrataError,
  type TrainingRun,
} from '#sdk';
import { type Artefact, readArtefact, writeArtefact } from './artefact.js';
import { fitEncoding, type FeatureSpec, packFrame, frameFor } from '../encoding/index.js';
import { type AnyScorer, type ScorerCode, type ScorerLibrary } from './library.js';
import { rawScores } from './raw-scores.js';

/** What a base's training hands on to the outer one's. */
type OuterRun = Pick<TrainingRun, 'signal' | 'log' | 'backend'>;

/**
 * The plugins that a learner over learners may use. A base model is a whole artefact: the host's
 * header with the base's id, options and encoding, and what the base learned.
 */
export class Bases {
  constructor(private readonly library: ScorerLibrary) {}

  /** Throws `PLUGIN_OPTIONS_INVALID` and what the library throws. */
  async scorer(id: string, options: unknown, outer: OuterRun): Promise<BaseScorer> {
    const code = await this.library(id);
    const parsed = code.parseOptions(options);
    if (!parsed.ok) {
      throw new StrataError('PLUGIN_OPTIONS_INVALID', `The options of the base "${id}" are not valid.`, {
        problems: parsed.problems,
      });
    }
    return Object.freeze({
      input: code.definition.input,
      train: (set: BaseTrainingSet) => this.#train(code, parsed.options, set, outer),
    });
  }

  /** Throws `DAMAGED_ARTEFACT` and what the library and loading throw. */
  readonly load: LoadBase = async (bytes) => {
    const artefact = readArtefact(bytes);
    const { definition } = await this.library(artefact.header.plugin);
    return this.#model(definition, artefact, bytes);
  };

  async #train(
    { id, version, tasks, definition }: ScorerCode,
    options: unknown,
    set: BaseTrainingSet,
    outer: OuterRun,
  ): Promise<BaseModel> {
    const { frame, task, label, weight, seed } = set;
    if (!tasks.includes(task))
      throw new Error(`the base "${id}" does not do ${task} tasks, only ${tasks.join(' and ')}`);
    const features = frame.columns.map(specOf);
    const packed = packFrame(features, frame);
    const encoding = definition.input === 'encoded' ? fitEncoding(features, packed, frame.rows) : null;
    const form = { features, encoding };
    const learnable = { frame: frameFor(form, packed, frame.rows), task, label, ...(weight && { weight }) };
    const run = this.#run(seed, set, outer);
    const learned = definition.save(await definition.train(Object.freeze(learnable), options, run));
    const header = {
      ...form,
      plugin: id,
      pluginVersion: version,
      task,
      input: definition.input,
      options: options as Readonly<Record<string, unknown>>,
      calibration: null,
      outputs: 1,
      rows: frame.rows,
      seed,
      backend: null,
    };
    const artefact = { header, quantiles: new Float64Array(), background: new Float64Array(), learned };
    return this.#model(definition, artefact, writeArtefact(artefact));
  }

  #run(seed: number, { progress }: BaseTrainingSet, outer: OuterRun): TrainingRun {
    return {
      seed,
      signal: outer.signal,
      progress: (share, note) => progress?.(share, note),
      log: (message) => {
        outer.log(message);
      },
      backend: (name) => {
        outer.backend(name);
      },
      base: (id, options) => this.scorer(id, options, outer),
    };
  }

  /** What is scored with is what was loaded from the saved bytes: what is judged is what will serve. */
  async #model(definition: AnyScorer, { header, learned }: Artefact, bytes: Uint8Array): Promise<BaseModel> {
    const loaded = await definition.load(learned.slice(), header.options, this.load);
    return Object.freeze({
      bytes,
      score: (frame: RawFrame) => {
        const packed = packFrame(header.features, frame);
        return rawScores(definition, loaded, frameFor(header, packed, frame.rows), header.outputs);
      },
    });
  }
}

/** All categories that the outer plugin names, also those that none of these rows has. */
function specOf(column: RawFrame['columns'][number]): FeatureSpec {
  const { name, type } = column;
  return type === 'number' ? { name, type } : { name, type, categories: column.categories };
}
