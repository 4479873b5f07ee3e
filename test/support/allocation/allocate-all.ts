import {
  type AllocationProblem,
  type AllocationReport,
  assignBlock,
  type AssignPlan,
  beginAllocation,
  continueAllocation,
  OPEN,
  type OptionBlock,
  settle,
  Sums,
  Survey,
  type UnmetLimit,
} from '#strata/engine/allocation';
import { pick } from './instances.js';

/** An allocation from beginning to end. */
export type Allocated =
  | {
      readonly kind: 'allocated';
      readonly offers: Int16Array;
      readonly report: AllocationReport;
      readonly plan: AssignPlan;
      /** How many times people were counted, and how many were settled one by one. */
      readonly rounds: number;
      readonly open: number;
    }
  | { readonly kind: 'infeasible'; readonly reasons: readonly UnmetLimit[] };

/** All passes over one block, which is added in the parts given. */
export function allocateAll(
  problem: AllocationProblem,
  block: OptionBlock,
  ids: readonly string[],
  parts: readonly OptionBlock[] = [block],
): Allocated {
  const survey = new Survey(problem);
  for (const part of parts) survey.add(part);
  let step = beginAllocation(problem, survey);
  let rounds = 0;
  while (step.kind === 'count') {
    rounds += 1;
    const sums = new Sums(step.plan);
    for (const part of parts) sums.add(part);
    step = continueAllocation(step.plan, sums);
  }
  if (step.kind === 'infeasible') return step;
  const offers = assignBlock(step.plan, block);
  const open = [...offers.keys()].filter((row) => offers[row] === OPEN);
  const openIds = open.map((row) => ids[row]!);
  const settled = settle(step.plan, pick(block, open), openIds);
  if (settled.kind === 'infeasible') return settled;
  open.forEach((row, place) => (offers[row] = settled.offers[place]!));
  return { kind: 'allocated', offers, report: settled.report, plan: step.plan, rounds, open: open.length };
}
