export { TrackingController } from './tracking.controller.js';
export { UsersController } from './users.controller.js';
