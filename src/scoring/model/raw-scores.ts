import { type FeatureFrame, StrataError } from '#sdk';
import { errorWords } from './error-words.js';
import { type AnyScorer } from './library.js';

/** Stands where a scorer has not written. */
const UNWRITTEN = -Number.MAX_VALUE;

/**
 * A plugin's raw scores of a frame, rows × outputs, checked.
 * Throws `SCORER_THREW`, `SCORER_WRONG_LENGTH`, `SCORER_NOT_FINITE`.
 */
export async function rawScores(
  definition: AnyScorer,
  artefact: unknown,
  frame: FeatureFrame,
  outputs: number,
): Promise<Float64Array> {
  const out = new Float64Array(frame.rows * outputs).fill(UNWRITTEN);
  let returned: unknown;
  try {
    // A plugin in plain JavaScript may return anything.
    returned = definition.score(artefact, frame, out);
    if (returned instanceof Promise) returned = await returned;
  } catch (error) {
    throw new StrataError('SCORER_THREW', `The scorer threw: ${errorWords(error)}`, { cause: error });
  }
  if (returned !== out && (ArrayBuffer.isView(returned) || Array.isArray(returned))) {
    throw new StrataError('SCORER_WRONG_LENGTH', 'The scorer returned its scores instead of writing them into `out`.');
  }
  for (const score of out) {
    if (Number.isFinite(score) && score !== UNWRITTEN) continue;
    if (score !== UNWRITTEN) throw new StrataError('SCORER_NOT_FINITE', `The scorer returned ${String(score)}.`);
    const written = out.reduce((count, value) => count + Number(value !== UNWRITTEN), 0);
    throw new StrataError('SCORER_WRONG_LENGTH', `The scorer wrote ${written} of ${out.length} scores.`);
  }
  return out;
}
