export { DriftController } from './drift.controller.js';
export { MODEL_ENDPOINTS } from './endpoints.js';
export { RunsController } from './runs.controller.js';
export { VersionsController } from './versions.controller.js';
