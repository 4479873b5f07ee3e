export { DecisionsController } from './decisions.controller.js';
export { DocsController, OPENAPI_DOCUMENT } from './docs.controller.js';
export { DATABASE, HealthController } from './health.controller.js';
