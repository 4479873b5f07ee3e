export type { AnalysisKind, AnalysisResult, AnalysisSource, AnalysisTask, PublishedBlock } from './analysis-kind.js';
export type { ReadReport, ReportCell, ReportPart } from './read-report.js';
