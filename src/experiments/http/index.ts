export { ExperimentsController } from './experiments.controller.js';
export { readoutQuery, strategyQuestion } from './readout.schema.js';
