export { DriftController } from './drift.controller.js';
export { FollowPromotionsHandler } from './follow-promotions.handler.js';
export { RunsController } from './runs.controller.js';
export { VersionsController } from './versions.controller.js';
