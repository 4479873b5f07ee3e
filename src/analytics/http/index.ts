export { AnalysesController, AnalysisRunsController } from './analyses.controller.js';
