export { AnalysisJobsModule } from './analysis-jobs.module.js';
export { AnalyticsModule } from './analytics.module.js';
