export { recordReadout } from './record-readout.js';
