export { recordSchema } from './answers.schema.js';
export { DriftController } from './drift.controller.js';
export { EvaluationJobsController, EvaluationsController } from './evaluations.controller.js';
export { FollowPromotionsHandler } from './follow-promotions.handler.js';
export { TrainingJobsController, TrainingsController } from './trainings.controller.js';
export { VersionsController } from './versions.controller.js';
