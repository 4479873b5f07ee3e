export { type HoldoutFigure, type HoldoutReadout, type HoldoutVerdict } from './holdout-readout.js';
export { HoldoutReadouts } from './holdout-readouts.js';
export { readHoldout } from './read-holdout.js';
