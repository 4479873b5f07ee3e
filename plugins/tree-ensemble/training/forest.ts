import { type SeededRandom } from '#sdk';
import { type Tree } from '../trees/grow.js';
import { packTrees, sigmoid } from '../model/model.js';
import { interceptOf, type Learned, type Learning, logit, type Settings } from './settings.js';
import { pack, packingFor, type Sums, unpack } from '../trees/sums.js';

/**
 * A random forest (Breiman, 2001) on the same tree builder, or one tree on all rows. Trees are grown for the squared
 * error, which for 0 and 1 is Gini's impurity; a leaf's mean is drawn towards the mean of everybody by `l2`.
 *
 * What is averaged over trees is the leaves' link: for binary labels the logit of their rate, not the rate. So the
 * logit of a score is a sum over trees, and its explanation by features is exact.
 */
export function plantForest(learning: Learning, settings: Settings): Learned {
  const { matrix, grower, random, target, run } = learning;
  const everyRow = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const intercept = interceptOf(target, everyRow);
  const mean = target.task === 'binary' ? sigmoid(intercept) : intercept;
  const variance = target.task === 'binary' ? mean * (1 - mean) : 1;
  const grown: Tree[] = [];
  for (let tree = 0; tree < settings.trees; tree++) {
    run.signal.throwIfAborted();
    const times = settings.mode === 'tree' ? null : drawn(matrix.rows, random);
    const rows = times === null ? everyRow : everyRow.filter((row) => (times[row] ?? 0) > 0);
    const weightOf = (row: number) => (target.weight[row] ?? 0) * (times?.[row] ?? 1);
    const packing = packingFor(
      rows.length,
      rows.reduce((sum, row) => sum + variance * weightOf(row), 0),
    );
    matrix.order.set(rows);
    const sums = writePairs();
    grown.push(grower.grow(rows.length, sums, { ...settings, packing }));
    run.progress((tree + 1) / settings.trees, `tree ${tree + 1} of ${settings.trees}`);

    function writePairs(): Sums {
      let gradients = 0;
      let packed = 0;
      for (const row of rows) {
        const gradient = weightOf(row) * (mean - (target.label[row] ?? 0));
        const both = pack(packing, variance * weightOf(row));
        matrix.pairs[2 * row] = gradient;
        matrix.pairs[2 * row + 1] = both;
        gradients += gradient;
        packed += both;
      }
      return unpack(packing, gradients, packed);
    }
  }
  // A Newton step from the common mean: for rates, in units of the variance.
  const linkOf = (value: number) => (target.task === 'binary' ? logit(mean + variance * value) : mean + value);
  const valueOf = (value: number) => (linkOf(value) - intercept) / settings.trees;
  return { intercept, trees: packTrees(grown, valueOf), grown };
}

/** How often each row is drawn, of as many draws with replacement as there are rows. */
function drawn(rows: number, random: SeededRandom): Uint8Array {
  const times = new Uint8Array(rows);
  for (let draw = 0; draw < rows; draw++) {
    const row = random.integer(rows);
    times[row] = (times[row] ?? 0) + 1;
  }
  return times;
}
