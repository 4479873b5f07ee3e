export { type AnalysisJobs, type AnalysisRun, Analyses, analysisHandler } from './analysis-job.js';
export { DueAnalyses } from './due-analyses.js';
export { findOut, runAnalysis } from './run-analysis.js';
