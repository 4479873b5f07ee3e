export { type BacktestAsked, backtestHandler, type BacktestJobs, COMPARISONS } from './backtest-job.js';
export { Backtests, type BacktestWithReport } from './backtests.js';
