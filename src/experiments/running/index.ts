export { type ExperimentCourse } from './experiment-course.js';
export { listExperiments, type ListedExperiments } from './listed-experiments.js';
export { exposedQuestion, type StrategyReadout, StrategyReadouts } from './strategy-readout.js';
export { armsExperiment, treatmentExperiment } from './strategy-sums.js';
export { type ReadoutQuestion } from './readout-question.js';
