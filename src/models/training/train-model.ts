import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelDocument } from '#strata/engine';
import { PACKAGE_ROOT } from '#strata/platform';
import { type PluginHost, type TrainedModel, type TrainRequest } from '#strata/plugin-host';
import { StrataError } from '#sdk';
import { areShares } from '#strata/statistics';
import { coverageCurve, smoothedPrecisionRecallCurve } from '#strata/statistics/prediction';
import {
  type ExampleSource,
  type GatheredExamples,
  gatherExamples,
  sourceName,
  type ExampleOptions,
  type Examples,
  peopleOf,
  pickExamples,
} from '../datasets/index.js';
import { hashDocument } from './document-hash.js';
import { driftReference, type ModelRegistry, type ModelVersion, type NewVersion } from '../registry/index.js';
import { servedScores } from './served-scores.js';
import { binaryMetrics, type BinaryMetrics, valueMetrics, type ValueMetrics } from './holdout/metrics.js';
import { scoreColumns } from './score-columns.js';
import { holdoutStart, type Split, splitRows, type DividedRows } from './holdout/split.js';
import { pickRows } from '#strata/tables/columns';
import { reportOf, type TrainingReport } from './training-report.js';
import { judgeUplift } from './judge-uplift.js';
import { type UpliftReport } from './holdout/uplift-figures.js';

/** What to train, on what, with what. */
export interface TrainModelRequest extends ExampleOptions {
  readonly document: ModelDocument;
  /** A flat file, or history. */
  readonly source: ExampleSource;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** 32-bit unsigned; 1 unless told. The same seed on the same backend gives the same bytes. */
  readonly seed?: number;
  /** Instead of the document's: with fewer examples training is refused. */
  readonly minimum?: { readonly positives: number; readonly negatives: number };
  readonly signal?: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What is needed to train, without a place to keep the result. */
type Fitting = Omit<TrainModelRequest, 'registry'>;

/** A version that was just trained. */
export interface TrainedVersion {
  readonly version: ModelVersion;
  readonly report: TrainingReport;
}

/** Fewer examples of either class than this teach nothing reliable: see `docs/models.md`. */
const MINIMUM = { positives: 300, negatives: 300 };
const HOLDOUT = 0.2;
/** Share of the progress bar that reading takes. */
const READING = 0.2;
/** Where the hold-out is judged, if all rows are fitted after it: the first fit calibrates, too. */
const JUDGED = 0.8;

/**
 * Trains a model on a file or on history and stores it as a new version, which is not the champion until it is promoted.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, TOO_FEW_EXAMPLES, PLUGIN_…, SCORER_…, CANCELLED
 */
export async function trainModel(request: TrainModelRequest): Promise<TrainedVersion> {
  const { fitted, report } = await fitVersion(request);
  return { version: await request.registry.save(fitted), report };
}

/**
 * Trains without storing: reads the examples, divides them, fits on the training part in a process of its own, judges on the
 * hold-out, and fits again on all rows with the same options and seed, since a model that left out a fifth of a small file is
 * worse than it need be. The figures stay those of the first fit, whose bytes are kept too.
 *
 * @throws StrataError as {@link trainModel} does
 */
export async function fitVersion(
  request: Fitting,
): Promise<{ readonly fitted: NewVersion; readonly report: TrainingReport }> {
  const { document, source, host, seed = 1 } = request;
  await checkOptions(document, host);
  const { examples, dataHash, report: dataset } = await readAll(request);
  const notes = [...examples.notes, ...checkMinimum(request, examples)];
  const split = planSplit(document, examples, seed, sourceName(source));
  const rows = splitRows(split, examples.rows, examples);
  checkParts(document, examples, rows);
  const again = document.refit !== false && rows.holdout.length > 0;
  const trained = await fit(request, examples, rows.training, { seed, from: READING, to: again ? JUDGED : 1 });
  request.progress?.(again ? JUDGED : 1, 'judging on the hold-out');
  const judged = await judge(host, trained.bytes, document, examples, rows.holdout, seed);
  const { holdout, uplift, curves, scores } = judged;
  const all = Uint32Array.from({ length: examples.rows }, (_, row) => row);
  const first = { model: trained, rows: rows.training };
  const refitted = again ? await fit(request, examples, all, { seed, first, from: JUDGED, to: 1 }) : null;
  request.progress?.(1, 'done');
  const parts = {
    source: source.kind,
    dataset,
    examples,
    rows,
    split,
    trained,
    refitted,
    holdout,
    uplift,
    notes: [...notes, ...new Set([...trained.notes, ...(refitted?.notes ?? [])])],
  };
  const report = reportOf(request, parts);
  const learned = again ? examples.features : examples.features.map((column) => pickRows(column, rows.training));
  const fitted: NewVersion = {
    modelId: document.id,
    plugin: document.plugin,
    task: document.task,
    documentHash: hashDocument(document),
    dataHash,
    codeVersion: codeVersion(),
    seed,
    metrics: { ...report },
    ...(refitted === null ? { bytes: trained.bytes } : { bytes: refitted.bytes, judgedBytes: trained.bytes }),
    ...(curves === null ? {} : { curves }),
    reference: driftReference(learned, scores && servedScores(scores, trained.spread, refitted?.spread)),
  };
  return { fitted, report };
}

/** Before anything is read: what is wrong with the document should not take a minute to learn. */
async function checkOptions({ id, plugin, options = {} }: ModelDocument, host: PluginHost): Promise<void> {
  const parsed = await host.parseOptions(plugin, options);
  if (parsed.ok) return;
  const problems = parsed.problems.map((problem) => ({ ...problem, pointer: `/options${problem.pointer ?? ''}` }));
  throw new StrataError('PLUGIN_OPTIONS_INVALID', `The options of "${id}" are not those of ${plugin}.`, { problems });
}

async function readAll({ document, source, progress, ...options }: Fitting): Promise<GatheredExamples> {
  if (progress === undefined) return await gatherExamples(document, source, options);
  return await gatherExamples(document, source, {
    ...options,
    progress: (share, note) => {
      progress(READING * share, note);
    },
  });
}

/** Returns a note where the minimum was lowered. */
function checkMinimum({ document, source, ...request }: Fitting, { label }: Examples): readonly string[] {
  if ((document.task !== 'binary' && document.task !== 'uplift') || !areShares(label)) return [];
  const minimum = request.minimum ?? document.minimum ?? MINIMUM;
  const positives = label.reduce((sum, value) => sum + value, 0);
  const negatives = label.length - positives;
  const file = sourceName(source);
  if (positives < minimum.positives || negatives < minimum.negatives) {
    throw new StrataError('TOO_FEW_EXAMPLES', `${file} has too few examples for "${document.id}".`, {
      problems: [
        {
          file,
          message: `${positives} positives and ${negatives} negatives`,
          expected: `at least ${minimum.positives} positives and ${minimum.negatives} negatives (change it with "minimum" in the document or --minimum)`,
        },
      ],
    });
  }
  const lowered = minimum.positives < MINIMUM.positives || minimum.negatives < MINIMUM.negatives;
  if (!lowered) return [];
  return [
    `the minimum was lowered to ${minimum.positives} positives and ${minimum.negatives} negatives (usual: ${MINIMUM.positives} and ${MINIMUM.negatives})`,
  ];
}

function planSplit({ split }: ModelDocument, examples: Examples, seed: number, file: string): Split {
  const holdout = split?.holdout ?? HOLDOUT;
  const { time } = examples.roles;
  if (time === null || examples.times === undefined) return { by: 'hash', holdout, seed, key: examples.keyColumn };
  const from = holdoutStart(examples.times, holdout);
  if (from !== undefined) return { by: 'time', holdout, column: time, from: new Date(from).toISOString() };
  throw new StrataError('BAD_COLUMN', `${file} cannot be split by time.`, {
    problems: [
      {
        file,
        message: `all rows are of one moment (${time})`,
        expected: 'rows of several moments, or "split": {"by": "hash", …}',
      },
    ],
  });
}

function checkParts({ task }: ModelDocument, { label }: Examples, rows: DividedRows): void {
  for (const [part, positions] of Object.entries(rows) as [string, Uint32Array][]) {
    const classes = new Set(Array.from(positions, (row) => label[row]));
    if (classes.size > 1 || (task !== 'binary' && task !== 'uplift' && classes.size > 0)) continue;
    throw new StrataError('TOO_FEW_EXAMPLES', `The ${part} part has examples of one kind only.`, {
      problems: [
        { message: `${positions.length} rows in the ${part} part`, expected: 'positives and negatives in both parts' },
      ],
    });
  }
}

function fit(
  { document, host, signal, progress }: Fitting,
  examples: Examples,
  rows: Uint32Array,
  { seed, first, from, to }: Pick<TrainRequest, 'seed' | 'first'> & { readonly from: number; readonly to: number },
): Promise<TrainedModel> {
  const { treatment, treatments } = examples;
  return host.train({
    plugin: document.plugin,
    task: document.task,
    options: document.options ?? {},
    columns: examples.features.map((column) => pickRows(column, rows)),
    label: Float64Array.from(rows, (row) => examples.label[row] ?? 0),
    ...(treatment === undefined ? {} : { treatment: Uint8Array.from(rows, (row) => treatment[row] ?? 0) }),
    ...(treatments === undefined ? {} : { treatments }),
    seed,
    ...(first === undefined ? {} : { first }),
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined
      ? {}
      : {
          progress: (share, note) => {
            progress(from + (to - from) * share, note);
          },
        }),
  });
}

async function judge(
  host: PluginHost,
  bytes: Uint8Array,
  { task }: ModelDocument,
  examples: Examples,
  rows: Uint32Array,
  seed: number,
): Promise<{
  readonly holdout: BinaryMetrics | ValueMetrics | null;
  readonly uplift: UpliftReport | null;
  readonly curves: object | null;
  readonly scores: Float64Array | null;
}> {
  const nothing = { holdout: null, uplift: null, curves: null, scores: null };
  if (task === 'uplift')
    return { ...nothing, ...(await judgeEffects(host, bytes, pickExamples(examples, rows), seed)) };
  const { values } = await scoreColumns(
    host,
    bytes,
    examples.features.map((column) => pickRows(column, rows)),
  );
  const label = Float64Array.from(rows, (row) => examples.label[row] ?? 0);
  const people = peopleOf(pickExamples(examples, rows));
  if (task === 'regression') return { ...nothing, holdout: valueMetrics(values, label, seed, people), scores: values };
  return {
    ...nothing,
    holdout: binaryMetrics(values, label, seed, people),
    curves: {
      precisionRecall: smoothedPrecisionRecallCurve(values, label),
      coverage: coverageCurve(values, label),
    },
    scores: values,
  };
}

async function judgeEffects(
  host: PluginHost,
  bytes: Uint8Array,
  examples: Examples,
  seed: number,
): Promise<{ readonly uplift: UpliftReport; readonly scores: Float64Array }> {
  const scorer = await host.load(bytes, 'batch');
  try {
    return await judgeUplift(scorer, examples, { seed });
  } finally {
    await scorer.close();
  }
}

function codeVersion(): string {
  const manifest = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}
