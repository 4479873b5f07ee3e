export { type HoldoutFigure, type HoldoutReadout } from './holdout-readout.js';
export { HoldoutReadouts } from './holdout-readouts.js';
