export { AsIfController } from './as-if.controller.js';
export { AsIfDecider, type DecidedAsIf } from './as-if-decider.js';
