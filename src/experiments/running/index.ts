export { type ReadoutQuestion, type StrategyReadout, StrategyReadouts } from './strategy-readout.js';
export { armsExperiment, treatmentExperiment } from './strategy-sums.js';
