import { ascendingOrder, at, tieEnd } from '../index.js';

/** People who got a treatment or none, and what they did. Arrays of equal length. */
export interface UpliftSample {
  /** 1 for success, 0 for none; or any value, such as revenue. */
  readonly labels: ArrayLike<number>;
  /** 1 for treated, 0 for control. */
  readonly treated: ArrayLike<number>;
  /** 1 ÷ P(the row got what it got), where that was not the same for everybody; positive, 1 unless given. */
  readonly weights?: ArrayLike<number>;
  /** For each row the number of its person, from 0, where people have several rows: intervals count people. */
  readonly clusters?: ArrayLike<number>;
}

/** A sample in the order of a score, the highest first. Sorted once, measured often. */
export interface UpliftRanking extends RankedPeople {
  /** The same people as they would best be ordered, who did what being known. */
  readonly perfect: RankedPeople;
}

interface RankedPeople {
  /** Row of each place. */
  readonly order: Uint32Array;
  /** 1 where the next place has a lower score: rows with equal scores count together. */
  readonly ends: Uint8Array;
  /** Of each place: its arm, its weight, and its outcome times its weight. */
  readonly treated: Uint8Array;
  readonly weights: Float64Array;
  readonly outcomes: Float64Array;
}

/**
 * @param scores one finite score a row
 * @param perfect of another ranking of the same sample, which saves sorting again
 */
export function rankForUplift(
  scores: ArrayLike<number>,
  sample: UpliftSample,
  perfect: RankedPeople = rankPeople(perfectScores(sample), sample),
): UpliftRanking {
  return { ...rankPeople(scores, sample), perfect };
}

function rankPeople(scores: ArrayLike<number>, { labels, treated, weights }: UpliftSample): RankedPeople {
  const ties = [treated, labels, ...(weights === undefined ? [] : [weights])];
  const order = ascendingOrder(scores, ...ties).reverse();
  const ends = new Uint8Array(order.length);
  for (let start = 0; start < order.length;) {
    start = tieEnd(scores, order, start);
    ends[start - 1] = 1;
  }
  const weightOf = (row: number): number => (weights === undefined ? 1 : at(weights, row));
  return {
    order,
    ends,
    treated: Uint8Array.from(order, (row) => at(treated, row)),
    weights: Float64Array.from(order, weightOf),
    outcomes: Float64Array.from(order, (row) => weightOf(row) * at(labels, row)),
  };
}

/** Outcomes of the treated as they are, those of the controls with the sign turned: the best order there is. */
function perfectScores({ labels, treated }: UpliftSample): Float64Array {
  return Float64Array.from(labels, (label, row) => (at(treated, row) === 1 ? label : -label));
}

/** What a ranking is worth among people whose treatment was drawn at random. */
export interface UpliftMetrics {
  /** Area between the Qini curve and chance, as a share of the perfect ranking's: 1 is perfect, 0 is chance. */
  readonly qini: number;
  /** Area under the uplift curve: extra outcome a person, averaged over all shares treated. Chance gets half the mean effect. */
  readonly auuc: number;
  /** Effect among the top share: mean outcome of the treated minus that of the controls. NaN where one has no row. */
  readonly upliftAt: number;
}

/**
 * Qini coefficient as scikit-uplift's `qini_auc_score` (Radcliffe, 2007: curve N_t-scaled; normalised by the perfect
 * ranking, which puts treated successes first and control successes last, and treated and control values likewise), area
 * under the uplift curve of (Y_t/N_t − Y_c/N_c) (N_t + N_c) (Gutierrez and Gérardy, 2016), and the uplift among the top. Rows
 * with equal scores count together; where the top ends inside such a group, it takes its share of it: the expected value
 * over all ways to break the tie.
 *
 * @param topShare 0 to 1
 * @param counts how often each row counts, for a bootstrap; once unless given
 */
export function upliftMetrics(ranking: UpliftRanking, topShare: number, counts?: ArrayLike<number>): UpliftMetrics {
  return metricsBeside(perfectArea(ranking, counts), ranking, topShare, counts);
}

/** Area under the Qini curve of the best order: the same for every ranking of a sample. */
export function perfectArea({ perfect }: UpliftRanking, counts?: ArrayLike<number>): number {
  return walk(perfect, Number.NaN, counts).qiniArea;
}

/** {@link upliftMetrics}, with the area of the best order known. */
export function metricsBeside(
  best: number,
  ranking: RankedPeople,
  topShare: number,
  counts?: ArrayLike<number>,
): UpliftMetrics {
  const { all, gain, qiniArea, upliftArea, top } = walk(ranking, topShare * totalWeight(ranking, counts), counts);
  const chance = (all * gain) / 2;
  return { qini: (qiniArea - chance) / (best - chance), auuc: upliftArea / all ** 2, upliftAt: top };
}

function totalWeight({ order, weights }: RankedPeople, counts?: ArrayLike<number>): number {
  let total = 0;
  for (let place = 0; place < order.length; place++) {
    total += at(weights, place) * (counts === undefined ? 1 : at(counts, at(order, place)));
  }
  return total;
}

/** What was seen on the way down a ranking. */
interface Walked {
  /** Weight of everybody. */
  readonly all: number;
  /** Extra outcome among the treated: the end of the Qini curve. */
  readonly gain: number;
  readonly qiniArea: number;
  readonly upliftArea: number;
  /** Effect among the top. */
  readonly top: number;
}

/** Goes down a ranking, group by group of equal scores, and sums both areas by trapezia. Plain numbers: a bootstrap runs it often. */
function walk(ranking: RankedPeople, topWeight: number, counts?: ArrayLike<number>): Walked {
  const { order, ends, treated, weights, outcomes } = ranking;
  let [controls, controlOutcome, own, ownOutcome] = [0, 0, 0, 0];
  // The same sums where the last group ended, the height of both curves there, and how many people.
  let [controlsBefore, controlOutcomeBefore, ownBefore, ownOutcomeBefore] = [0, 0, 0, 0];
  let [all, gain, uplift, qiniArea, upliftArea, top] = [0, 0, 0, 0, 0, Number.NaN];
  for (let place = 0; place < order.length; place++) {
    const count = counts === undefined ? 1 : (counts[order[place] as number] as number);
    if (count > 0) {
      const weight = count * (weights[place] as number);
      const outcome = count * (outcomes[place] as number);
      if (treated[place] === 1) {
        own += weight;
        ownOutcome += outcome;
      } else {
        controls += weight;
        controlOutcome += outcome;
      }
    }
    if (ends[place] !== 1) continue;
    const reached = own + controls;
    const step = reached - all;
    if (step === 0) continue;
    const gained = ownOutcome - scaled(controlOutcome, own, controls);
    const raised = (mean(ownOutcome, own) - mean(controlOutcome, controls)) * reached;
    qiniArea += ((gain + gained) / 2) * step;
    upliftArea += ((uplift + raised) / 2) * step;
    if (all < topWeight && reached >= topWeight) {
      // The top ends inside this group, and takes its share of it.
      const share = (topWeight - all) / step;
      const within = (before: number, after: number): number => before + share * (after - before);
      top =
        within(ownOutcomeBefore, ownOutcome) / within(ownBefore, own) -
        within(controlOutcomeBefore, controlOutcome) / within(controlsBefore, controls);
    }
    controlsBefore = controls;
    controlOutcomeBefore = controlOutcome;
    ownBefore = own;
    ownOutcomeBefore = ownOutcome;
    all = reached;
    gain = gained;
    uplift = raised;
  }
  return { all, gain, qiniArea, upliftArea, top };
}

/** Outcome of the controls, as if there were as many of them as of the treated. */
function scaled(controlOutcome: number, treated: number, controls: number): number {
  return controls === 0 ? 0 : (controlOutcome * treated) / controls;
}

function mean(outcome: number, rows: number): number {
  return rows === 0 ? 0 : outcome / rows;
}
