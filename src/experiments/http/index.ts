export { ExperimentsController } from './experiments.controller.js';
export { holdoutQuery } from './holdout.schema.js';
export { modelPlanBody } from './model-plan.schema.js';
export { readoutQuery, strategyQuestion } from './readout.schema.js';
