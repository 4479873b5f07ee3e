import { seededRandom } from '#sdk';

/** Rows are split into so many folds; each fold's rows are scored by a model trained on the others. */
const FOLDS = 5;
/** Folds are scored until so many rows, and so many of the rarer class, were scored: then slope and intercept are well known. */
const ENOUGH_ROWS = 25_000;
const ENOUGH_RARER = 2_000;
/**
 * The folds to score, as row numbers: stratified by label, drawn by the seed, and only as many as give enough rows.
 */
export function calibrationFolds(label: Float64Array, seed: number): Int32Array[] {
  const random = seededRandom(seed ^ 0xca11b8a7);
  const folds = Array.from({ length: FOLDS }, (): number[] => []);
  let next = 0;
  for (const kind of [1, 0]) {
    const rows = random.shuffle(Array.from(label.keys()).filter((row) => label[row] === kind));
    for (const row of rows) folds[next++ % FOLDS]?.push(row);
  }
  const positives = label.reduce((sum, y) => sum + y, 0);
  const rarer = Math.min(positives, label.length - positives);
  const share = Math.max(ENOUGH_ROWS / label.length, ENOUGH_RARER / rarer);
  return folds
    .slice(0, Math.min(FOLDS, Math.ceil(share * FOLDS)))
    .map((fold) => Int32Array.from(fold.sort((a, b) => a - b)));
}
