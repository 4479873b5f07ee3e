import {
  type AllocationProblem,
  type AllocationReport,
  assignBlock,
  beginAllocation,
  continueAllocation,
  NOTHING,
  OPEN,
  type OptionBlock,
  settle,
  Sums,
  Survey,
} from '#strata/engine/allocation';

/** What each row of a block gets (−1 for nothing), and what that came to: all passes in memory. */
export function allocate(
  problem: AllocationProblem,
  block: OptionBlock,
  ids: readonly string[],
): { readonly offers: Int16Array; readonly report: AllocationReport } {
  const survey = new Survey(problem);
  survey.add(block);
  let step = beginAllocation(problem, survey);
  while (step.kind === 'count') {
    const sums = new Sums(step.plan);
    sums.add(block);
    step = continueAllocation(step.plan, sums);
  }
  if (step.kind === 'infeasible') throw new Error(step.reasons.map(({ words }) => words).join('; '));
  const offers = assignBlock(step.plan, block);
  const open = Uint32Array.from([...offers.keys()].filter((row) => offers[row] === OPEN));
  const settled = settle(
    step.plan,
    {
      rows: open.length,
      keys: open.map((row) => block.keys[row] ?? 0),
      quotas: open.map((row) => block.quotas[row] ?? 0),
      value: block.value.map((column) => Float64Array.from(open, (row) => column[row] ?? Number.NaN)),
    },
    Array.from(open, (row) => ids[row] ?? ''),
  );
  if (settled.kind === 'infeasible') throw new Error(settled.reasons.map(({ words }) => words).join('; '));
  open.forEach((row, place) => {
    offers[row] = settled.offers[place] ?? NOTHING;
  });
  return { offers, report: settled.report };
}
