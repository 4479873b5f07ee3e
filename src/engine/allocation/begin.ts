import { type DualRows, Kinds } from './dual/dual-rows.js';
import { minimiseDual } from './dual/minimise-dual.js';
import { type AllocationStep } from './problem/plans.js';
import { type Prices, tieCost } from './problem/prices.js';
import { type AllocationProblem, type Program, programOf } from './problem/problem.js';
import { FIGURES_FROM, SAMPLE, type Survey } from './counting/survey.js';
import { roiReach, unmetLimits } from './unmet-limits.js';

/**
 * The first step once all people were surveyed: whether the limits can be met at all, and at which prices people are counted.
 * People who fit into the sample are all settled one by one.
 */
export function beginAllocation(problem: AllocationProblem, survey: Survey): AllocationStep {
  const reasons = unmetLimits(problem, survey);
  if (reasons.length > 0) return { kind: 'infeasible', reasons };
  const program = programOf(problem);
  const { prices } = minimiseDual(sampleRows(survey, program), program);
  if (survey.people <= SAMPLE) return settleAll(problem, program, survey, prices);
  return { kind: 'count', plan: { problem, prices: [...prices], round: 0, bound: null, roiReach: roiReach(survey) } };
}

function settleAll(
  problem: AllocationProblem,
  { limits, offers }: Program,
  survey: Survey,
  prices: Prices,
): AllocationStep {
  const chosen = new Array<number>(offers).fill(0);
  const decided = { people: 0, chosen, value: '0', usage: limits.map(() => '0') };
  const plan = {
    problem,
    prices: null,
    cells: [],
    multipliers: [...prices],
    people: survey.people,
    decided,
    bound: null,
    roiReach: roiReach(survey),
  };
  return { kind: 'assign', plan };
}

/** The sample, each of whom stands for many. */
function sampleRows(survey: Survey, program: Program): DualRows {
  const { offers, roi } = program;
  const records = survey.sample();
  const width = survey.recordWidth;
  const rows = records.length / width;
  const scores = new Float64Array(rows * offers);
  const surplus = roi === -1 ? null : new Float64Array(rows * offers);
  const kinds = new Kinds(program);
  const kindOf = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    kindOf[row] = kinds.placeOf(records[from + 1] ?? 0);
    for (let offer = 0; offer < offers; offer++) {
      const value = records[from + FIGURES_FROM + offer] ?? Number.NaN;
      const at = row * offers + offer;
      scores[at] = Number.isNaN(value) ? -Infinity : value - tieCost(records[from] ?? 0, offer, offers);
      if (surplus !== null) surplus[at] = records[from + FIGURES_FROM + offers + offer] ?? 0;
    }
  }
  return { rows, weights: weightsOf(survey, kindOf, kinds), kindOf, kinds: kinds.kinds, scores, surplus };
}

/** The people of each membership are as many as there are. */
function weightsOf(survey: Survey, kindOf: Uint32Array, kinds: Kinds): Float64Array {
  const sampled = new Float64Array(kinds.kinds.length);
  for (const kind of kindOf) sampled[kind] = (sampled[kind] ?? 0) + 1;
  const all = new Float64Array(kinds.kinds.length);
  for (const { membership, people } of survey.tallies()) {
    const kind = kinds.placeOf(membership);
    if (kind < all.length) all[kind] = people;
  }
  return Float64Array.from(kindOf, (kind) => (all[kind] ?? 0) / (sampled[kind] ?? 1));
}
