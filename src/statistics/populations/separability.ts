import { aucInterval } from '../prediction/index.js';
import { type Estimate, ascendingOrder, at } from '../index.js';

/** Rows of a population as bins: one entry a feature, in it one bin a row; all of one length. */
export type BinnedRows = readonly Uint8Array[];

/** The rounds, the pace and the caution of the boosting below: enough for a few thousand rows. */
const ROUNDS = 40;
const PACE = 0.2;
const CAUTION = 5;
const LEAST_ROWS = 20;
const FOLDS = 2;
/** More rows teach such small trees no more; all of them are judged. */
const MOST_TAUGHT = 20_000;

/**
 * How well a classifier tells two populations apart: the AUC of boosted trees of depth two (Friedman, 2001, logistic
 * loss) that were taught on one half of the rows which population a row is of, judged on the other half, and the other
 * way round. 0.5: nobody can tell them apart; 1: they have nothing in common. It sees what single features hide:
 * many small moves, and features that changed together. The interval is DeLong's.
 *
 * @param reference,live rows over the same features and bins, in any order
 * @returns NaN where one of the two has fewer than two rows
 */
export function separability(reference: BinnedRows, live: BinnedRows): Estimate {
  const before = reference[0]?.length ?? 0;
  const after = live[0]?.length ?? 0;
  const rows = reference.map((column, feature) => concat(column, live[feature] ?? new Uint8Array()));
  const labels = Float64Array.from({ length: before + after }, (_, row) => (row < before ? 0 : 1));
  return aucInterval(outOfFoldLinks(rows, labels), labels);
}

/**
 * For each row the log-odds of label 1, by boosted trees that were taught on the other half of the rows. Halves are drawn
 * by chance, a coin a row in the order of what rows say: other orders of the same rows give the same answers. (Dealing
 * equal rows out evenly would put the noise of each into both halves, and tell apart what nobody can.)
 *
 * @param labels 0 or 1
 * @param clusters for each row the number of its person, from 0: all rows of a person are in one half
 */
export function outOfFoldLinks(
  rows: BinnedRows,
  labels: Float64Array,
  clusters: ArrayLike<number> = Uint32Array.from(labels.keys()),
): Float64Array {
  const order = orderByContent(rows, labels);
  const folds = foldsOfPeople(order, clusters);
  const links = new Float64Array(labels.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const taught = order.filter((_, place) => folds[place] !== fold);
    const step = Math.max(1, taught.length / MOST_TAUGHT);
    const train = Uint32Array.from({ length: Math.ceil(taught.length / step) }, (_, index) =>
      at(taught, Math.floor(index * step)),
    );
    const { base, trees } = boost(rows, labels, train);
    order.forEach((row, place) => {
      if (folds[place] === fold) links[row] = trees.reduce((sum, tree) => sum + valueOf(tree, rows, row), base);
    });
  }
  return links;
}

/** A fold for each place of the order: that of its person, who draws where its first row stands. */
function foldsOfPeople(order: Uint32Array, clusters: ArrayLike<number>): Uint8Array {
  const numbers = new Map<number, number>();
  const people = Array.from(order, (row) => {
    const number = numbers.get(at(clusters, row)) ?? numbers.size;
    numbers.set(at(clusters, row), number);
    return number;
  });
  const folds = drawFolds(numbers.size);
  return Uint8Array.from(people, (person) => at(folds, person));
}

/** A fold for each person, by a linear congruential generator (L'Ecuyer, 1999), of which the upper bits are used. */
function drawFolds(people: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: people }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((FOLDS * state) / 2 ** 32);
  });
}

/** By label, then by a hash of the row's bins, which is as good as by chance; equal rows stand together. */
function orderByContent(rows: BinnedRows, labels: Float64Array): Uint32Array {
  const hashes = new Float64Array(labels.length);
  for (let row = 0; row < hashes.length; row++) {
    let hash = 2_166_136_261;
    for (const column of rows) hash = Math.imul(hash ^ at(column, row), 16_777_619);
    hashes[row] = Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0;
  }
  return ascendingOrder(labels, hashes, ...rows);
}

/** A question about one row: is its bin at most this one (`upTo`), or exactly this one? */
interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly kind: 'upTo' | 'exactly';
}

type Tree = { readonly value: number } | { readonly split: Split; readonly yes: Tree; readonly no: Tree };

interface Boosted {
  /** Log-odds of the taught rows. */
  readonly base: number;
  readonly trees: readonly Tree[];
}

function boost(rows: BinnedRows, labels: Float64Array, train: Uint32Array): Boosted {
  const links = new Float64Array(labels.length);
  const gradients = new Float64Array(labels.length);
  const positives = train.reduce((sum, row) => sum + at(labels, row), 0);
  const odds = Math.log(positives / (train.length - positives));
  const base = Number.isFinite(odds) ? odds : 0;
  links.fill(base);
  const curvatures = new Float64Array(labels.length);
  const trees = Array.from({ length: ROUNDS }, () => {
    for (const row of train) {
      const probability = 1 / (1 + Math.exp(-at(links, row)));
      gradients[row] = at(labels, row) - probability;
      curvatures[row] = probability * (1 - probability);
    }
    const tree = grow({ rows, gradients, curvatures }, train, 2);
    for (const row of train) links[row] = at(links, row) + valueOf(tree, rows, row);
    return tree;
  });
  return { base, trees };
}

interface Slopes {
  readonly rows: BinnedRows;
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
}

function grow(slopes: Slopes, members: Uint32Array, depth: number): Tree {
  const split = depth === 0 ? undefined : bestSplit(slopes, members);
  if (split !== undefined) {
    const yes = members.filter((row) => holds(split, slopes.rows, row));
    const no = members.filter((row) => !holds(split, slopes.rows, row));
    return { split, yes: grow(slopes, yes, depth - 1), no: grow(slopes, no, depth - 1) };
  }
  const total = sumOf(slopes, members);
  return { value: (PACE * total.gradient) / (total.curvature + CAUTION) };
}

interface Sum {
  readonly gradient: number;
  readonly curvature: number;
  readonly rows: number;
}

function sumOf({ gradients, curvatures }: Slopes, members: Uint32Array): Sum {
  let gradient = 0;
  let curvature = 0;
  for (const row of members) {
    gradient += at(gradients, row);
    curvature += at(curvatures, row);
  }
  return { gradient, curvature, rows: members.length };
}

/** The question that lowers the loss most; none where both sides would not keep enough rows. */
function bestSplit(slopes: Slopes, members: Uint32Array): Split | undefined {
  const total = sumOf(slopes, members);
  let best: Split | undefined;
  let most = gainOf(total) + 1e-9;
  for (let feature = 0; feature < slopes.rows.length; feature++) {
    const bins = histogram(slopes, feature, members);
    let upTo: Sum = { gradient: 0, curvature: 0, rows: 0 };
    for (let bin = 0; bin < bins.length; bin++) {
      const exactly = bins[bin] ?? upTo;
      upTo = plus(upTo, exactly, 1);
      for (const [kind, yes] of [['upTo', upTo] as const, ['exactly', exactly] as const]) {
        const no = plus(total, yes, -1);
        if (yes.rows < LEAST_ROWS || no.rows < LEAST_ROWS) continue;
        const gain = gainOf(yes) + gainOf(no);
        if (gain <= most) continue;
        most = gain;
        best = { feature, bin, kind };
      }
    }
  }
  return best;
}

function histogram({ rows, gradients, curvatures }: Slopes, feature: number, members: Uint32Array): readonly Sum[] {
  const column = rows[feature] ?? new Uint8Array();
  const gradient = new Float64Array(256);
  const curvature = new Float64Array(256);
  const counts = new Uint32Array(256);
  let last = 0;
  for (const row of members) {
    const bin = at(column, row);
    gradient[bin] = at(gradient, bin) + at(gradients, row);
    curvature[bin] = at(curvature, bin) + at(curvatures, row);
    counts[bin] = at(counts, bin) + 1;
    if (bin > last) last = bin;
  }
  return Array.from({ length: last + 1 }, (_, bin) => ({
    gradient: at(gradient, bin),
    curvature: at(curvature, bin),
    rows: at(counts, bin),
  }));
}

function gainOf({ gradient, curvature }: Sum): number {
  return (gradient * gradient) / (curvature + CAUTION);
}

function plus(a: Sum, b: Sum, sign: 1 | -1): Sum {
  return {
    gradient: a.gradient + sign * b.gradient,
    curvature: a.curvature + sign * b.curvature,
    rows: a.rows + sign * b.rows,
  };
}

function holds({ feature, bin, kind }: Split, rows: BinnedRows, row: number): boolean {
  const value = at(rows[feature] ?? [], row);
  return kind === 'upTo' ? value <= bin : value === bin;
}

function valueOf(tree: Tree, rows: BinnedRows, row: number): number {
  if ('value' in tree) return tree.value;
  return valueOf(holds(tree.split, rows, row) ? tree.yes : tree.no, rows, row);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
