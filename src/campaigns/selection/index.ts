export { type AllocatedArm, allocateBlocks, type BlockPasses } from './allocation/allocate-blocks.js';
export { type OpenRows, type SettledRows } from './allocation/arm-block.js';
export { type ArmProblem, armProblems } from './allocation/arm-problems.js';
export { countArms, offersOf, openRowsOf, surveyArms } from './allocation/passes.js';
export { type DecidedBlock, decideBlock, decidePeople } from './blocks/decide-block.js';
export type { Deciding } from './blocks/deciding.js';
export { featureColumns } from './blocks/feature-columns.js';
export { type HeldPeople, heldPeople, sumHeld } from './blocks/held-people.js';
export { drawOf, loadPolicies } from './blocks/policies.js';
export { loadScorers } from './blocks/load-scorers.js';
export {
  type BlockCounts,
  blockFromBytes,
  blockToBytes,
  optionsFromBytes,
  type SpilledOptions,
} from './blocks/spill.js';
export { LIST_FIELDS, listCells } from './list/list-block.js';
export type { SelectionManifest } from './manifest.js';
export { audienceRequest, type AudiencePlan, strategyOf, usedModels } from './plan-reads.js';
export { type Selection, selectAudience } from './select-audience.js';
export type { PlannedPolicy } from './blocks/policies.js';
export type { ChosenModel, SelectionPlan } from './selection-plan.js';
