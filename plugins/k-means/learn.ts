import {
  type EncodedFrame,
  type FitRun,
  pickFrameRows,
  seededRandom,
  type SeededRandom,
  silhouette,
  stabilityOf,
  StrataError,
} from '#sdk';
import { divide, type Division, nearestMeans } from './lloyd.js';
import { type KMeansOptions } from './options.js';
import { seedMeans } from './seeding.js';

/** A number of clusters that was tried, with what it is worth. */
interface Tried {
  readonly clusters: number;
  readonly silhouette: number;
  readonly stability: number;
}

/** What was learned. */
export interface Means {
  readonly columns: number;
  /** k × m, row-major: the largest cluster's first. */
  readonly means: Float64Array;
  /** Sum of the squared distances of rows to their mean. */
  readonly inertia: number;
  readonly tried: readonly Tried[];
}

/** Rows that numbers of clusters are tried with, and that beginnings are compared with. */
const SAMPLE_ROWS = 20_000;
/** Beginnings of the refits that stability is judged by. */
const REFIT_RESTARTS = 3;
/** Refits that agree so far are the same: what is called "good recovery" (Steinley, 2004: .8; we ask a little less). */
export const STABLE = 0.75;
/** Means that move less than this share of the rows' variance have come to rest. */
const AT_REST = 1e-7;

export function learn(frame: EncodedFrame, options: KMeansOptions, run: FitRun): Means {
  const random = seededRandom(run.seed);
  const sample = sampleOf(frame, random);
  const numbers = numbersOf(sample, options, random);
  const tried: (Tried & { readonly means: Float64Array })[] = [];
  for (const clusters of numbers) {
    run.progress((0.7 * tried.length) / numbers.length, `${String(clusters)} groups`);
    tried.push(tryNumber(sample, clusters, { options, run, random }));
  }
  const best = chosen(tried);
  run.progress(0.7, 'all rows');
  const division =
    sample === frame ? divide(frame, best.means, atRest(frame, run)) : fromSample(frame, best.means, run);
  return {
    columns: frame.columns.length,
    means: largestFirst(division),
    inertia: division.inertia,
    tried: tried.map(({ clusters, silhouette: width, stability }) => ({ clusters, silhouette: width, stability })),
  };
}

/** The number with the widest silhouette of those that are stable; where none is, the most stable. */
export function chosen<T extends Tried>(tried: readonly T[]): T {
  const stable = tried.filter(({ stability }) => stability >= STABLE);
  const ranked =
    stable.length > 0
      ? stable.toSorted((a, b) => b.silhouette - a.silhouette)
      : tried.toSorted((a, b) => b.stability - a.stability);
  const [best] = ranked;
  if (best === undefined) throw new RangeError('No number of clusters was tried');
  return best;
}

function sampleOf(frame: EncodedFrame, random: SeededRandom): EncodedFrame {
  if (frame.rows <= SAMPLE_ROWS) return frame;
  const rows = new Set<number>();
  while (rows.size < SAMPLE_ROWS) rows.add(random.integer(frame.rows));
  return pickFrameRows(
    frame,
    [...rows].sort((a, b) => a - b),
  );
}

/** The numbers to try. @throws StrataError TOO_FEW_EXAMPLES */
function numbersOf(sample: EncodedFrame, { clusters, atMost }: KMeansOptions, random: SeededRandom): readonly number[] {
  const most = clusters ?? atMost;
  const different = sample.rows === 0 ? 0 : seedMeans(sample, most, random).length / Math.max(1, sample.columns.length);
  const least = clusters ?? 2;
  if (different < least) {
    throw new StrataError(
      'TOO_FEW_EXAMPLES',
      `${String(least)} groups need as many rows that differ: there are ${String(different)}.`,
    );
  }
  return clusters === undefined ? Array.from({ length: different - 1 }, (_, place) => place + 2) : [clusters];
}

interface Trying {
  readonly options: KMeansOptions;
  readonly run: FitRun;
  readonly random: SeededRandom;
}

function tryNumber(
  sample: EncodedFrame,
  clusters: number,
  { options, run, random }: Trying,
): Tried & { readonly means: Float64Array } {
  const { means, labels } = bestOf(sample, { clusters, restarts: options.restarts, random, run });
  const refit = (half: EncodedFrame, seed: number) => {
    const again = bestOf(half, { clusters, restarts: REFIT_RESTARTS, random: seededRandom(seed), run });
    return (frame: EncodedFrame) => nearestMeans(frame, again.means);
  };
  return {
    clusters,
    means,
    silhouette: silhouette(sample, labels, run.seed),
    stability: stabilityOf(sample, refit, run.seed),
  };
}

/** The division with the least inertia of some beginnings. */
function bestOf(
  frame: EncodedFrame,
  {
    clusters,
    restarts,
    random,
    run,
  }: Omit<Trying, 'options'> & { readonly clusters: number; readonly restarts: number },
): Division {
  let best: Division | null = null;
  for (let restart = 0; restart < restarts; restart++) {
    const division = divide(frame, seedMeans(frame, clusters, random), atRest(frame, run));
    if (best === null || division.inertia < best.inertia) best = division;
  }
  if (best === null) throw new RangeError('It began not once');
  return best;
}

/** All rows, beginning with the means of a sample. */
function fromSample(frame: EncodedFrame, means: Float64Array, run: FitRun): Division {
  const ending = atRest(frame, run);
  return divide(frame, means, {
    ...ending,
    look(step) {
      ending.look(step);
      run.progress(0.7 + 0.3 * (1 - 1 / (1 + step / 10)), `step ${String(step + 1)}`);
    },
  });
}

function atRest({ columns }: EncodedFrame, { signal }: FitRun): Parameters<typeof divide>[2] {
  return {
    moved: AT_REST * columns.length,
    look() {
      signal.throwIfAborted();
    },
  };
}

function largestFirst({ means, sizes }: Division): Float64Array {
  const width = means.length / sizes.length;
  const order = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  return Float64Array.from(means, (_, at) => means[(order[Math.floor(at / width)] ?? 0) * width + (at % width)] ?? 0);
}
