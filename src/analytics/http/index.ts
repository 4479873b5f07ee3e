export { AnalysesController, AnalysisRunsController } from './analyses.controller.js';
export { RecommendationsController } from './recommendations.controller.js';
