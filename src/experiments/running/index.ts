export { type PlanProgress } from './plan-progress.js';
export { exposedQuestion, type ReadoutQuestion, type StrategyReadout, StrategyReadouts } from './strategy-readout.js';
export { armsExperiment, treatmentExperiment } from './strategy-sums.js';
