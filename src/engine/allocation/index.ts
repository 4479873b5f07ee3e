export { assignBlock, NOTHING, OPEN, wouldGet } from './assign.js';
export { beginAllocation } from './begin.js';
export {
  type BlockOptions,
  idKeys,
  type Objective,
  type OptionBlock,
  optionBlock,
  rankBlock,
} from './problem/blocks.js';
export { continueAllocation } from './continue.js';
export { type AllocationStep, type AssignPlan, type CountPlan, type UnmetLimit } from './problem/plans.js';
export { type AllocatedOffer, type AllocationProblem, type AllocationQuota, shareOf } from './problem/problem.js';
export { type AllocationReport, type LimitUse } from './report.js';
export { settle, type Settlement } from './settle.js';
export { Sums } from './counting/sums.js';
export { Survey } from './counting/survey.js';
