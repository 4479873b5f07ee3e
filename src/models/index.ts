export { ChampionScorers } from './registry/champion-scorers.js';
export { type ColumnKind, type ColumnRequest, type SourceColumn } from './column-sql.js';
export { type DataFile, openDataFile, type RowBatch } from './data-file.js';
export {
  type DatasetReport,
  type FeatureSummary,
  type LabelMonth,
  type LeakageSign,
  type LeakageSuspect,
  type PoolComparison,
} from './datasets/dataset-report.js';
export {
  type ExampleData,
  type ExampleSource,
  type FileSource,
  type GatheredExamples,
  type HistoryFiles,
  type HistorySource,
  type StoredHistory,
} from './datasets/example-source.js';
export { gatherExamples, holdsTrainingRows, sourceName, withExampleData } from './datasets/open-source.js';
export { type Audience, type CampaignUse, type Sampling } from './datasets/sampling.js';
export { evaluateModel, type EvaluateModelRequest, type Evaluation } from './evaluation/evaluate-model.js';
export { type ExampleOptions } from './examples.js';
export { binaryMetrics, type BinaryMetrics, type ValueMetrics } from './evaluation/metrics.js';
export { ModelRegistry } from './registry/model-registry.js';
export {
  type Evidence,
  MODEL_STAGES,
  type ModelStage,
  type ModelVersion,
  type NewEvidence,
  type Override,
  type Promotion,
  PROVEN_STAGES,
  type ProvenStage,
} from './registry/model-version.js';
export { type NewVersion } from './registry/versions.js';
export { scoreColumns } from './score-columns.js';
export { scoreFile, type ScoredFile, type ScoreFileRequest } from './score-file.js';
export { type ChampionComparison, type MeasureComparison, type Standing } from './evaluation/champion.js';
export { type FoldResult, type FoldsReport } from './evaluation/folds.js';
export { type Judgement, type Suggestion } from './evaluation/judge.js';
export { type Rival } from './evaluation/rivals.js';
export { type MoneySource } from './evaluation/row-money.js';
export { type CheckedProfit, type ProfitReport } from './evaluation/strategy-profit.js';
export { type Trade, type TradeMoney } from './evaluation/trades.js';
export { type Check, type Verdict } from './evaluation/verdict.js';
export { type Split } from './evaluation/split.js';
export { readTable, type Table, type TableRequest } from './table.js';
export { pickRows, type TableColumn } from './table-column.js';
export { type TrainedVersion, trainModel, type TrainModelRequest } from './train-model.js';
export { type TrainingReport } from './training-report.js';
export {
  type Chooser,
  type ChoiceReport,
  type HumanRule,
  type TreatmentReport,
  type UpliftContender,
  type UpliftReport,
  type UpliftScores,
  type UpliftVerdict,
} from './uplift/report.js';
export { upliftReport } from './uplift/uplift-report.js';
