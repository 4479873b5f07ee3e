export {
  type Calibration,
  calibrate,
  calibrateLink,
  fitCalibration,
  isGentle,
  movedCalibration,
} from './calibration.js';
export { calibrationFolds } from './folds.js';
export { logit } from './link.js';
