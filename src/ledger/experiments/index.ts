export { type AskedPart, type AskedParts, EXPOSED_VARIABLES, type ExposedQuestion } from './exposed-question.js';
export { type BandedSums, exposedSums, type ExposedSums, type GroupedSums, type PartSums } from './exposed-sums.js';
export { HOLDOUT_VARIABLES, type HoldoutGoal } from './holdout-question.js';
export { type HoldoutSums, holdoutSums } from './holdout-sums.js';
