import { type ModelDocument, type Strategy } from '../../engine/index.js';
import { type PluginHost } from '../../plugin-host/index.js';
import { StrataError } from '../../sdk/index.js';
import {
  coverageCurve,
  type SelectionPoint,
  smoothedPrecisionRecallCurve,
  type SuggestedThreshold,
  suggestThresholds,
} from '../../statistics/index.js';
import { chooseVersion, type VersionChoice } from '../registry/choose-version.js';
import { type ExampleData, type ExampleSource } from '../datasets/example-source.js';
import { holdsTrainingRows, withExampleData } from '../datasets/open-source.js';
import { hashDocument } from '../document-hash.js';
import { type ExampleOptions, type Examples, pickExamples, readExamples } from '../examples.js';
import { binaryMetrics, type BinaryMetrics, valueMetrics, type ValueMetrics } from './metrics.js';
import { type ModelRegistry } from '../registry/model-registry.js';
import { type ModelVersion } from '../registry/model-version.js';
import { compareRivals, type Rival } from './rivals.js';
import { scoreInParts } from '../score-columns.js';
import { splitRows } from './split.js';
import { type ProfitReport, profitReport } from './strategy-profit.js';
import { type TrainingReport } from '../training-report.js';

/** What to judge, on what, with what. */
export interface EvaluateModelRequest extends ExampleOptions, VersionChoice {
  readonly document: ModelDocument;
  /** A flat file, or history. */
  readonly source: ExampleSource;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** Adds the human rule as a rival and the threshold that pays best. */
  readonly strategy?: Strategy;
  /** The share of the positives that the coverage threshold covers; 0.7 unless told. */
  readonly coverage?: number;
  /** Of the simulations; 1 unless told. */
  readonly seed?: number;
}

/** How good a version is, and on which rows. */
export interface Evaluation {
  readonly version: ModelVersion;
  readonly file: string;
  /** `hold-out`: the rows of the training file that were not trained on. `all rows`: the file is another one. */
  readonly basis: 'hold-out' | 'all rows';
  readonly metrics: BinaryMetrics | ValueMetrics;
  /** Null where the task is not binary; so are the next three. */
  readonly curves: {
    readonly precisionRecall: readonly SelectionPoint[];
    readonly coverage: readonly SelectionPoint[];
  } | null;
  readonly thresholds: readonly SuggestedThreshold[] | null;
  readonly rivals: readonly Rival[] | null;
  /** Only with a strategy. */
  readonly profit: ProfitReport | null;
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/**
 * Judges a version on a file. Of the file that it was trained on only the hold-out is used, found again by the split
 * that is stored with the version.
 *
 * @throws StrataError MODEL_NOT_TRAINED, BAD_FILE, BAD_COLUMN, BAD_USAGE, SCORER_…
 */
export async function evaluateModel(request: EvaluateModelRequest): Promise<Evaluation> {
  const { document, source, host, registry } = request;
  refuseTask(document);
  const version = await chooseVersion(registry, document.id, request);
  const scorer = await host.load(await registry.artefact(document.id, version.version));
  try {
    return await withExampleData(document, source, request, async (data) => {
      const read = await readJudged(request, version, data, scorer.features);
      const { values } = await scoreInParts(scorer, read.examples.features);
      return await judge(request, version, data, read, values);
    });
  } finally {
    await scorer.close();
  }
}

interface Judged {
  readonly examples: Examples;
  readonly basis: Evaluation['basis'];
  readonly notes: readonly string[];
}

async function readJudged(
  request: EvaluateModelRequest,
  version: ModelVersion,
  data: ExampleData,
  trainedFeatures: NonNullable<ExampleOptions['trainedFeatures']>,
): Promise<Judged> {
  const { split, read } = version.metrics as unknown as TrainingReport;
  const sameFile = await holdsTrainingRows(version, data);
  const document = withSplit(request.document, sameFile ? split : { by: 'hash', holdout: split.holdout });
  const examples = await readExamples(document, data, { ...read, ...request, trainedFeatures });
  const notes = [...examples.notes, ...notesOn(request, version)];
  if (!sameFile) return { examples, basis: 'all rows', notes };
  const { holdout } = splitRows(split, examples.rows, examples);
  return { examples: pickExamples(examples, holdout), basis: 'hold-out', notes };
}

/** A file that was not trained on needs no moments. */
function withSplit(document: ModelDocument, split: NonNullable<ModelDocument['split']>): ModelDocument {
  return { ...document, split };
}

function notesOn({ document }: EvaluateModelRequest, version: ModelVersion): readonly string[] {
  if (hashDocument(document) === version.documentHash) return [];
  return [`the document was changed after version ${version.version} was trained`];
}

async function judge(
  request: EvaluateModelRequest,
  version: ModelVersion,
  data: ExampleData,
  { examples, basis, notes }: Judged,
  scores: Float64Array,
): Promise<Evaluation> {
  const { document, strategy, seed = 1 } = request;
  const { file } = data;
  const { label } = examples;
  const common = { version, file, basis };
  if (document.task === 'regression') {
    const metrics = valueMetrics(scores, label);
    return { ...common, metrics, curves: null, thresholds: null, rivals: null, profit: null, notes };
  }
  refuseOneClass(file, label);
  const profit = strategy === undefined ? null : await profitReport({ ...request, strategy, data, examples, scores });
  return {
    ...common,
    metrics: binaryMetrics(scores, label, seed),
    curves: {
      precisionRecall: smoothedPrecisionRecallCurve(scores, label),
      coverage: coverageCurve(scores, label),
    },
    thresholds: suggestThresholds(scores, label, request.coverage),
    rivals: await compareRivals({ strategy, segments: request.segments ?? [], data, examples, scores, seed }),
    profit,
    notes,
  };
}

function refuseTask({ id, task }: ModelDocument): void {
  if (task === 'binary' || task === 'regression') return;
  throw new StrataError(
    'BAD_USAGE',
    `"${id}" is a model of the task ${task}: evaluate judges binary and regression models.`,
  );
}

function refuseOneClass(file: string, label: Float64Array): void {
  if (label.includes(0) && label.includes(1)) return;
  throw new StrataError('TOO_FEW_EXAMPLES', `${file} cannot judge the model.`, {
    problems: [{ file, message: `${label.length} rows, all of one kind`, expected: 'positives and negatives' }],
  });
}
