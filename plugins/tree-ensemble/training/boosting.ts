import { type SeededRandom } from '#sdk';
import { isLeft, type Tree } from '../trees/grow.js';
import { type Matrix } from '../bins/matrix.js';
import { packTrees, sigmoid } from '../model/model.js';
import { type Learned, type Learning, type Settings, type Target, interceptOf } from './settings.js';
import { pack, type Packing, packingFor, type Sums, unpack } from '../trees/sums.js';

/** Fewer rows are all learned from: as a hold-out they would say nothing. */
const LEAST_HELD = 30;

/**
 * Gradient boosting (Friedman, 2001) with Newton steps: each tree fits the slope of the loss that those before it left.
 * It stops when the loss on the rows set aside has not improved for some trees, and keeps those up to the best.
 */
export function boost(learning: Learning, settings: Settings): Learned {
  const { matrix, grower, target, run, random } = learning;
  const { taught, held } = splitRows(learning, settings);
  const intercept = interceptOf(target, taught);
  const links = new Float64Array(matrix.rows).fill(intercept);
  const packing = packingFor(
    taught.length,
    taught.reduce((sum, row) => sum + (target.weight[row] ?? 0), 0),
  );
  const limits = { ...settings, packing };
  const grown: Tree[] = [];
  let best = { loss: Infinity, trees: 0 };
  while (grown.length < settings.trees) {
    run.signal.throwIfAborted();
    const seen = settings.rows < 1 ? drawRows(taught, settings.rows, random) : taught;
    matrix.order.set(seen);
    const tree = grower.grow(seen.length, writePairs(matrix, target, links, seen, packing), limits);
    if (tree.nodes.length === 1) break;
    grown.push(tree);
    if (seen === taught) addToTaught(tree, settings.learningRate, matrix, links);
    else addByLeaf(tree, settings.learningRate, matrix, links, taught);
    addByLeaf(tree, settings.learningRate, matrix, links, held);
    const loss = held.length > 0 ? meanLoss(target, links, held) : NaN;
    if (!(loss >= best.loss)) best = { loss, trees: grown.length };
    run.progress(grown.length / settings.trees, noteOf(grown.length, settings.trees, loss));
    if (grown.length - best.trees >= settings.earlyStopping && held.length > 0) break;
  }
  const kept = grown.slice(0, best.trees);
  run.progress(1, `${kept.length} trees`);
  return { intercept, trees: packTrees(kept, (value) => shrunk(value, settings.learningRate)), grown: kept };
}

function noteOf(tree: number, trees: number, loss: number): string {
  return `tree ${tree} of ${trees}${Number.isNaN(loss) ? '' : `, loss on the rows set aside ${loss.toFixed(5)}`}`;
}

/** Rows to learn from and rows to stop by, both in rising order. */
function splitRows({ matrix, random }: Learning, { earlyStopping, validation }: Settings) {
  const rows = Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const count = Math.round(validation * rows.length);
  if (earlyStopping === 0 || count < LEAST_HELD) return { taught: rows, held: new Int32Array() };
  random.shuffle(rows);
  return { taught: rows.slice(count).sort(), held: rows.slice(0, count).sort() };
}

/** The rows that one tree sees: stochastic gradient boosting (Friedman, 2002). */
function drawRows(rows: Int32Array, share: number, random: SeededRandom): Int32Array {
  return rows.filter(() => random.uniform() < share);
}

/** Writes slope and curvature of the loss (log loss, half squared error) of all rows, and returns their sums. */
function writePairs(
  { pairs }: Matrix,
  { task, label, weight }: Target,
  links: Float64Array,
  rows: Int32Array,
  packing: Packing,
): Sums {
  const binary = task === 'binary';
  let gradients = 0;
  let packed = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    const w = weight[row] ?? 0;
    const link = links[row] ?? 0;
    const predicted = binary ? sigmoid(link) : link;
    const gradient = w * (predicted - (label[row] ?? 0));
    const both = pack(packing, binary ? w * predicted * (1 - predicted) : w);
    pairs[2 * row] = gradient;
    pairs[2 * row + 1] = both;
    gradients += gradient;
    packed += both;
  }
  return unpack(packing, gradients, packed);
}

/** Growing left the rows sorted by leaf. */
function addToTaught({ nodes }: Tree, learningRate: number, { order }: Matrix, links: Float64Array): void {
  for (const { branch, value, from, to } of nodes) {
    if (branch !== null) continue;
    const step = shrunk(value, learningRate);
    for (let at = from; at < to; at++) {
      const row = order[at] ?? 0;
      links[row] = (links[row] ?? 0) + step;
    }
  }
}

/** Every row walks down the tree. */
function addByLeaf(tree: Tree, learningRate: number, matrix: Matrix, links: Float64Array, rows: Int32Array): void {
  for (const row of rows) links[row] = (links[row] ?? 0) + shrunk(leafOf(tree, matrix, row), learningRate);
}

/** What a leaf adds, rounded as the model stores it. */
function shrunk(value: number, learningRate: number): number {
  return Math.fround(learningRate * value);
}

/** The value of the leaf that a row reaches. */
function leafOf({ nodes }: Tree, matrix: Matrix, row: number): number {
  let node = nodes[0];
  while (node?.branch) {
    const { split, children } = node.branch;
    node = nodes[isLeft(split.test, matrix.binOf(split.feature, row)) ? children : children + 1];
  }
  return node?.value ?? 0;
}

function meanLoss({ task, label, weight }: Target, links: Float64Array, rows: Int32Array): number {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    const w = weight[row] ?? 0;
    const link = links[row] ?? 0;
    const y = label[row] ?? 0;
    // log(1 + e^link) − y × link, without overflow.
    const log = Math.max(link, 0) + Math.log1p(Math.exp(-Math.abs(link))) - y * link;
    sum += w * (task === 'binary' ? log : (link - y) ** 2);
    total += w;
  }
  return total > 0 ? sum / total : NaN;
}
