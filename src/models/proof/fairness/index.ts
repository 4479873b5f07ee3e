export { fairnessIn } from './fairness-words.js';
export { groupsOf } from './groups.js';
export { type ModelFairnessRequest, modelFairness } from './model-fairness.js';
export type { FairnessGroup, FairnessReport, GroupBand } from './report.js';
export { type Benefit, selectionFairness } from './selection-fairness.js';
