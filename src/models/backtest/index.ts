export { backtestStrategy, type BacktestRequest } from './backtest-strategy.js';
export { type HistoryColumns } from './columns.js';
export { type RequestedPlan } from './plan.js';
export { recordBacktest } from './record.js';
export {
  type BacktestReport,
  type BacktestVerdict,
  type Breakdown,
  type OffPolicyValue,
  type SelectorId,
  type SelectorResult,
  type Sweep,
  type SweepPoint,
} from './report.js';
