export { DecisionsController } from './decisions.controller.js';
export { DocsController } from './docs.controller.js';
export { DATABASE, HealthController } from './health.controller.js';
