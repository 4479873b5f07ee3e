export { bandNames } from './bands.js';
export { type ComparedMetric } from './compare.js';
export { type ArmSums, type PeopleSegment, type PersonVariable, type ExperimentSums } from './experiment-sums.js';
export { enoughCheck, type ExperimentHealth, LEAST } from './health.js';
export { type MetricId } from './metrics.js';
export { type PeopleFile, sumsOfFile } from './people-file.js';
export {
  type ComparedSegment,
  type ExperimentReadout,
  readExperiment,
  type ReadoutOptions,
} from './read-experiment.js';
