import { type FitRun, hadByItem, type Interactions, type RecommenderInput, seededRandom } from '#sdk';
import { type Factors, gramOf, LANES, productOf } from './factors.js';
import { type AlsOptions } from './options.js';

/** Steps of conjugate gradients for each row, which begins where it ended the last time (Takács et al., 2011). */
const STEPS = 3;
const ROWS_A_LOOK = 4096;

/**
 * The items' factors for implicit feedback (Hu, Koren and Volinsky, 2008): of people x and items y those with the least
 * Σ c(p, i) · (had(p, i) − x(p)·y(i))² + l2 · (Σ‖x‖² + Σ‖y‖²), c = 1 + alpha × weight, by turns.
 */
export function learn({ interactions, items: { count } }: RecommenderInput, own: AlsOptions, run: FitRun): Factors {
  const ofItems = hadByItem(interactions, count);
  const people = emptyFactors(interactions.people, own.factors);
  const items = beginning(ofItems, own.factors, run.seed);
  for (let round = 0; round < own.rounds; round++) {
    const look = (half: number) => (share: number) => {
      run.signal.throwIfAborted();
      run.progress((round + (half + share) / 2) / own.rounds, `round ${String(round + 1)} of ${String(own.rounds)}`);
    };
    improve(people, items, interactions, own, look(0));
    improve(items, people, ofItems, own, look(1));
  }
  return items;
}

function emptyFactors(rows: number, width: number): Factors {
  return { rows, width, values: new Float64Array(rows * width) };
}

/** Small numbers by a seed; none for items that nobody had. */
function beginning({ people: rows, starts }: Interactions, width: number, seed: number): Factors {
  const random = seededRandom(seed);
  const factors = emptyFactors(rows, width);
  for (let row = 0; row < rows; row++) {
    if (starts[row] === starts[row + 1]) continue;
    for (let place = 0; place < width; place++)
      factors.values[row * width + place] = (0.1 * random.normal()) / Math.sqrt(width);
  }
  return factors;
}

/** Room for what is computed with of one row. */
interface Workspace {
  readonly rest: Float64Array;
  readonly direction: Float64Array;
  readonly image: Float64Array;
}

/** Brings each row nearer to the best one for the other side's factors. */
function improve(
  own: Factors,
  other: Factors,
  had: Interactions,
  { alpha, l2 }: AlsOptions,
  look: (share: number) => void,
): void {
  const { rows, width } = own;
  const gram = gramOf(other, l2);
  const space = { rest: new Float64Array(width), direction: new Float64Array(width), image: new Float64Array(width) };
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_A_LOOK === 0) look(row / rows);
    if (had.starts[row] !== had.starts[row + 1]) improveRow(own, row, { gram, other, had, alpha }, space);
  }
}

interface RowProblem {
  readonly gram: Float64Array;
  readonly other: Factors;
  readonly had: Interactions;
  readonly alpha: number;
}

/** Conjugate gradients on (YᵀY + λI + Yᵀ(C − I)Y)·x = YᵀC·had. */
function improveRow(
  { values, width }: Factors,
  row: number,
  problem: RowProblem,
  { rest, direction, image }: Workspace,
): void {
  const x = values.subarray(row * width, (row + 1) * width);
  apply(problem, row, x, rest, -1);
  direction.set(rest);
  let size = squares(rest);
  for (let step = 0; step < STEPS && size > 1e-20; step++) {
    apply(problem, row, direction, image, 0);
    let along = 0;
    for (let place = 0; place < width; place++) along += (direction[place] ?? 0) * (image[place] ?? 0);
    const length = size / along;
    for (let place = 0; place < width; place++) {
      x[place] = (x[place] ?? 0) + length * (direction[place] ?? 0);
      rest[place] = (rest[place] ?? 0) - length * (image[place] ?? 0);
    }
    const next = squares(rest);
    const turn = next / size;
    for (let place = 0; place < width; place++) direction[place] = (rest[place] ?? 0) + turn * (direction[place] ?? 0);
    size = next;
  }
}

/** `out` = A·x; or, where `less` is −1, the residual YᵀC·had − A·x. */
function apply(
  { gram, other, had, alpha }: RowProblem,
  row: number,
  x: Float64Array,
  out: Float64Array,
  less: 0 | -1,
): void {
  const { width, values } = other;
  applyGram(gram, x, out, less === -1 ? -1 : 1);
  const { starts, items, weights } = had;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at++) {
    const from = (items[at] ?? 0) * width;
    const surer = alpha * (weights[at] ?? 0);
    const product = productOf(values, from, x);
    const times = less === -1 ? 1 + surer - surer * product : surer * product;
    for (let each = 0; each < width; each++) out[each] = (out[each] ?? 0) + times * (values[from + each] ?? 0);
  }
}

/** `out` = sign × gram·x. */
function applyGram(gram: Float64Array, x: Float64Array, out: Float64Array, sign: number): void {
  const width = x.length;
  for (let place = 0; place < width; place += LANES) {
    const a = place * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let ofA = 0;
    let ofB = 0;
    let ofC = 0;
    let ofD = 0;
    for (let each = 0; each < width; each++) {
      const value = x[each] ?? 0;
      ofA += (gram[a + each] ?? 0) * value;
      ofB += (gram[b + each] ?? 0) * value;
      ofC += (gram[c + each] ?? 0) * value;
      ofD += (gram[d + each] ?? 0) * value;
    }
    out[place] = sign * ofA;
    out[place + 1] = sign * ofB;
    out[place + 2] = sign * ofC;
    out[place + 3] = sign * ofD;
  }
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
