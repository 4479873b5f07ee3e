import { asksModel, type ModelDocument, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { treatmentOf } from '#strata/engine/plan';
import { type Scorer } from '#strata/scoring';
import {
  type ExampleData,
  type ExampleSource,
  withExampleData,
  reportDataset,
  type ExampleOptions,
  type Examples,
  pickExamples,
  readExamples,
} from '../../datasets/index.js';
import {
  hashDocument,
  trainingOf,
  judgeUplift,
  refuseEmptyArm,
  type HumanRule,
  type UpliftReport,
} from '../../training/index.js';
import {
  suspectsOf,
  heldOutRows,
  holdsTrainingRows,
  judgingArtefact,
  refitNote,
  leakageCheck,
  humanScores,
  type VerdictCheck,
} from '../evaluation/index.js';
import { chooseVersion, type VersionChoice, type ModelRegistry, type ModelVersion } from '../../registry/index.js';
import { judgeUpliftByFolds } from './uplift-folds.js';

/** Which version to judge, on what. */
export interface EvaluateUpliftRequest extends ExampleOptions, VersionChoice {
  readonly document: ModelDocument;
  /** Rows of a random test: a flat file, or history. */
  readonly source: ExampleSource;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** Adds its human rule as a rival. */
  readonly strategy?: Strategy;
  /** Trains on parts of the rows and judges on the others, so many times, instead of judging a version. */
  readonly folds?: number;
  /** Of the bootstrap and the folds; 1 unless told. */
  readonly seed?: number;
}

/** How an uplift model does on people whose treatment was drawn at random. Plain data. */
export interface UpliftEvaluation {
  readonly model: Pick<ModelDocument, 'id' | 'title' | 'plugin' | 'task'>;
  /** Null for folds, which train models of their own. */
  readonly version: ModelVersion | null;
  readonly file: string;
  /**
   * `hold-out`: the rows of the training data that were not trained on. `all rows`: the data are others. `folds`: every
   * row, scored by a model that was not trained on it.
   */
  readonly basis: 'hold-out' | 'all rows' | 'folds';
  readonly report: UpliftReport;
  /** See `leakageCheck`; null where nothing is suspected. */
  readonly leakage: VerdictCheck | null;
  /** False where a feature may be known only after the outcome, a rival wins for sure with any treatment, nobody can be told from chance, or chance did not choose the treated. */
  readonly passed: boolean;
  readonly notes: readonly string[];
}

/**
 * Judges a version of an uplift model. Of the data that it was trained on only the hold-out is used. Rows of treatments
 * that the model does not know are left out. With `folds` the document is judged instead, by training it again.
 *
 * @throws StrataError MODEL_NOT_TRAINED, TOO_FEW_EXAMPLES, BAD_FILE, BAD_COLUMN, BAD_USAGE, SCORER_…
 */
export async function evaluateUplift(request: EvaluateUpliftRequest): Promise<UpliftEvaluation> {
  const { folds } = request;
  return folds === undefined ? await evaluateVersion(request) : await evaluateFolds({ ...request, folds });
}

async function evaluateFolds(request: EvaluateUpliftRequest & { readonly folds: number }): Promise<UpliftEvaluation> {
  const { document, source, strategy, seed = 1 } = request;
  return await withExampleData(document, source, request, async (data) => {
    const examples = await readExamples(document, data, request);
    refuseEmptyArm(examples.treatment ?? new Uint8Array(), examples.label, examples.treatments ?? []);
    const human = strategy === undefined ? null : await humanRule(request, strategy, data, examples);
    const report = await judgeUpliftByFolds({ ...request, examples, seed, ...(human && { human }) });
    const trained = `"${document.id}" was trained ${request.folds} times for this: it judges the document, not a stored version`;
    const { suspects } = await reportDataset(examples, { document, data, pool: null });
    return {
      ...judged(document, report, leakageCheck(suspects, document)),
      version: null,
      file: data.file,
      basis: 'folds',
      notes: [...examples.notes, trained],
    };
  });
}

function judged(
  { id, title, plugin, task }: ModelDocument,
  report: UpliftReport,
  leakage: VerdictCheck | null,
): Pick<UpliftEvaluation, 'model' | 'report' | 'leakage' | 'passed'> {
  const isWorth = report.treatments.every(({ verdict }) => ['model', 'draw'].includes(verdict.winner));
  return { model: { id, title, plugin, task }, report, leakage, passed: isWorth && leakage?.result !== 'failed' };
}

async function evaluateVersion(request: EvaluateUpliftRequest): Promise<UpliftEvaluation> {
  const { document, source, host, registry } = request;
  const version = await chooseVersion(registry, document.id, request);
  return await withExampleData(document, source, request, async (data) => {
    const scorer = await host.load(await judgingArtefact(registry, version, data), 'batch');
    try {
      const { examples, basis, notes } = await readJudged(request, version, data, scorer);
      const human = request.strategy === undefined ? null : await humanRule(request, request.strategy, data, examples);
      const { uplift: report } = await judgeUplift(scorer, examples, {
        seed: request.seed ?? 1,
        ...(human && { human }),
      });
      const leakage = leakageCheck(suspectsOf(version), document);
      return { ...judged(document, report, leakage), version, file: data.file, basis, notes };
    } finally {
      await scorer.close();
    }
  });
}

async function readJudged(
  request: EvaluateUpliftRequest,
  version: ModelVersion,
  data: ExampleData,
  scorer: Scorer,
): Promise<{
  readonly basis: 'hold-out' | 'all rows';
  readonly notes: readonly string[];
  readonly examples: Examples;
}> {
  const { split, read } = trainingOf(version);
  const isTrainedOn = await holdsTrainingRows(version, data);
  // Data that were not trained on need no moments.
  const document = {
    ...request.document,
    split: isTrainedOn ? split : { by: 'hash' as const, holdout: split.holdout },
  };
  const trained = { trainedFeatures: scorer.features, trainedTreatments: scorer.treatments };
  const examples = await readExamples(document, data, { ...read, ...request, ...trained });
  const changed = hashDocument(request.document) !== version.documentHash;
  const notes = changed ? [`the document was changed after version ${version.version} was trained`] : [];
  return {
    examples: pickExamples(examples, await heldOutRows(version, data, examples)),
    basis: isTrainedOn ? 'hold-out' : 'all rows',
    notes: [...examples.notes, ...notes, ...(isTrainedOn ? refitNote(version) : [])],
  };
}

/** A strategy's human rule orders people, and gives its offer to those whom its condition lets pass. */
async function humanRule(
  request: EvaluateUpliftRequest,
  strategy: Strategy,
  data: ExampleData,
  examples: Examples,
): Promise<HumanRule | null> {
  const scores = await humanScores({ data, examples, segments: request.segments ?? [] }, strategy);
  if (scores === null) return null;
  const { baseline, offers } = strategy;
  const response = offers.find(({ id }) => id === baseline.offer)?.response;
  const treatments = examples.treatments ?? [];
  const named = asksModel(response) ? response : { model: request.document.id };
  const treatment = treatmentOf(treatments, named, baseline.offer);
  const arm = treatment === undefined ? 0 : treatments.indexOf(treatment) + 1;
  const arms = Uint8Array.from(scores, (score) => (score === -Number.MAX_VALUE ? 0 : arm));
  return { title: baseline.title, scores, ...(arm === 0 ? {} : { arms }) };
}
