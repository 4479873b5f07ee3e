export { type BacktestAsked, backtestHandler, type BacktestJobs, COMPARISONS } from './backtest-job.js';
export { type BacktestRun, Backtests, type BacktestWithReport } from './backtests.js';
