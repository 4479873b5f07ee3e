export { ChampionScorers, type Rescorer } from './registry/champion-scorers.js';
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
export { gatherExamples, sourceName, withExampleData } from './datasets/open-source.js';
export { type Audience, type CampaignUse, type Sampling } from './datasets/sampling.js';
export { evaluateModel, type EvaluateModelRequest, type Evaluation } from './evaluation/evaluate-model.js';
export { type ColumnForms, type ExampleOptions, readingNotes } from './examples.js';
export { MODEL_ENDPOINTS } from './http/endpoints.js';
export { type ModelJobs, type TrainingParts, trainingHandler, type TrainingRequest } from './jobs/training-job.js';
export { hasEnded, type TrainingRun, Trainings } from './jobs/trainings.js';
export { type ModelParts, ModelsModule } from './models.module.js';
export { binaryMetrics, type BinaryMetrics, type ValueMetrics } from './evaluation/metrics.js';
export { chooseVersion, type VersionChoice } from './registry/choose-version.js';
export { ModelRegistry } from './registry/model-registry.js';
export {
  type Evidence,
  MODEL_STAGES,
  type ModelStage,
  type ChangedVersion,
  type ModelVersion,
  type NewEvidence,
  type Override,
  type Promotion,
  PROVEN_STAGES,
  type ProvenStage,
} from './registry/model-version.js';
export { type ModelStanding, standings } from './registry/standing.js';
export { type NewVersion } from './registry/versions.js';
export { scoreColumns, scoreOutputs } from './score-columns.js';
export { scoreFile, type ScoredFile, type ScoreFileRequest } from './score-file.js';
export {
  checkPool,
  type CheckPoolRequest,
  poolOfFile,
  poolRequests,
  referenceOf,
  refuseDrifted,
} from './drift/check-pool.js';
export {
  type CalibrationDrift,
  type ClassifierDrift,
  type ColumnDrift,
  type DriftLimits,
  type DriftReport,
  type DriftResult,
} from './drift/drift-report.js';
export { DriftMonitor } from './drift/drift-monitor.js';
export {
  type LiveDecisions,
  type SettledRequest,
  type ScoredPerson,
  type ScoredRequest,
  type SettledPerson,
} from './drift/live-decisions.js';
export { type PoolBatch } from './drift/pool-sample.js';
export { driftReference, type DriftReference } from './drift/reference.js';
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
export { evaluateUplift, type EvaluateUpliftRequest, type UpliftEvaluation } from './uplift/evaluate-uplift.js';
export { upliftReport } from './uplift/uplift-report.js';
export { type Balance, type Weighting } from './balance.js';
export {
  backtestStrategy,
  type BacktestRequest,
  type BacktestReport,
  type BacktestVerdict,
  type Breakdown,
  type HistoryColumns,
  type OffPolicyValue,
  recordBacktest,
  type RequestedPlan,
  type SelectorId,
  type SelectorResult,
  type Sweep,
  type SweepPoint,
} from './backtest/index.js';
export { modelFairness, type ModelFairness, type ModelFairnessRequest } from './fairness/model-fairness.js';
export { type FairnessGroup, type FairnessReport } from './fairness/report.js';
export {
  type Driver,
  type EffectCurve,
  type Effects,
  effectsOf,
  type EffectUnit,
  effectWords,
  explainModel,
  type ExplainModelRequest,
  fewerBins,
  type ModelExplanation,
  nearestScoreChange,
  type PairEffect,
  type ReadScore,
  restWords,
  type ScoreChange,
  type ScoreChangeRequest,
  type ScoreReason,
  scoreReasons,
  type ScoreReasons,
  scoreWords,
  verdictWords,
} from './explanation/index.js';
