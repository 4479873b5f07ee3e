import { type TrainedModel } from '#strata/plugin-host';
import type { ExampleSource, DatasetReport, ExampleOptions, Examples } from '../datasets/index.js';
import { type BinaryMetrics, type ValueMetrics } from './holdout/metrics.js';
import { type Split, type DividedRows } from './holdout/split.js';
import { type UpliftReport } from './holdout/uplift-figures.js';

/** What was measured when a version was trained; stored with it. */
export interface TrainingReport {
  readonly source: ExampleSource['kind'];
  /** What the data looked like: labels by month, missing values, leakage suspects, today's people. */
  readonly dataset: DatasetReport;
  /** Rows of the file, rows that became examples, and how they were divided. */
  readonly rowsInFile: number;
  readonly examples: number;
  readonly training: number;
  readonly split: Split;
  /** On the hold-out; null for tasks that have no single label to be judged by. */
  readonly holdout: BinaryMetrics | ValueMetrics | null;
  /** On the hold-out, of an uplift model. */
  readonly uplift?: UpliftReport;
  readonly backend: string | null;
  readonly pluginVersion: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly features: readonly string[];
  readonly calibration: TrainedModel['calibration'];
  /** Wall time of the fit that the hold-out judged. */
  readonly milliseconds: number;
  /** The second fit, which scores, on all examples; null where the version was fitted once. Absent from older versions. */
  readonly refit?: { readonly rows: number; readonly milliseconds: number } | null;
  /** What was said about the file when it was read, so that it can be read again in the same way. */
  readonly read: Pick<ExampleOptions, 'label' | 'positive' | 'where' | 'treatment' | 'time' | 'person' | 'columns'>;
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/** Puts the report of a training together. */
export function reportOf(
  said: TrainingReport['read'],
  parts: Pick<TrainingReport, 'source' | 'dataset'> & {
    readonly examples: Examples;
    readonly rows: DividedRows;
    readonly split: Split;
    readonly trained: TrainedModel;
    readonly refitted: TrainedModel | null;
    readonly holdout: BinaryMetrics | ValueMetrics | null;
    readonly uplift: UpliftReport | null;
    readonly notes: readonly string[];
  },
): TrainingReport {
  const { source, dataset, examples, rows, split, trained, refitted, holdout, uplift, notes } = parts;
  const { backend, pluginVersion, options, calibration, milliseconds } = trained;
  return {
    source,
    dataset,
    rowsInFile: examples.rowsInFile,
    examples: examples.rows,
    training: rows.training.length,
    split,
    holdout,
    ...(uplift === null ? {} : { uplift }),
    backend,
    pluginVersion,
    options,
    features: trained.features.map(({ name }) => name),
    calibration,
    milliseconds,
    refit: refitted === null ? null : { rows: examples.rows, milliseconds: refitted.milliseconds },
    read: { ...saidAbout(said), columns: examples.columns },
    notes,
  };
}

function saidAbout({
  label,
  positive,
  where,
  treatment,
  time,
  person,
}: TrainingReport['read']): TrainingReport['read'] {
  return {
    ...(label === undefined ? {} : { label }),
    ...(positive === undefined ? {} : { positive }),
    ...(where === undefined ? {} : { where }),
    ...(treatment === undefined ? {} : { treatment }),
    ...(time === undefined ? {} : { time }),
    ...(person === undefined ? {} : { person }),
  };
}
