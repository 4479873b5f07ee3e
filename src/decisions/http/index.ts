export { decisionSchema, explanationSchema, verdictSchema } from './decision.schema.js';
export { DecisionsController } from './decisions.controller.js';
export { DocsController } from './docs.controller.js';
export { HealthController } from './health.controller.js';
