import { defineRecommender, historyOf, type Interactions, packArrays, unpackArrays } from '#sdk';
import { decompose, dot, type Factors, gramOf, productOf, solve } from './factors.js';
import { learn } from './learn.js';
import { type AlsOptions, options } from './options.js';

/** The items' factors, and their products with each other, by which somebody's own are found. */
interface Learned extends Factors {
  readonly gram: Float64Array;
}

export default defineRecommender<AlsOptions, Learned>({
  options,
  train: (input, own, run) => withGram(learn(input, own, run), own),
  save,
  load: (bytes, own) => withGram(load(bytes), own),
  count: ({ rows }) => rows,
  score(learned, histories, items, out, own) {
    for (let person = 0; person < histories.people; person++) {
      const history = historyOf(histories, person);
      if (history.items.length === 0) continue;
      const x = taste(learned, history, lowerOf(learned, history, own), own);
      items.forEach((item, place) => {
        if (isLearned(learned, item)) {
          out[person * items.length + place] = productOf(learned.values, item * learned.width, x);
        }
      });
    }
  },
  /** y(j)ᵀ·A⁻¹·y(i)·c(i) of each item i of the history: they add up to the score (Hu et al., 2008, section 5). */
  parts(learned, history, items, own) {
    const { width, values } = learned;
    const lower = lowerOf(learned, history, own);
    const parts = new Float64Array(items.length * history.items.length);
    for (const [row, item] of items.entries()) {
      const target = values.slice(item * width, (item + 1) * width);
      solve(lower, width, target);
      for (const [place, had] of history.items.entries()) {
        const times = 1 + own.alpha * (history.weights[place] ?? 0);
        parts[row * history.items.length + place] = times * dot(values, had * width, target, 0, width);
      }
    }
    return parts;
  },
  similarity({ rows, width, values }, item, out) {
    const own = values.slice(item * width, (item + 1) * width);
    const squares = productOf(own, 0, own);
    for (let other = 0; other < rows; other++) {
      const lengths = Math.sqrt(squares * dot(values, other * width, values, other * width, width));
      if (lengths > 0) out[other] = productOf(values, other * width, own) / lengths;
    }
  },
  describe: ({ rows, width }) => ({
    notes: [
      `ALS describes ${String(rows)} items by ${String(width)} numbers each; items that nobody had are recommended to nobody.`,
    ],
  }),
});

function withGram(factors: Factors, { l2 }: AlsOptions): Learned {
  return { ...factors, gram: gramOf(factors, l2) };
}

/** Whether anybody had the item. */
function isLearned({ values, width }: Factors, item: number): boolean {
  return values[item * width] !== 0;
}

/** The decomposed matrix A = YᵀY + λI + Yᵀ(C − I)Y of a history. */
function lowerOf(
  { gram, values, width }: Learned,
  { items, weights }: Interactions,
  { alpha }: AlsOptions,
): Float64Array {
  const matrix = gram.slice();
  items.forEach((item, place) => {
    const at = item * width;
    const surer = alpha * (weights[place] ?? 0);
    for (let row = 0; row < width; row++) {
      const times = surer * (values[at + row] ?? 0);
      for (let column = 0; column <= row; column++) {
        matrix[row * width + column] = (matrix[row * width + column] ?? 0) + times * (values[at + column] ?? 0);
      }
    }
  });
  decompose(matrix, width);
  return matrix;
}

/** The factors of somebody with this history: the best ones for the items' factors, exactly. */
function taste(
  { values, width }: Learned,
  { items, weights }: Interactions,
  lower: Float64Array,
  { alpha }: AlsOptions,
): Float64Array {
  const x = new Float64Array(width);
  items.forEach((item, place) => {
    const times = 1 + alpha * (weights[place] ?? 0);
    for (let each = 0; each < width; each++) x[each] = (x[each] ?? 0) + times * (values[item * width + each] ?? 0);
  });
  solve(lower, width, x);
  return x;
}

/** Of the form of the bytes. */
const VERSION = 1;

interface Header {
  readonly version: number;
  readonly rows: number;
  readonly width: number;
}

function save({ rows, width, values }: Factors): Uint8Array {
  const header: Header = { version: VERSION, rows, width };
  return packArrays(header, [Float32Array.from(values)]);
}

function load(bytes: Uint8Array): Factors {
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
  const { rows, width } = header;
  return { rows, width, values: Float64Array.from(take(Float32Array, rows * width)) };
}
