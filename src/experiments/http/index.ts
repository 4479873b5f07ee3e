export { ExperimentsController } from './experiments.controller.js';
export { modelPlanBody } from './model-plan.schema.js';
export { readoutQuery, strategyQuestion } from './readout.schema.js';
