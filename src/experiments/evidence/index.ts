export { type ReadoutEvidence, recordReadout } from './record-readout.js';
