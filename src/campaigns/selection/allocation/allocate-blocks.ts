import {
  beginAllocation,
  continueAllocation,
  Sums,
  Survey,
  settle,
  type AllocationReport,
  type AllocationStep,
  type AssignPlan,
  type CountPlan,
  type UnmetLimit,
} from '#strata/engine/allocation';
import { StrataError } from '#sdk';
import { type ArmProblem } from './arm-problems.js';
import { type OpenRows, type SettledRows } from './arm-block.js';

/** Passes over all blocks, in any order: what comes of each block, one after the other. */
export interface BlockPasses {
  /** The surveys of the arms, as bytes. */
  survey(): AsyncIterable<readonly Uint8Array[]>;
  /** The sums of the arms that have a plan, as bytes. */
  count(plans: readonly (CountPlan | null)[]): AsyncIterable<readonly (Uint8Array | null)[]>;
  /** The people at the cut, by arm, and which block they are of. */
  findOpen(plans: readonly AssignPlan[]): AsyncIterable<readonly OpenRows[]>;
}

/** Who gets what in an arm. */
export interface AllocatedArm {
  readonly arm: string | null;
  readonly plan: AssignPlan;
  readonly report: AllocationReport;
  /** By block: the rows that were at the cut, and what they get. */
  readonly settled: readonly SettledRows[];
}

/**
 * Allocates offers in each arm by itself: surveys all people, counts them at prices until these are right, and settles those
 * at the cut one by one. Nothing depends on how people are cut into blocks or in which order these come.
 *
 * @throws StrataError LIMITS_NOT_MET with every reason
 */
export async function allocateBlocks(
  arms: readonly ArmProblem[],
  passes: BlockPasses,
): Promise<readonly AllocatedArm[]> {
  const surveys = arms.map(({ problem }) => new Survey(problem));
  for await (const parts of passes.survey()) {
    parts.forEach((bytes, index) => surveys[index]?.merge(Survey.fromBytes(problemOf(arms, index), bytes)));
  }
  let steps = surveys.map((survey, index) => feasible(beginAllocation(problemOf(arms, index), survey), arms[index]));
  while (steps.some(({ kind }) => kind === 'count')) steps = await countAgain(steps, arms, passes);
  const plans = steps.flatMap((step) => (step.kind === 'assign' ? [step.plan] : []));
  return await settleArms(plans, arms, passes);
}

function problemOf(arms: readonly ArmProblem[], index: number): ArmProblem['problem'] {
  return arms[index]?.problem ?? { offers: [], quotas: [] };
}

type FeasibleStep = Exclude<AllocationStep, { readonly kind: 'infeasible' }>;

async function countAgain(
  steps: readonly FeasibleStep[],
  arms: readonly ArmProblem[],
  passes: BlockPasses,
): Promise<FeasibleStep[]> {
  const plans = steps.map((step) => (step.kind === 'count' ? step.plan : null));
  const sums = plans.map((plan) => (plan === null ? null : new Sums(plan)));
  for await (const parts of passes.count(plans)) {
    parts.forEach((bytes, index) => {
      const plan = plans[index];
      if (bytes !== null && plan != null) sums[index]?.merge(Sums.fromBytes(plan, bytes));
    });
  }
  return steps.map((step, index) => {
    const own = sums[index];
    return step.kind === 'count' && own != null ? feasible(continueAllocation(step.plan, own), arms[index]) : step;
  });
}

async function settleArms(
  plans: readonly AssignPlan[],
  arms: readonly ArmProblem[],
  passes: BlockPasses,
): Promise<readonly AllocatedArm[]> {
  const open: (readonly OpenRows[])[] = [];
  for await (const block of passes.findOpen(plans)) open.push(block);
  return plans.map((plan, index) => {
    const own = open.map((block) => block[index] ?? NOBODY);
    const all = joined(own);
    const settlement = settle(plan, all.options, all.ids);
    if (settlement.kind === 'infeasible') throw notMet(settlement.reasons, arms[index]);
    let from = 0;
    const settled = own.map(({ rows }) => ({ rows, offers: settlement.offers.subarray(from, (from += rows.length)) }));
    return { arm: arms[index]?.arm ?? null, plan, report: settlement.report, settled };
  });
}

const NOBODY: OpenRows = {
  rows: new Uint32Array(),
  ids: [],
  options: { rows: 0, keys: new Uint32Array(), quotas: new Uint32Array(), value: [] },
};

/** The open rows of all blocks, one after the other. */
function joined(blocks: readonly OpenRows[]): Pick<OpenRows, 'options' | 'ids'> {
  const some = blocks.filter(({ rows }) => rows.length > 0);
  const [first = NOBODY] = some;
  const numbers = (columnOf: (block: OpenRows) => Float64Array | undefined): Float64Array =>
    Float64Array.from(some.flatMap((block) => [...(columnOf(block) ?? [])]));
  const words = (name: 'keys' | 'quotas'): Uint32Array =>
    Uint32Array.from(some.flatMap(({ options }) => [...options[name]]));
  const keys = words('keys');
  return {
    ids: some.flatMap(({ ids }) => ids),
    options: {
      rows: keys.length,
      keys,
      quotas: words('quotas'),
      value: first.options.value.map((_, offer) => numbers(({ options }) => options.value[offer])),
      ...(first.options.surplus === undefined
        ? {}
        : { surplus: first.options.surplus.map((_, offer) => numbers(({ options }) => options.surplus?.[offer])) }),
    },
  };
}

function feasible(step: AllocationStep, arm: ArmProblem | undefined): FeasibleStep {
  if (step.kind === 'infeasible') throw notMet(step.reasons, arm);
  return step;
}

function notMet(reasons: readonly UnmetLimit[], arm: ArmProblem | undefined): StrataError {
  const of = arm?.arm == null ? '' : `the arm “${arm.arm}”: `;
  const problems = reasons.map(({ words }) => ({ message: `${of}${words}` }));
  return new StrataError(
    'LIMITS_NOT_MET',
    `The limits cannot be met: ${problems.map(({ message }) => message).join('; ')}.`,
    {
      problems,
    },
  );
}
