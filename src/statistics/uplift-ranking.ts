import { ascendingOrder, at, tieEnd } from './ranking.js';

/** People of a random test: who got the treatment and who succeeded. Arrays of equal length. */
export interface UpliftSample {
  /** 1 for success, 0 for none. */
  readonly labels: ArrayLike<number>;
  /** 1 for treated, 0 for control. */
  readonly treated: ArrayLike<number>;
}

/** A sample in the order of a score, the highest first. Sorted once, measured often. */
export interface UpliftRanking {
  /** Row of each place. */
  readonly order: Uint32Array;
  /** 2 × treated + label of each place. */
  readonly cells: Uint8Array;
  /** 1 where the next place has a lower score: rows with equal scores count together. */
  readonly ends: Uint8Array;
}

/** @param scores one finite score a row */
export function rankForUplift(scores: ArrayLike<number>, { labels, treated }: UpliftSample): UpliftRanking {
  const order = ascendingOrder(scores).reverse();
  const ends = new Uint8Array(order.length);
  for (let start = 0; start < order.length;) {
    start = tieEnd(scores, order, start);
    ends[start - 1] = 1;
  }
  const cells = Uint8Array.from(order, (row) => 2 * at(treated, row) + at(labels, row));
  return { order, cells, ends };
}

/** What a ranking is worth in a random test. */
export interface UpliftMetrics {
  /** Area between the Qini curve and chance, as a share of the perfect ranking's: 1 is perfect, 0 is chance. */
  readonly qini: number;
  /** Area under the uplift curve: extra successes a person, averaged over all shares treated. Chance gets half the mean effect. */
  readonly auuc: number;
  /** Effect among the top share: success rate of the treated minus that of the controls. NaN where one has no row. */
  readonly upliftAt: number;
}

/**
 * Qini coefficient as scikit-uplift's `qini_auc_score` (Radcliffe, 2007: curve N_t-scaled; normalised by the perfect
 * ranking, which puts treated successes first and control successes last), area under the uplift curve of
 * (Y_t/N_t − Y_c/N_c) (N_t + N_c) (Gutierrez and Gérardy, 2016), and the uplift among the top. Rows with equal scores count
 * together; where the top ends inside such a group, it takes its share of it.
 *
 * @param topShare 0 to 1
 * @param counts how often each row counts, for a bootstrap; once unless told
 */
export function upliftMetrics(ranking: UpliftRanking, topShare: number, counts?: ArrayLike<number>): UpliftMetrics {
  const total = totals(ranking, counts);
  const walk = new Walk(topShare * total.all);
  const { order, cells, ends } = ranking;
  for (let place = 0; place < order.length; place++) {
    const count = counts === undefined ? 1 : at(counts, at(order, place));
    if (count > 0) walk.add(at(cells, place), count);
    if (ends[place] === 1) walk.endGroup();
  }
  const chance = (total.all * walk.gain) / 2;
  return {
    qini: (walk.qiniArea - chance) / (perfectArea(total) - chance),
    auuc: walk.upliftArea / total.all ** 2,
    upliftAt: walk.top,
  };
}

/** Rows by cell. */
interface Totals {
  readonly all: number;
  readonly treatedSuccesses: number;
  readonly treated: number;
  readonly controlSuccesses: number;
  readonly controls: number;
}

function totals({ order, cells }: UpliftRanking, counts?: ArrayLike<number>): Totals {
  const sums = [0, 0, 0, 0];
  for (let place = 0; place < order.length; place++) {
    const cell = at(cells, place);
    sums[cell] = at(sums, cell) + (counts === undefined ? 1 : at(counts, at(order, place)));
  }
  const [controlFailures = 0, controlSuccesses = 0, treatedFailures = 0, treatedSuccesses = 0] = sums;
  const treated = treatedFailures + treatedSuccesses;
  const controls = controlFailures + controlSuccesses;
  return { all: treated + controls, treated, treatedSuccesses, controls, controlSuccesses };
}

/** Area under the Qini curve of the perfect ranking: treated successes, then all failures, then control successes. */
function perfectArea({ all, treated, treatedSuccesses, controls, controlSuccesses }: Totals): number {
  const end = treatedSuccesses - scaled(controlSuccesses, treated, controls);
  const first = (treatedSuccesses * treatedSuccesses) / 2;
  const second = treatedSuccesses * (all - controlSuccesses - treatedSuccesses);
  const third = ((treatedSuccesses + end) / 2) * controlSuccesses;
  return first + second + third;
}

/** Successes of the controls, as if there were as many of them as of the treated. */
function scaled(controlSuccesses: number, treated: number, controls: number): number {
  return controls === 0 ? 0 : (controlSuccesses * treated) / controls;
}

/** Goes down a ranking, group by group of equal scores, and sums both areas by trapezia. */
class Walk {
  readonly #sums = new Float64Array(4);
  readonly #before = new Float64Array(4);
  /** Of the Qini and of the uplift curve where the last group ended. */
  #all = 0;
  #uplift = 0;
  qiniArea = 0;
  upliftArea = 0;
  /** Extra successes among the treated so far: the Qini curve. */
  gain = 0;
  top = Number.NaN;

  constructor(private readonly topRows: number) {}

  add(cell: number, count: number): void {
    this.#sums[cell] = at(this.#sums, cell) + count;
  }

  endGroup(): void {
    const [controlFailures = 0, controlSuccesses = 0, treatedFailures = 0, treatedSuccesses = 0] = this.#sums;
    const treated = treatedFailures + treatedSuccesses;
    const controls = controlFailures + controlSuccesses;
    const all = treated + controls;
    if (all === this.#all) return;
    const gain = treatedSuccesses - scaled(controlSuccesses, treated, controls);
    const uplift = (rate(treatedSuccesses, treated) - rate(controlSuccesses, controls)) * all;
    const step = all - this.#all;
    this.qiniArea += ((this.gain + gain) / 2) * step;
    this.upliftArea += ((this.#uplift + uplift) / 2) * step;
    if (this.#all < this.topRows && all >= this.topRows)
      this.top = this.#upliftWithin((this.topRows - this.#all) / step);
    this.#all = all;
    this.gain = gain;
    this.#uplift = uplift;
    this.#before.set(this.#sums);
  }

  /** Effect among all groups before and a share of the last one. */
  #upliftWithin(share: number): number {
    const [controlFailures = 0, controlSuccesses = 0, treatedFailures = 0, treatedSuccesses = 0] = this.#sums.map(
      (sum, cell) => at(this.#before, cell) + share * (sum - at(this.#before, cell)),
    );
    return (
      treatedSuccesses / (treatedFailures + treatedSuccesses) - controlSuccesses / (controlFailures + controlSuccesses)
    );
  }
}

function rate(successes: number, rows: number): number {
  return rows === 0 ? 0 : successes / rows;
}
