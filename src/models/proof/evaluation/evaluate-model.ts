import { type FactCatalogue, type ModelDocument, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { StrataError } from '#sdk';
import {
  type LeakageSuspect,
  type ExampleData,
  type ExampleSource,
  withExampleData,
  reportDataset,
  type ExampleOptions,
  type Examples,
  pickExamples,
  readExamples,
} from '../../datasets/index.js';
import { hashDocument, scoreInParts, trainingOf } from '../../training/index.js';
import { wordsOf, compareWithTraining, type DriftReport, limitsOf, PoolCounter } from '../drift/index.js';
import { chooseVersion, type VersionChoice, type ModelRegistry, type ModelVersion } from '../../registry/index.js';
import { ascendingOrder } from '#strata/statistics';
import { pickRows } from '#strata/tables/columns';
import { modelPhrases } from '../../words/index.js';
import { type ChampionComparison, compareWithChampion } from './champion.js';
import { crossValidate, type FoldsReport } from './folds.js';
import { heldOutRows, holdsTrainingRows, judgingArtefact, refitNote } from './held-out.js';
import { leakageCheck } from './leakage-check.js';
import { judgeScores, type Judgement } from './judge.js';
import { type MoneySource } from './row-money.js';
import { type ModelVerdict, verdictOf } from './verdict.js';

/** What to judge, on what, with what. */
export interface EvaluateModelRequest extends ExampleOptions, VersionChoice {
  readonly document: ModelDocument;
  /** A flat file, or history. */
  readonly source: ExampleSource;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** Adds the human rule as a rival and the threshold that pays best. */
  readonly strategy?: Strategy;
  /** Money without a strategy. */
  readonly money?: MoneySource;
  /** Names features in words. */
  readonly facts?: FactCatalogue;
  /** Trains on parts of the rows and judges on the others, so many times, instead of judging a version. */
  readonly folds?: number;
  /** The share of the positives that the coverage threshold covers; 0.7 unless told. */
  readonly coverage?: number;
  /** Of the simulations; 1 unless told. */
  readonly seed?: number;
}

/** How good a version is, and on which rows. Plain data. */
export interface ModelEvaluation extends Judgement {
  readonly model: Pick<ModelDocument, 'id' | 'title' | 'plugin' | 'task'>;
  /** Null for folds, which train models of their own. */
  readonly version: ModelVersion | null;
  readonly file: string;
  /**
   * `hold-out`: the rows of the training data that were not trained on. `all rows`: the data are others. `folds`: every
   * row, scored by a model that was not trained on it.
   */
  readonly basis: 'hold-out' | 'all rows' | 'folds';
  /** Null where the version is the champion, or where there is none to compare with. */
  readonly champion: ChampionComparison | null;
  /** Only for folds. */
  readonly folds: FoldsReport | null;
  /** The judged people beside those trained on; null for folds, and where the version does not know those. */
  readonly drift: DriftReport | null;
  readonly verdict: ModelVerdict;
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/**
 * Judges a version on a file or on history. Of the data that it was trained on only the hold-out is used, found again by
 * the split that is stored with the version. With `folds` the document is judged instead, by training it again.
 *
 * @throws StrataError MODEL_NOT_TRAINED, TOO_FEW_EXAMPLES, BAD_FILE, BAD_COLUMN, BAD_USAGE, SCORER_…
 */
export async function evaluateModel(request: EvaluateModelRequest): Promise<ModelEvaluation> {
  refuseTask(request.document);
  const { folds } = request;
  return folds === undefined ? await evaluateVersion(request) : await evaluateFolds({ ...request, folds });
}

async function evaluateVersion(request: EvaluateModelRequest): Promise<ModelEvaluation> {
  const { document, source, host, registry, seed = 1 } = request;
  const version = await chooseVersion(registry, document.id, request);
  return await withExampleData(document, source, request, async (data) => {
    const scorer = await host.load(await judgingArtefact(registry, version, data), 'batch');
    try {
      const { examples, basis, notes } = await readJudged(request, version, data, scorer.features);
      const { values: scores } = await scoreInParts(scorer, examples.features);
      const judgement = await judgeScores({ ...request, seed, data, examples, scores });
      const champion = await compareWithChampion({ document, host, registry, seed, version, data, examples, scores });
      const leakage = leakageCheck(suspectsOf(version), document);
      return {
        model: modelOf(document),
        version,
        file: data.file,
        basis,
        ...judgement,
        champion: champion.comparison,
        folds: null,
        drift: await driftOf(request, version, examples, scores),
        verdict: verdictOf({ ...judgement, champion: champion.comparison, leakage }),
        notes: champion.note === null ? notes : [...notes, champion.note],
      };
    } finally {
      await scorer.close();
    }
  });
}

async function evaluateFolds(request: EvaluateModelRequest & { readonly folds: number }): Promise<ModelEvaluation> {
  const { document, source, seed = 1 } = request;
  return await withExampleData(document, source, request, async (data) => {
    const all = await readExamples(document, data, request);
    const { report, examples, scores, notes } = await crossValidate({ ...request, seed, examples: all });
    const judgement = await judgeScores({ ...request, seed, data, examples, scores });
    const { suspects } = await reportDataset(all, { document, data, pool: null });
    return {
      model: modelOf(document),
      version: null,
      file: data.file,
      basis: 'folds',
      ...judgement,
      champion: null,
      folds: report,
      drift: null,
      verdict: verdictOf({ ...judgement, champion: null, leakage: leakageCheck(suspects, document) }),
      notes: [...all.notes, ...notes],
    };
  });
}

async function driftOf(
  { document, registry, facts, seed = 1 }: EvaluateModelRequest,
  version: ModelVersion,
  { features, rows }: Examples,
  scores: Float64Array,
): Promise<DriftReport | null> {
  const reference = await registry.reference(version.modelId, version.version);
  if (reference === null) return null;
  const counter = new PoolCounter(reference, seed);
  const order = orderByContent(features, scores);
  counter.add({ rows, columns: features.map((column) => pickRows(column, order)) });
  return compareWithTraining({
    model: document.id,
    version: version.version,
    reference,
    name: modelPhrases().drift.pools.judged,
    pool: counter.seen(),
    scores,
    limits: limitsOf(document),
    words: wordsOf(facts),
  });
}

/** A sample is drawn of what the rows say: the same people in another order are the same sample. */
function orderByContent(features: Examples['features'], scores: Float64Array): Uint32Array {
  const codes = features.map((column) => {
    if (column.type === 'number') return column.values.map((value) => (Number.isNaN(value) ? -Infinity : value));
    const { categories } = column;
    const sorted = categories.toSorted();
    const ranks = Float64Array.from(categories, (category) => sorted.indexOf(category));
    return Float64Array.from(column.codes, (code) => ranks[code] ?? -1);
  });
  return ascendingOrder(scores, ...codes);
}

/** What was suspected of the data that a version learned from. */
export function suspectsOf(version: ModelVersion): readonly LeakageSuspect[] {
  return trainingOf(version).dataset?.suspects ?? [];
}

function modelOf({ id, title, plugin, task }: ModelDocument): ModelEvaluation['model'] {
  return { id, title, plugin, task };
}

interface Judged {
  readonly examples: Examples;
  readonly basis: ModelEvaluation['basis'];
  readonly notes: readonly string[];
}

async function readJudged(
  request: EvaluateModelRequest,
  version: ModelVersion,
  data: ExampleData,
  trainedFeatures: NonNullable<ExampleOptions['trainedFeatures']>,
): Promise<Judged> {
  const { split, read } = trainingOf(version);
  const isTrainedOn = await holdsTrainingRows(version, data);
  const document = withSplit(request.document, isTrainedOn ? split : { by: 'hash', holdout: split.holdout });
  const examples = await readExamples(document, data, { ...read, ...request, trainedFeatures });
  const notes = [...examples.notes, ...notesOn(request, version)];
  if (!isTrainedOn) return { examples, basis: 'all rows', notes };
  const heldOut = pickExamples(examples, await heldOutRows(version, data, examples));
  return { examples: heldOut, basis: 'hold-out', notes: [...notes, ...refitNote(version)] };
}

/** Data that were not trained on need no moments. */
function withSplit(document: ModelDocument, split: NonNullable<ModelDocument['split']>): ModelDocument {
  return { ...document, split };
}

function notesOn({ document }: EvaluateModelRequest, version: ModelVersion): readonly string[] {
  if (hashDocument(document) === version.documentHash) return [];
  return [`the document was changed after version ${version.version} was trained`];
}

function refuseTask({ id, task }: ModelDocument): void {
  if (task === 'binary' || task === 'regression') return;
  throw new StrataError(
    'BAD_USAGE',
    `"${id}" is a model of the task ${task}: evaluate judges binary and regression models.`,
  );
}
