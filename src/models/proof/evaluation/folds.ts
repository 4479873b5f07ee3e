import { hashShare } from '#strata/kernel';
import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { StrataError } from '#sdk';
import { aucInterval, logLoss, meanAbsoluteError, rootMeanSquaredError } from '#strata/statistics/prediction';
import { type Examples, pickExamples } from '../../datasets/index.js';
import { scoreColumns } from '../../training/index.js';

/** How the same document does when it is trained again on other parts of the rows. */
export interface FoldsReport {
  /** `hash`: every person is judged once, by a model of the others. `time`: each part is judged by a model of what came before it. */
  readonly by: 'hash' | 'time';
  readonly folds: readonly FoldResult[];
  /** Over folds: what they vary by is what a single hold-out may be off by. */
  readonly summary: readonly { readonly measure: string; readonly mean: number; readonly sd: number }[];
}

/** One part, judged by a model that was not trained on it. */
interface FoldResult {
  readonly fold: number;
  readonly training: number;
  readonly rows: number;
  /** ISO 8601: the first moment of the part; null for folds by hash. */
  readonly from: string | null;
  readonly measures: Readonly<Record<string, number>>;
}

/** What to train again, on what. */
export interface CrossValidateRequest {
  readonly document: ModelDocument;
  readonly examples: Examples;
  readonly folds: number;
  readonly seed: number;
  readonly host: PluginHost;
  readonly signal?: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** Every judged row with a score by a model that had not seen it. */
export interface CrossValidated {
  readonly report: FoldsReport;
  /** Those that were judged, in the order of the file. */
  readonly examples: Examples;
  readonly scores: Float64Array;
  readonly notes: readonly string[];
}

/**
 * Trains the document once a fold on the rows outside of it and scores the rows inside. All rows of a person are in one
 * fold. A document that is split by time is judged forward: the rows are cut into one part more than there are folds,
 * and each part but the first is judged by a model of all that came before.
 *
 * @throws StrataError TOO_FEW_EXAMPLES where a part cannot teach or judge, BAD_COLUMN, SCORER_…, CANCELLED
 */
export async function crossValidate(request: CrossValidateRequest): Promise<CrossValidated> {
  const { document, examples, folds: wanted } = request;
  const { by, folds } = plan(request);
  const scores = new Float64Array(examples.rows).fill(Number.NaN);
  const results: FoldResult[] = [];
  for (const [index, fold] of folds.entries()) {
    request.progress?.(index / folds.length, `fold ${index + 1} of ${folds.length}`);
    results.push(await runFold(request, fold, index, scores));
  }
  const judged = Uint32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]));
  const short = `${folds.length} folds instead of ${wanted}: there are no more moments to cut at`;
  return {
    report: { by, folds: results, summary: summaryOf(results) },
    examples: pickExamples(examples, judged),
    scores: Float64Array.from(judged, (row) => scores[row] ?? Number.NaN),
    notes: [
      `"${document.id}" was trained ${folds.length} times for this: it judges the document, not a stored version`,
      ...(folds.length < wanted ? [short] : []),
    ],
  };
}

/** Positions of rows. */
interface Fold {
  readonly training: Uint32Array;
  readonly judged: Uint32Array;
  readonly from: string | null;
}

function plan(request: CrossValidateRequest): { readonly by: FoldsReport['by']; readonly folds: readonly Fold[] } {
  const { times } = request.examples;
  return times === undefined
    ? { by: 'hash', folds: hashFolds(request) }
    : { by: 'time', folds: timeFolds(times, request.folds) };
}

function hashFolds({ examples, folds, seed }: CrossValidateRequest): readonly Fold[] {
  const all = Uint32Array.from(examples.label.keys());
  const foldOf = all.map((row) => Math.floor(folds * hashShare(`folds-${seed}:holdout:${examples.keyOf(row)}`)));
  return Array.from({ length: folds }, (_, fold) => ({
    training: all.filter((row) => foldOf[row] !== fold),
    judged: all.filter((row) => foldOf[row] === fold),
    from: null,
  }));
}

/** Cut at moments, so that rows of one moment stay together. */
function timeFolds(times: Float64Array, folds: number): readonly Fold[] {
  const known = Uint32Array.from(times.keys()).filter((row) => !Number.isNaN(times[row]));
  const sorted = Float64Array.from(known, (row) => times[row] ?? 0).sort();
  const cutAt = (part: number) => sorted[Math.floor((part * sorted.length) / (folds + 1))] ?? Infinity;
  const first = sorted[0] ?? Infinity;
  const cuts = [...new Set(Array.from({ length: folds }, (_, fold) => cutAt(fold + 1)))].filter((cut) => cut > first);
  return cuts.map((cut, index) => {
    const end = cuts[index + 1] ?? Infinity;
    const timeOf = (row: number) => times[row] ?? 0;
    return {
      training: known.filter((row) => timeOf(row) < cut),
      judged: known.filter((row) => timeOf(row) >= cut && timeOf(row) < end),
      from: new Date(cut).toISOString(),
    };
  });
}

async function runFold(
  { document, examples, host, seed, signal }: CrossValidateRequest,
  { training, judged, from }: Fold,
  index: number,
  scores: Float64Array,
): Promise<FoldResult> {
  const taught = pickExamples(examples, training);
  const held = pickExamples(examples, judged);
  refuseOneKind(document, taught, held, index);
  const { bytes } = await host.train({
    plugin: document.plugin,
    task: document.task,
    options: document.options ?? {},
    columns: taught.features,
    label: taught.label,
    seed,
    ...(signal === undefined ? {} : { signal }),
  });
  const { values } = await scoreColumns(host, bytes, held.features);
  judged.forEach((row, place) => (scores[row] = values[place] ?? Number.NaN));
  const measures =
    document.task === 'binary'
      ? { AUC: aucInterval(values, held.label).value, 'log loss': logLoss(values, held.label) }
      : {
          'root mean squared error': rootMeanSquaredError(values, held.label),
          'mean absolute error': meanAbsoluteError(values, held.label),
        };
  return { fold: index + 1, training: training.length, rows: judged.length, from, measures };
}

function refuseOneKind({ task }: ModelDocument, taught: Examples, held: Examples, index: number): void {
  for (const { label } of [taught, held]) {
    if (label.length > 0 && (task !== 'binary' || (label.includes(0) && label.includes(1)))) continue;
    throw new StrataError('TOO_FEW_EXAMPLES', `Fold ${index + 1} has examples of one kind only.`, {
      problems: [{ message: `${label.length} rows, all of one kind`, expected: 'fewer folds, or more rows' }],
    });
  }
}

function summaryOf(results: readonly FoldResult[]): FoldsReport['summary'] {
  return Object.keys(results[0]?.measures ?? {}).map((measure) => {
    const values = results.map(({ measures }) => measures[measure] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { measure, mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
  });
}
