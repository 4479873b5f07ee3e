import { seededRandom, StrataError } from '#sdk';
import { Bench } from './bench.js';
import {
  calibrate,
  type Calibration,
  fitCalibration,
  isGentle,
  movedCalibration,
  calibrationFolds,
} from './calibration/index.js';
import { fitEncoding, type FrameForm, packedRows } from './encoding/index.js';
import { type FirstFit, type ScoreSpread } from './scores.js';
import {
  Bases,
  headlines,
  referenceQuantiles,
  sameRank,
  type ScorerCode,
  type ScorerLibrary,
  writeArtefact,
} from './model/index.js';
import { type TrainingJob, type TrainingListener, type TrainingOutcome } from './training-job.js';

/** Rows that Shapley values compare with. */
const BACKGROUND_ROWS = 64;

/** Trains, calibrates, and packs the artefact. The same job gives the same bytes. */
export async function train(
  job: TrainingJob,
  library: ScorerLibrary,
  report: TrainingListener,
): Promise<TrainingOutcome> {
  report.phase({ of: 'import' });
  const code = await library(job.plugin);
  const { definition, version } = code;
  const options = validOptions(code, job);
  report.phase({ of: 'host' });
  const rows = job.label.length;
  const form: FrameForm = {
    features: job.features,
    encoding: definition.input === 'encoded' ? fitEncoding(job.features, job.packed, rows) : null,
  };
  const calibrates = job.task === 'binary' && (definition.calibrates?.(options) ?? true);
  const curve = job.first?.model.calibration ?? null;
  const isTaken = curve !== null && isGentle(curve);
  const folds = calibrates && !isTaken ? calibrationFolds(job.label, job.seed) : [];
  const bench = new Bench(definition, options, job, form, new Bases(library), report, folds.length + 1);

  const unseen = await outOfFold(bench, job, folds);
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const { artefact, learned } = await bench.fit(everyRow, job.seed);
  const raw = await bench.score(artefact, everyRow);

  const calibration = unseen
    ? fitCalibration(unseen.scores, unseen.label, unseen.weight)
    : job.first && takenOver(job.first, raw, job);
  const spread = spreadOf(job, calibration, headlines(raw, bench.outputs), unseen);
  const header = {
    plugin: job.plugin,
    pluginVersion: version,
    task: job.task,
    input: definition.input,
    options: options as Readonly<Record<string, unknown>>,
    features: job.features,
    encoding: form.encoding,
    calibration,
    outputs: bench.outputs,
    ...(job.task === 'uplift' ? { treatments: job.treatments } : {}),
    rows,
    seed: job.seed,
    backend: bench.backend,
  };
  const background = definition.explain === undefined ? backgroundRows(job) : new Float64Array();
  const bytes = writeArtefact({ header, quantiles: spread.reference, background, learned });
  return { bytes, options: header.options, calibration, spread, backend: bench.backend, slowest: bench.slowest };
}

/**
 * The first fit's calibration, learned out of fold with the same options. Moved so that the mean of the scores misses
 * the rate of the rows learned from by as much as the first fit's did. Null where the first fit has none.
 */
function takenOver({ model }: FirstFit, raw: Float64Array, { label, weight }: TrainingJob): Calibration | null {
  const { calibration, spread } = model;
  if (calibration === null) return null;
  const weights = weight ?? new Float64Array(label.length).fill(1);
  return movedCalibration(calibration, raw, weights, weightedMean(label, weights) + spread.miss);
}

/** @param raw headlines of the rows that were learned from */
function spreadOf(
  { first, label, weight }: TrainingJob,
  calibration: Calibration | null,
  raw: Float64Array,
  unseen: Unseen | null,
): ScoreSpread {
  const calibrated = (scores: Float64Array) =>
    calibration === null ? scores : scores.map((score) => calibrate(calibration, score));
  const scores = calibrated(raw);
  const learned = referenceQuantiles(scores);
  const shared = first && referenceQuantiles(Float64Array.from(first.rows, (row) => scores[row] ?? NaN));
  const weights = weight ?? new Float64Array(label.length).fill(1);
  const miss = weightedMean(scores, weights) - weightedMean(label, weights);
  if (first && shared && calibration && unseen === null) {
    const { reference, learned: before } = first.model.spread;
    return { learned, shared, reference: reference.map((score) => sameRank(before, shared, score)), miss };
  }
  const reference = unseen === null ? learned : referenceQuantiles(calibrated(unseen.scores));
  return { learned, ...(shared === null ? {} : { shared }), reference, miss };
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let weight = 0;
  for (let row = 0; row < values.length; row++) {
    sum += (values[row] ?? 0) * (weights[row] ?? 0);
    weight += weights[row] ?? 0;
  }
  return sum / weight;
}

function validOptions(code: ScorerCode, { plugin, options }: TrainingJob): unknown {
  const parsed = code.parseOptions(options);
  if (parsed.ok) return parsed.options;
  throw new StrataError('PLUGIN_OPTIONS_INVALID', `The options of "${plugin}" are not valid.`, {
    problems: parsed.problems,
  });
}

interface Unseen {
  readonly scores: Float64Array;
  readonly label: Float64Array;
  readonly weight: Float64Array;
}

/** Scores of rows by models that had not seen them; null where there are no folds. */
async function outOfFold(
  bench: Bench,
  { label, weight, seed }: TrainingJob,
  folds: Int32Array[],
): Promise<Unseen | null> {
  if (folds.length === 0) return null;
  const scores: Float64Array[] = [];
  for (const [index, fold] of folds.entries()) {
    const held = new Set(fold);
    const others = Int32Array.from(Array.from(label.keys()).filter((row) => !held.has(row)));
    const { artefact } = await bench.fit(others, (seed + index + 1) >>> 0);
    scores.push(await bench.score(artefact, fold));
  }
  const rows = folds.flatMap((fold) => [...fold]);
  return {
    scores: Float64Array.from(scores.flatMap((part) => [...part])),
    label: Float64Array.from(rows, (row) => label[row] ?? 0),
    weight: Float64Array.from(rows, (row) => (weight === null ? 1 : (weight[row] ?? 0))),
  };
}

function backgroundRows({ packed, features, label, seed }: TrainingJob): Float64Array {
  const random = seededRandom(seed ^ 0xbac49047);
  const rows = random.shuffle(Array.from(label.keys())).slice(0, BACKGROUND_ROWS);
  return packedRows(packed, features.length, rows);
}
