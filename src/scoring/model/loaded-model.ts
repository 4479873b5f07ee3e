import { type FeatureFrame, StrataError } from '#sdk';
import { type Artefact, readArtefact } from './artefact.js';
import { Bases } from './bases.js';
import { calibrate } from '../calibration/index.js';
import { errorWords } from './error-words.js';
import { headlines } from './headline.js';
import { type AnyScorer, type ScorerLibrary } from './library.js';
import { rankOf } from './reference.js';
import { rawScores } from './raw-scores.js';

/** A stored model with its plugin's code, in this process. */
export interface LoadedModel {
  readonly definition: AnyScorer;
  readonly artefact: Artefact;
  /** What the plugin's `load` made of its bytes. */
  readonly learned: unknown;
}

/**
 * Tells what begins, so that it can be limited. Throws `SCORER_LOAD_FAILED` and what reading the artefact and the library
 * throw.
 */
export async function loadModel(
  bytes: Uint8Array,
  library: ScorerLibrary,
  begin: (of: 'import' | 'load') => void,
): Promise<LoadedModel> {
  const artefact = readArtefact(bytes);
  begin('import');
  const { definition } = await library(artefact.header.plugin);
  begin('load');
  try {
    const learned = await definition.load(artefact.learned, artefact.header.options, new Bases(library).load);
    return { definition, artefact, learned };
  } catch (error) {
    throw new StrataError('SCORER_LOAD_FAILED', `The plugin could not load its model: ${errorWords(error)}`, {
      cause: error,
    });
  }
}

/** Calibrated scores, rows × outputs. Throws what {@link rawScores} throws. */
export async function calibratedScores(
  { definition, artefact: { header }, learned }: LoadedModel,
  frame: FeatureFrame,
): Promise<Float64Array> {
  const raw = await rawScores(definition, learned, frame, header.outputs);
  const { calibration } = header;
  return calibration === null ? raw : raw.map((score) => calibrate(calibration, score));
}

/** @param values rows × outputs, calibrated @returns the shares of the reference population that score lower, one a row */
export function ranksOf({ artefact: { header, quantiles } }: LoadedModel, values: Float64Array): Float64Array {
  return headlines(values, header.outputs).map((headline) => rankOf(quantiles, headline));
}
