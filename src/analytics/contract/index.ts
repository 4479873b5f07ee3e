export type {
  AnalysisKind,
  AnalysisResult,
  AnalysisSource,
  AnalysisTask,
  PublishedBlock,
  ReportTelling,
} from './analysis-kind.js';
export type { ReadReport, ReportCell, ReportPart } from './read-report.js';
