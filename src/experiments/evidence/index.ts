export { type RecordedReadout, recordExperiment } from './record-experiment.js';
export { recordReadout } from './record-readout.js';
