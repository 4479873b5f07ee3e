import { type FeatureColumn, isStrataError, StrataError, type Task } from '#sdk';
import { type ScoredRows } from '#strata/engine/columns';
import { type FeatureSpec, frameOfColumns } from './encoding/index.js';
import { scoredRows } from './scored-rows.js';
import { type ScoredFrame } from './scores.js';
import {
  calibratedScores,
  errorWords,
  type LoadedModel,
  loadModel,
  ranksOf,
  type ScorerLibrary,
} from './model/index.js';

/** Scores of a batch. Rows that could not be scored have NaN in every array, as decisions over columns read it. */
export interface BatchScores extends ScoredRows {
  /** How many rows could not be scored. */
  readonly failed: number;
  /** Why the first of them could not. */
  readonly failure?: StrataError;
}

/** A stored model that scores many rows in this thread: no process, no time limit, no copy of the rows. */
export interface BatchScorer {
  /** Id of the plugin. */
  readonly plugin: string;
  readonly task: Task;
  /** Columns that it needs, by name; others are ignored. */
  readonly features: readonly FeatureSpec[];
  /** Names of the treatments; empty where the task is not uplift. */
  readonly treatments: readonly string[];
  /**
   * Scores the first rows of columns; a few thousand a call are fastest. A row that cannot be scored costs only itself, so
   * that a row's score does not depend on what it was scored with. Throws `BAD_COLUMN`.
   *
   * @param without what nobody reads
   */
  score(columns: readonly FeatureColumn[], rows: number, without?: 'ranks'): Promise<BatchScores>;
}

/**
 * Loads a stored model into this thread. The plugin's code runs unguarded: whoever calls it for many people does so in a
 * thread or a process that may be ended. Throws `DAMAGED_ARTEFACT`, `SCORER_LOAD_FAILED` and what the library throws.
 */
export async function loadBatchScorer(bytes: Uint8Array, library: ScorerLibrary): Promise<BatchScorer> {
  const model = await loadModel(bytes, library, () => undefined);
  const { plugin, task, features, treatments = [] } = model.artefact.header;
  const score: BatchScorer['score'] = async (columns, rows, without) => {
    const { values, failed, failure } = await scoreBetween(model, columns, 0, rows);
    const ranks = without === 'ranks' ? {} : { ranks: ranksOf(model, values) };
    const scored = scoredRows({ task, treatments }, { values, ...ranks });
    return { ...scored, failed, ...(failure === undefined ? {} : { failure }) };
  };
  return Object.freeze({ plugin, task, features, treatments, score });
}

interface Part extends Pick<ScoredFrame, 'values'> {
  readonly failed: number;
  readonly failure?: StrataError | undefined;
}

/** Scores rows together; where that fails, each half by itself, down to the rows that are at fault. */
async function scoreBetween(
  model: LoadedModel,
  columns: readonly FeatureColumn[],
  start: number,
  end: number,
): Promise<Part> {
  const frame = frameOfColumns(model.artefact.header, columns, start, end);
  try {
    return { values: await calibratedScores(model, frame), failed: 0 };
  } catch (error) {
    if (end - start <= 1) return failedRow(model, end - start, error);
  }
  const middle = (start + end) >> 1;
  const first = await scoreBetween(model, columns, start, middle);
  const second = await scoreBetween(model, columns, middle, end);
  return {
    values: joined(first.values, second.values),
    failed: first.failed + second.failed,
    failure: first.failure ?? second.failure,
  };
}

function failedRow({ artefact: { header } }: LoadedModel, rows: number, error: unknown): Part {
  const failure = isStrataError(error) ? error : new StrataError('SCORER_THREW', errorWords(error), { cause: error });
  return {
    values: new Float64Array(rows * header.outputs).fill(NaN),
    failed: rows,
    failure,
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
