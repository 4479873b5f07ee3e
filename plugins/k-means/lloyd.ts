import { type EncodedFrame } from '#sdk';

/** A division of rows around means. */
export interface Division {
  /** k × m, row-major. */
  readonly means: Float64Array;
  readonly labels: Int32Array;
  /** Rows of each cluster. */
  readonly sizes: Float64Array;
  /** Sum of the squared distances of rows to their mean. */
  readonly inertia: number;
}

/** When it ends. */
interface Ending {
  /** Squared distance by which all means together move less. */
  readonly moved: number;
  /** Called before each step, with how many were taken. */
  readonly look: (step: number) => void;
}

const MOST_STEPS = 300;

/**
 * Moves means to the middle of the rows nearest to them until nothing changes (Lloyd, 1982), with Hamerly's bounds (2010): a
 * row whose mean is certainly the nearest one is not compared with the others.
 *
 * @param seeds k × m, row-major
 */
export function divide(frame: EncodedFrame, seeds: Float64Array, { moved, look }: Ending): Division {
  const state = begin(frame, seeds);
  for (let step = 0; step < MOST_STEPS; step++) {
    look(step);
    const changed = assignRows(state);
    if (changed === 0 || moveMeans(state) <= moved) break;
  }
  assignRows(state);
  return { means: state.means, labels: state.labels, ...sumsOf(state) };
}

interface State {
  readonly values: Float32Array;
  readonly rows: number;
  readonly width: number;
  readonly clusters: number;
  readonly means: Float64Array;
  readonly labels: Int32Array;
  /** At least the distance of a row to its mean. */
  readonly upper: Float64Array;
  /** At most its distance to any other one. */
  readonly lower: Float64Array;
}

function begin({ rows, columns, values }: EncodedFrame, seeds: Float64Array): State {
  const width = columns.length;
  return {
    ...{ values, rows, width, clusters: seeds.length / width, means: seeds.slice() },
    labels: new Int32Array(rows).fill(-1),
    upper: new Float64Array(rows).fill(Infinity),
    lower: new Float64Array(rows),
  };
}

/** Gives each row its nearest mean. @returns how many got another one */
function assignRows(state: State): number {
  const { rows, labels, upper, lower } = state;
  const gaps = halfGaps(state);
  let changed = 0;
  for (let row = 0; row < rows; row++) {
    const own = labels[row] ?? -1;
    const safe = Math.max(lower[row] ?? 0, gaps[own] ?? 0);
    if ((upper[row] ?? 0) <= safe) continue;
    if (own >= 0) {
      const distance = Math.sqrt(squared(state, row, own));
      upper[row] = distance;
      if (distance <= safe) continue;
    }
    if (search(state, row) !== own) changed++;
  }
  return changed;
}

/** Compares a row with all means. @returns the nearest one, the first of equals */
function search(state: State, row: number): number {
  const { clusters, labels, upper, lower } = state;
  let [nearest, least, next] = [0, Infinity, Infinity];
  for (let cluster = 0; cluster < clusters; cluster++) {
    const distance = squared(state, row, cluster);
    if (distance < least) {
      next = least;
      least = distance;
      nearest = cluster;
    } else if (distance < next) next = distance;
  }
  labels[row] = nearest;
  upper[row] = Math.sqrt(least);
  lower[row] = Math.sqrt(next);
  return nearest;
}

function squared({ values, means, width }: State, row: number, cluster: number): number {
  let sum = 0;
  for (let at = row * width, mean = cluster * width, end = at + width; at < end; at++, mean++) {
    const difference = (values[at] ?? 0) - (means[mean] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

/** Of each mean, half of the distance to the next one: what is nearer than that has no nearer mean. */
function halfGaps({ clusters, means, width }: State): Float64Array {
  const gaps = new Float64Array(clusters).fill(Infinity);
  for (let one = 0; one < clusters; one++) {
    for (let other = 0; other < clusters; other++) {
      if (one === other) continue;
      let sum = 0;
      for (let column = 0; column < width; column++) {
        sum += ((means[one * width + column] ?? 0) - (means[other * width + column] ?? 0)) ** 2;
      }
      gaps[one] = Math.min(gaps[one] ?? 0, Math.sqrt(sum) / 2);
    }
  }
  return gaps;
}

/** Moves each mean to the middle of its rows; one without rows to the row that is farthest from its own. @returns by how much, squared */
function moveMeans(state: State): number {
  const { means, width, clusters } = state;
  const next = middles(state);
  const shifts = new Float64Array(clusters);
  let total = 0;
  for (let cluster = 0; cluster < clusters; cluster++) {
    let shift = 0;
    for (let column = cluster * width; column < (cluster + 1) * width; column++) {
      shift += ((next[column] ?? 0) - (means[column] ?? 0)) ** 2;
    }
    total += shift;
    shifts[cluster] = Math.sqrt(shift);
  }
  means.set(next);
  moveBounds(state, shifts);
  return total;
}

function middles(state: State): Float64Array {
  const { values, rows, width, clusters, labels } = state;
  const sums = new Float64Array(clusters * width);
  const sizes = new Float64Array(clusters);
  for (let row = 0, at = 0; row < rows; row++) {
    const cluster = labels[row] ?? 0;
    sizes[cluster] = (sizes[cluster] ?? 0) + 1;
    for (let to = cluster * width, end = to + width; to < end; to++, at++)
      sums[to] = (sums[to] ?? 0) + (values[at] ?? 0);
  }
  const far = sizes.includes(0) ? farthestRows(state) : [];
  sizes.forEach((size, cluster) => {
    const row = size > 0 ? -1 : (far.shift() ?? 0);
    for (let column = 0; column < width; column++) {
      const at = cluster * width + column;
      sums[at] = row === -1 ? (sums[at] ?? 0) / size : (values[row * width + column] ?? 0);
    }
  });
  return sums;
}

function farthestRows(state: State): number[] {
  const distances = Float64Array.from(state.labels, (label, row) => squared(state, row, label));
  const order = Uint32Array.from(distances, (_, row) => row);
  return [...order.sort((a, b) => (distances[b] ?? 0) - (distances[a] ?? 0) || a - b).subarray(0, state.clusters)];
}

/** What is certain of each row after the means moved so far. */
function moveBounds({ rows, labels, upper, lower }: State, shifts: Float64Array): void {
  const most = shifts.reduce((larger, shift) => Math.max(larger, shift), 0);
  const of = shifts.indexOf(most);
  const second = shifts.reduce((larger, shift, cluster) => (cluster === of ? larger : Math.max(larger, shift)), 0);
  for (let row = 0; row < rows; row++) {
    const own = labels[row] ?? 0;
    upper[row] = (upper[row] ?? 0) + (shifts[own] ?? 0);
    lower[row] = (lower[row] ?? 0) - (own === of ? second : most);
  }
}

function sumsOf(state: State): Pick<Division, 'sizes' | 'inertia'> {
  const sizes = new Float64Array(state.clusters);
  let inertia = 0;
  state.labels.forEach((label, row) => {
    sizes[label] = (sizes[label] ?? 0) + 1;
    inertia += squared(state, row, label);
  });
  return { sizes, inertia };
}

/** The nearest mean of each row, the first of equals. @param means k × m, row-major */
export function nearestMeans(frame: EncodedFrame, means: Float64Array): Int32Array {
  const state = begin(frame, means);
  for (let row = 0; row < frame.rows; row++) search(state, row);
  return state.labels;
}
